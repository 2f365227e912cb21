import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { Subject, Subscription, firstValueFrom } from 'rxjs';
import { ErrorText } from '../../../core/error-text';
import { Live } from '../../../core/live';
import { ConversationRows } from './conversation-rows';
import { InboxChangedDocument } from './inbox-list.gql';
import { EMPTY, stretchOf, touches, withLive, withNewer, withNewest, withOlder, type Line, type Stretch, type Unread } from './lines';
import { Outbox } from './outbox';
import { OpenThreadDocument, ThreadChangedDocument, ThreadPartDocument, type OpenThreadQuery } from './thread.gql';

const PAGE = 50;
/** Threads whose newest lines are shown at once when they are opened again. */
const REMEMBERED = 20;

/** How a conversation was opened: where its unread messages begin, or at its end or a message. */
export interface Entry {
  readonly conversationId: string;
  readonly unread: Unread | null;
}
/** Lines as they were read; `firstUnreadId` when it was asked for. */
type Page = Stretch & { readonly firstUnreadId: string | null };
export type ThreadState = 'none' | 'loading' | 'ready' | 'missing' | 'failed';

/** The open thread: a stretch of its lines, older and newer ones by page, live changes, jumps. */
@Injectable({ providedIn: 'root' })
export class ThreadStore {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly rows = inject(ConversationRows);
  private readonly outbox = inject(Outbox);
  private readonly at = signal<ThreadState>('none');
  private readonly problem = signal('');
  private readonly conversation = signal<string | null>(null);
  private readonly stretch = signal<Stretch>(EMPTY);
  private readonly busy = signal<'older' | 'newer' | null>(null);
  private readonly remembered = new Map<string, Stretch>();
  private watching: Subscription | null = null;
  private watchedContact: string | null = null;
  private run = 0;
  /** Lines that changed live while a page was being read: they are newer than the page. */
  private fresh: Map<string, Line> | null = null;
  private readonly arrivals = new Subject<Line>();
  /** New lines as they happen. */
  readonly arrived = this.arrivals.asObservable();
  private readonly jumps = signal<{ readonly id: string; readonly nth: number } | null>(null);
  /** The line to show and mark; each jump is a new value. */
  readonly target = this.jumps.asReadonly();
  private readonly way = signal<Entry | null>(null);
  /** null until the server has told how the open conversation is now: lines remembered from before may be shown meanwhile. */
  readonly entry = this.way.asReadonly();
  readonly id = this.conversation.asReadonly();
  readonly state = this.at.asReadonly();
  readonly error = this.problem.asReadonly();
  readonly loading = this.busy.asReadonly();
  readonly lines = computed(() => this.stretch().lines);
  readonly older = computed(() => this.stretch().older);
  readonly newer = computed(() => this.stretch().newer);
  readonly row = computed(() => {
    const id = this.conversation();
    return id ? this.rows.get(id) : null;
  });

  constructor() {
    const subscriptions = new Subscription();
    subscriptions.add(inject(Live).reconnected.subscribe(() => void this.refresh()));
    subscriptions.add(this.outbox.sent.subscribe(({ conversationId, line }) => conversationId === this.conversation() && this.put(line)));
    inject(DestroyRef).onDestroy(() => {
      subscriptions.unsubscribe();
      this.watching?.unsubscribe();
    });
  }

  /** Opens a conversation, at a message when one is named. */
  async open(id: string, at: string | null): Promise<void> {
    if (id === this.conversation() && this.at() === 'ready') return at === null ? undefined : this.jump(at);
    this.close();
    this.conversation.set(id);
    const known = at === null ? this.remembered.get(id) : undefined;
    this.stretch.set(known ?? EMPTY);
    this.at.set(known && this.rows.get(id) ? 'ready' : 'loading');
    this.watch(id);
    await this.load(at);
  }

  close(): void {
    const id = this.conversation();
    if (id && this.at() === 'ready' && !this.stretch().newer) this.remember(id);
    this.run++;
    this.watching?.unsubscribe();
    this.watching = null;
    this.watchedContact = null;
    this.conversation.set(null);
    this.stretch.set(EMPTY);
    this.jumps.set(null);
    this.way.set(null);
    this.busy.set(null);
    this.at.set('none');
  }

  /** Reads the newest lines again; where lines would be missing between, or in the midst of history, what is around the last one. */
  async refresh(): Promise<void> {
    if (this.at() === 'none') return;
    await this.load(null, true);
  }

  async retry(): Promise<void> {
    this.at.set('loading');
    await this.load(null);
  }

  async loadOlder(): Promise<void> {
    const first = this.lines()[0];
    if (!first || !this.older()) return;
    await this.part('older', first.cursor === undefined ? { around: first.id } : { before: first.cursor });
  }

  async loadNewer(): Promise<void> {
    const last = this.lines().at(-1);
    if (last && this.newer()) await this.part('newer', { around: last.id });
  }

  /** Shows a message of this thread, wherever in the history it is. */
  async jump(id: string): Promise<void> {
    if (!this.lines().some((l) => l.id === id)) await this.load(id);
    else this.mark(id);
  }

  /** To the newest line, leaving the place in the history. */
  async toNewest(): Promise<void> {
    if (!this.newer()) return;
    const id = this.conversation();
    if (id === null) return;
    this.way.set({ conversationId: id, unread: null });
    this.stretch.set(EMPTY);
    this.at.set('loading');
    await this.load(null);
  }

  /** A line as a command answered it. */
  put(line: Line): void {
    this.fresh?.set(line.id, line);
    this.stretch.update((s) => withLive(s, line));
  }

  private mark(id: string): void {
    this.jumps.update((j) => ({ id, nth: (j?.nth ?? 0) + 1 }));
  }

  private async load(at: string | null, again = false): Promise<void> {
    const id = this.conversation();
    if (!id) return;
    const run = ++this.run;
    this.fresh = new Map();
    this.busy.set(null);
    const middle = again && this.newer() ? (this.lines().at(-1)?.id ?? null) : null;
    const around = at ?? middle;
    try {
      const page = await this.page(id, around, run, at === null && this.way() === null);
      if (page === null) return;
      // A message that is not there any more: the newest lines are shown instead.
      if (around !== null && page.lines.length === 0) return await this.load(null);
      if (at !== null) {
        this.enter(id, page, null);
        this.mark(at);
      } else if (this.way() === null) await this.begin(id, page, run);
      else if (middle !== null) this.show(withNewer(this.stretch(), page));
      else await this.renew(id, page, run);
    } catch (error) {
      if (run !== this.run || this.at() === 'ready') return;
      this.problem.set(this.errors.of(error));
      this.at.set('failed');
    }
  }

  /** The newest lines of a conversation, or those around one; null when it is not there, or another was opened meanwhile. `unread`: and where the unread begin. */
  private async page(id: string, around: string | null, run: number, unread = false): Promise<Page | null> {
    const variables = { id, last: PAGE, unread, ...(around === null ? {} : { around }) };
    const { data } = await firstValueFrom(this.apollo.query({ query: OpenThreadDocument, variables, fetchPolicy: 'no-cache' }));
    if (run !== this.run) return null;
    const found: OpenThreadQuery['conversation'] = data?.conversation ?? null;
    if (!found) {
      this.at.set('missing');
      return null;
    }
    const { messages, firstUnreadId, ...row } = found;
    this.rows.put(row);
    this.follow(row.contact.id);
    return { ...stretchOf(messages), firstUnreadId: firstUnreadId ?? null };
  }

  /** The first lines of a conversation: where its unread messages begin, however far back, or its end. */
  private async begin(id: string, newest: Page, run: number): Promise<void> {
    const first = newest.firstUnreadId;
    const unread = first === null ? null : { firstId: first, count: this.rows.get(id)?.unread ?? 0 };
    if (first === null || newest.lines.some((l) => l.id === first)) return this.enter(id, withNewest(this.stretch(), newest), unread);
    const around = await this.page(id, first, run);
    if (around === null) return;
    if (!around.lines.some((l) => l.id === first)) return this.enter(id, newest, null);
    this.enter(id, touches(around, newest) ? withNewest(around, newest) : around, unread);
  }

  private enter(conversationId: string, lines: Stretch, unread: Unread | null): void {
    this.way.set({ conversationId, unread });
    this.show(lines);
  }

  /** The newest lines read again. Where more was written meanwhile than they hold, one's place stays and the rest is read on scrolling. */
  private async renew(id: string, newest: Stretch, run: number): Promise<void> {
    const last = this.lines().at(-1);
    if (last && newest.older && !touches(this.stretch(), newest)) {
      const around = await this.page(id, last.id, run);
      if (around === null) return;
      if (around.lines.some((l) => l.id === last.id)) return this.show(withNewer(this.stretch(), around));
    }
    this.show(withNewest(this.stretch(), newest));
  }

  private show(lines: Stretch): void {
    this.stretch.set([...(this.fresh?.values() ?? [])].reduce(withLive, lines));
    this.at.set('ready');
  }

  private async part(side: 'older' | 'newer', place: { readonly before: string } | { readonly around: string }): Promise<void> {
    const id = this.conversation();
    if (!id || this.busy() !== null || this.at() !== 'ready' || this.way() === null) return;
    const run = this.run;
    this.busy.set(side);
    this.fresh = new Map();
    try {
      const variables = { id, last: 'around' in place ? 2 * PAGE : PAGE, ...place };
      const { data } = await firstValueFrom(this.apollo.query({ query: ThreadPartDocument, variables, fetchPolicy: 'no-cache' }));
      if (run !== this.run || !data?.conversation) return;
      const page = stretchOf(data.conversation.messages);
      this.show(side === 'older' ? withOlder(this.stretch(), page) : withNewer(this.stretch(), page));
    } catch {
      // Asked again on the next scroll to that end.
    } finally {
      if (run === this.run) this.busy.set(null);
    }
  }

  private watch(id: string): void {
    this.watching = this.apollo
      .subscribe({ query: ThreadChangedDocument, variables: { conversationId: id }, fetchPolicy: 'no-cache' })
      .subscribe({ next: ({ data }) => data && this.take(data.messageChanged.item), error: () => undefined });
  }

  /** The conversation's own row, whatever list it is in. */
  private follow(contactId: string): void {
    if (this.watchedContact === contactId) return;
    this.watchedContact = contactId;
    this.watching?.add(
      this.apollo.subscribe({ query: InboxChangedDocument, variables: { filter: { contactId } }, fetchPolicy: 'no-cache' }).subscribe({
        next: ({ data }) => {
          const change = data?.conversationChanged;
          if (change?.conversation) this.rows.put(change.conversation);
          else if (change?.removed && change.conversationId === this.conversation()) this.at.set('missing');
        },
        error: () => undefined,
      }),
    );
  }

  private take(line: Line): void {
    const isNew = !this.lines().some((l) => l.id === line.id);
    this.outbox.seen(this.conversation() ?? '', line);
    this.put(line);
    if (isNew) this.arrivals.next(line);
  }

  private remember(id: string): void {
    this.remembered.delete(id);
    const { lines } = this.stretch();
    this.remembered.set(id, { lines: lines.slice(-PAGE), older: this.older() || lines.length > PAGE, newer: false });
    for (const oldest of this.remembered.keys()) {
      if (this.remembered.size <= REMEMBERED) break;
      this.remembered.delete(oldest);
    }
  }
}
