import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { Unread } from '../../../core/unread';
import { variablesOf, type InboxFilter } from './inbox-filter';
import { InboxTabCountsDocument, type InboxTabCountsQuery } from './inbox-counts.gql';

/** Counted again at most so often while things change. */
const PAUSE_MS = 1_000;

/** The numbers on the tabs, under the filter that is chosen; counted again when anything changes. */
@Injectable({ providedIn: 'root' })
export class InboxCounts {
  private readonly apollo = inject(Apollo);
  private readonly counted = signal<InboxTabCountsQuery['inboxCounts'] | null>(null);
  readonly now = this.counted.asReadonly();
  private filter: InboxFilter | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private run = 0;

  constructor() {
    const changes = inject(Unread).changed.subscribe(() => this.soon());
    inject(DestroyRef).onDestroy(() => {
      changes.unsubscribe();
      clearTimeout(this.timer);
    });
  }

  show(filter: InboxFilter): void {
    this.filter = filter;
    void this.count();
  }

  /** The inbox was left: nothing is counted any more. */
  stop(): void {
    this.filter = null;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  soon(): void {
    if (!this.filter) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.count();
    }, PAUSE_MS);
  }

  private async count(): Promise<void> {
    if (!this.filter) return;
    const run = ++this.run;
    // The tabs differ by who has it: the other choices count.
    const { tab, assigneeId, ...rest } = variablesOf(this.filter);
    try {
      const { data } = await firstValueFrom(
        this.apollo.query({ query: InboxTabCountsDocument, variables: { filter: rest }, fetchPolicy: 'no-cache' }),
      );
      if (data && run === this.run) this.counted.set(data.inboxCounts);
    } catch {
      // Old numbers stay; the status chip says that the screen is behind.
    }
  }
}
