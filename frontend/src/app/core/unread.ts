import { DestroyRef, Injectable, inject } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { Subject, firstValueFrom, type Subscription } from 'rxjs';
import { Live } from './live';
import { PageTitle } from './page-title';
import { Sound } from './sound';
import { AnythingNewDocument, UnreadCountDocument } from './unread.gql';

/** Counted again at most so often while messages stream in. */
const PAUSE_MS = 1_000;

/** Unread conversations in the tab's title and on the rail, and the chime, on every screen. Started once by the shell. */
@Injectable({ providedIn: 'root' })
export class Unread {
  private readonly apollo = inject(Apollo);
  private readonly title = inject(PageTitle);
  private readonly sound = inject(Sound);
  private readonly live = inject(Live);
  private readonly changes = new Subject<void>();
  /** Some conversation that this person may see changed, or may have while the socket was away. */
  readonly changed = this.changes.asObservable();
  private watching: Subscription | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.watching?.unsubscribe();
      clearTimeout(this.timer);
    });
  }

  start(): void {
    if (this.watching) return;
    this.watching = this.apollo.subscribe({ query: AnythingNewDocument, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data }) => {
        if (!data) return;
        if (data.conversationChanged.incoming) this.sound.chime();
        this.soon();
      },
      error: () => undefined,
    });
    this.watching.add(this.live.reconnected.subscribe(() => this.soon()));
    void this.count();
  }

  private soon(): void {
    this.changes.next();
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.count();
    }, PAUSE_MS);
  }

  private async count(): Promise<void> {
    try {
      const { data } = await firstValueFrom(this.apollo.query({ query: UnreadCountDocument, fetchPolicy: 'no-cache' }));
      if (data) this.title.unread.set(data.inboxCounts.unread);
    } catch {
      // The old number stays; the status chip says that the screen is behind.
    }
  }
}
