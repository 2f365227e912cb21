import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { type Subscription, firstValueFrom } from 'rxjs';
import { ErrorText } from '../../../core/error-text';
import { Live } from '../../../core/live';
import { Session } from '../../../core/session';
import { ConversationRows, type Row } from './conversation-rows';
import { belongs, byActivity, variablesOf, type InboxFilter } from './inbox-filter';
import { InboxChangedDocument, InboxPageDocument, type InboxChangedSubscription } from './inbox-list.gql';

/** Twice what a tall screen shows. */
const PAGE = 30;
/** After a reconnect so many rows are read again at most; what was loaded beyond is read again on scrolling. */
const AGAIN = 200;

export type ListState = 'loading' | 'ready' | 'failed';

/** The rows of the list for one filter: pages by cursor, kept current by the live changes, read anew after a reconnect. Keeps its rows while the inbox is left. */
@Injectable({ providedIn: 'root' })
export class InboxList {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly rows = inject(ConversationRows);
  private readonly session = inject(Session);
  private readonly live = inject(Live);
  private readonly known = signal<ReadonlySet<string>>(new Set());
  private readonly filter = signal<InboxFilter | null>(null);
  private readonly at = signal<ListState>('loading');
  private readonly problem = signal('');
  private readonly next = signal<string | null>(null);
  private readonly busy = signal(false);
  /** Place of the oldest row loaded: what is older and arrives live is left to its page. */
  private edge: Row | null = null;
  private watching: Subscription | null = null;
  private run = 0;
  /** How many changes were told, and the last one of each conversation. */
  private told = 0;
  private readonly changes = new Map<string, { readonly told: number; readonly here: boolean }>();
  /** The conversation on the screen. */
  readonly openId = signal<string | null>(null);
  readonly state = this.at.asReadonly();
  readonly error = this.problem.asReadonly();
  readonly loadingMore = this.busy.asReadonly();
  readonly more = computed(() => this.next() !== null);
  readonly list = computed<readonly Row[]>(() => {
    const filter = this.filter();
    if (!filter) return [];
    const me = this.session.user()?.id ?? null;
    return [...this.known()]
      .flatMap((id) => this.rows.get(id) ?? [])
      .filter((row) => belongs(filter, row, me, row.id === this.openId()))
      .sort(byActivity);
  });

  constructor() {
    const again = this.live.reconnected.subscribe(() => this.watching && void this.refresh());
    inject(DestroyRef).onDestroy(() => {
      again.unsubscribe();
      this.stop();
    });
  }

  /** Shows that filter from now on, until `stop`. */
  show(filter: InboxFilter): void {
    const same = JSON.stringify(filter) === JSON.stringify(this.filter());
    if (same && this.watching) return;
    this.stop();
    if (!same) {
      this.filter.set(filter);
      this.forget();
    }
    this.watching = this.apollo
      .subscribe({ query: InboxChangedDocument, variables: { filter: variablesOf(filter) }, fetchPolicy: 'no-cache' })
      .subscribe({ next: ({ data }) => data && this.take(data.conversationChanged), error: () => undefined });
    void this.refresh();
  }

  /** The inbox was left. */
  stop(): void {
    this.watching?.unsubscribe();
    this.watching = null;
  }

  async retry(): Promise<void> {
    this.at.set('loading');
    await this.refresh();
  }

  /** Reads again what is loaded. */
  async refresh(): Promise<void> {
    const filter = this.filter();
    if (!filter) return;
    const run = ++this.run;
    const since = this.told;
    const wanted = Math.min(AGAIN, Math.max(PAGE, this.known().size));
    const found: Row[] = [];
    let after: string | null = null;
    try {
      do {
        const page = await this.page(filter, Math.min(100, wanted - found.length), after);
        if (run !== this.run) return;
        found.push(...page.rows);
        after = page.next;
      } while (after !== null && found.length < wanted);
      const newer = this.toldSince(since);
      this.rows.put(...found.filter((r) => !newer.has(r.id)));
      this.edge = found.at(-1) ?? null;
      const ids = new Set(found.map((r) => r.id));
      for (const [id, here] of newer) {
        if (here) ids.add(id);
        else ids.delete(id);
      }
      this.known.set(ids);
      this.next.set(after);
      this.at.set('ready');
    } catch (error) {
      if (run !== this.run) return;
      // What is on the screen stays: the status chip says that it is old.
      if (this.at() !== 'ready') {
        this.problem.set(this.errors.of(error));
        this.at.set('failed');
      }
    }
  }

  async loadMore(): Promise<void> {
    const [filter, after] = [this.filter(), this.next()];
    if (!filter || after === null || this.busy()) return;
    const run = this.run;
    const since = this.told;
    this.busy.set(true);
    try {
      const page = await this.page(filter, PAGE, after);
      if (run !== this.run) return;
      const newer = this.toldSince(since);
      this.rows.put(...page.rows.filter((r) => !newer.has(r.id)));
      this.edge = page.rows.at(-1) ?? this.edge;
      const ids = page.rows.map((r) => r.id).filter((id) => newer.get(id) !== false);
      this.known.update((s) => new Set([...s, ...ids]));
      this.next.set(page.next);
    } catch {
      // The end of the list asks again when it is scrolled to.
    } finally {
      this.busy.set(false);
    }
  }

  private take(change: InboxChangedSubscription['conversationChanged']): void {
    const { conversation: row, conversationId: id } = change;
    if (row) this.rows.put(row);
    this.changes.set(id, { told: ++this.told, here: !change.removed && row !== null });
    if (change.removed || !row) {
      if (id !== this.openId()) this.known.update((s) => new Set([...s].filter((x) => x !== id)));
      return;
    }
    const beyond = this.next() !== null && this.edge !== null && byActivity(row, this.edge) > 0;
    if (!beyond && !this.known().has(id)) this.known.update((s) => new Set([...s, id]));
  }

  /** Conversations whose change was told since then, and whether they belong here: they are newer than a page that was asked for before. */
  private toldSince(since: number): ReadonlyMap<string, boolean> {
    return new Map([...this.changes].flatMap(([id, c]) => (c.told > since ? [[id, c.here] as const] : [])));
  }

  private forget(): void {
    this.run++;
    this.changes.clear();
    this.known.set(new Set());
    this.edge = null;
    this.next.set(null);
    this.busy.set(false);
    this.at.set('loading');
  }

  private async page(filter: InboxFilter, first: number, after: string | null) {
    const variables = { filter: variablesOf(filter), first, ...(after === null ? {} : { after }) };
    const { data } = await firstValueFrom(this.apollo.query({ query: InboxPageDocument, variables, fetchPolicy: 'no-cache' }));
    if (!data) throw new Error('no data');
    const { edges, pageInfo } = data.conversations;
    return { rows: edges.map((e) => e.node), next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
  }
}
