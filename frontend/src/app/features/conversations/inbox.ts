import { Component, DOCUMENT, DestroyRef, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { PageTitle } from '../../core/page-title';
import { Session } from '../../core/session';
import { Shortcuts } from '../../core/shortcuts';
import { store, stored } from '../../core/storage';
import { ConversationActions } from './data/conversation-actions';
import { Directory } from './data/directory';
import { InboxCounts } from './data/inbox-counts';
import { TABS, filterOf, paramsOf, tabOf, type InboxFilter } from './data/inbox-filter';
import { InboxKeys, type InboxKey } from './data/inbox-keys';
import { InboxList } from './data/inbox-list';
import { ThreadStore } from './data/thread-store';
import { inboxShortcuts } from './inbox-shortcuts';
import { ListPane } from './list/list-pane';
import { ContactPanel } from './panel/contact-panel';
import { Starter } from './start/starter';
import { ThreadPane } from './thread/thread-pane';

/** From this width on the contact stands beside the thread; below it lies over it. */
const ROOMY = '(min-width: 1180px)';
const PHONE = '(max-width: 760px)';

/** The inbox in three panes. Its address says what is shown: tab, filters, conversation, message. */
@Component({
  selector: 'mia-inbox',
  imports: [ContactPanel, ListPane, ThreadPane, TranslocoDirective],
  host: { '[class.talking]': 'conversationId() !== undefined', '[class.panel]': 'panelShown()', '(keydown.escape)': 'escape($event)' },
  templateUrl: './inbox.html',
  styleUrl: './inbox.scss',
})
export default class Inbox {
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly actions = inject(ConversationActions);
  private readonly counts = inject(InboxCounts);
  private readonly directory = inject(Directory);
  private readonly keys = inject(InboxKeys);
  private readonly list = inject(InboxList);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly title = inject(PageTitle);
  protected readonly starter = inject(Starter);
  protected readonly thread = inject(ThreadStore);
  private readonly listPane = viewChild(ListPane);
  readonly tab = input<string>();
  readonly conversationId = input<string>();
  /** A message to show. */
  readonly m = input<string>();
  readonly state = input<string>();
  readonly label = input<string>();
  readonly channel = input<string>();
  readonly assignee = input<string>();
  readonly unread = input<string>();
  private readonly remembered = signal(tabOf(stored('inbox-tab')) ?? 'ALL');
  protected readonly filter = computed<InboxFilter>(() =>
    filterOf(tabOf(this.tab()) ?? this.remembered(), {
      state: this.state(),
      label: this.label(),
      channel: this.channel(),
      assignee: this.assignee(),
      unread: this.unread(),
    }),
  );
  protected readonly back = computed(() => `/inbox/${this.filter().tab.toLowerCase()}`);
  protected readonly panel = signal(this.roomy() && stored('inbox-panel') !== 'closed');
  protected readonly panelShown = computed(() => this.panel() && this.conversationId() !== undefined && this.thread.row() !== null);
  private last: string | null = null;

  constructor() {
    void this.directory.load();
    effect(() => {
      const filter = this.filter();
      untracked(() => {
        store('inbox-tab', filter.tab.toLowerCase());
        this.remembered.set(filter.tab);
        this.list.show(filter);
        this.counts.show(filter);
      });
    });
    effect(() => {
      const [id, message] = [this.conversationId(), this.m() ?? null];
      untracked(() => this.opened(id ?? null, message));
    });
    effect(() => {
      const name = this.conversationId() === undefined ? null : this.thread.row()?.contact.name;
      if (name) this.title.about(name);
    });
    const destroy = inject(DestroyRef);
    destroy.onDestroy(this.directory.watch());
    inject(Shortcuts).add(
      inboxShortcuts({
        step: (by) => this.step(by),
        close: (andNext) => this.close(andNext),
        toMe: () => this.toMe(),
        start: () => void (this.session.can('conversations.reply') && this.starter.open()),
        panel: () => this.togglePanel(),
        nextTab: () => this.show({ ...this.filter(), tab: TABS[(TABS.indexOf(this.filter().tab) + 1) % TABS.length] ?? 'ALL' }),
        press: (key) => this.press(key),
      }),
      destroy,
    );
    destroy.onDestroy(() => {
      this.list.stop();
      this.counts.stop();
      this.list.openId.set(null);
      this.thread.close();
    });
  }

  private opened(id: string | null, message: string | null): void {
    this.list.openId.set(id);
    if (id === null) {
      this.thread.close();
      const before = this.last;
      this.last = null;
      // Back from the thread on a phone: one goes on where one was.
      if (before && this.phone()) setTimeout(() => this.focus(`[data-conversation="${before}"]`));
      return;
    }
    const first = this.last === null;
    this.last = id;
    void this.thread.open(id, message);
    if (first && this.phone()) setTimeout(() => this.focus('[data-testid="back"]'));
    else setTimeout(() => this.listPane()?.reveal(id));
  }

  /** The list is the address: choosing a tab or filter goes there, the open conversation stays. */
  protected show(filter: InboxFilter): void {
    const id = this.conversationId();
    this.remembered.set(filter.tab);
    const path = id === undefined ? ['/inbox', filter.tab.toLowerCase()] : ['/inbox/c', id];
    void this.router.navigate(path, { queryParams: paramsOf(filter), queryParamsHandling: 'merge', replaceUrl: id === undefined });
  }

  protected togglePanel(): void {
    if (this.thread.row() === null) return;
    this.panel.update((p) => !p);
    if (this.roomy()) store('inbox-panel', this.panel() ? null : 'closed');
  }

  protected escape(e: Event): void {
    if (!this.panelShown() || this.roomy() || e.defaultPrevented) return;
    e.preventDefault();
    this.panel.set(false);
  }

  private press(key: InboxKey): void {
    if (key === 'search') return this.keys.press(key);
    if (this.thread.row() === null) return;
    // Labels are put on in the panel.
    if (key === 'label') this.panel.set(true);
    setTimeout(() => this.keys.press(key));
  }

  private step(by: 1 | -1): void {
    const rows = this.list.list();
    const at = rows.findIndex((r) => r.id === this.conversationId());
    const to = rows[at < 0 ? 0 : at + by];
    if (to) void this.router.navigate(['/inbox/c', to.id], { queryParams: { m: null }, queryParamsHandling: 'merge' });
  }

  private close(andNext: boolean): void {
    const row = this.thread.row();
    if (!row || !this.session.can('conversations.close')) return;
    if (andNext) this.next(row.id);
    void (row.state === 'OPEN' || andNext ? this.actions.close(row) : this.actions.reopen(row));
  }

  /** The one below, or above at the end of the list, or the list. */
  private next(id: string): void {
    const rows = this.list.list();
    const at = rows.findIndex((r) => r.id === id);
    const to = rows[at + 1] ?? rows[at - 1];
    void this.router.navigate(to ? ['/inbox/c', to.id] : [this.back()], { queryParams: { m: null }, queryParamsHandling: 'merge' });
  }

  private toMe(): void {
    const [row, user] = [this.thread.row(), this.session.user()];
    if (row && user && this.session.can('conversations.assign')) void this.actions.assign(row, { id: user.id, name: user.name });
  }

  private focus(selector: string): void {
    this.window?.document.querySelector<HTMLElement>(selector)?.focus();
  }
  private roomy(): boolean {
    return this.window?.matchMedia?.(ROOMY).matches ?? true;
  }
  private phone(): boolean {
    return this.window?.matchMedia?.(PHONE).matches ?? false;
  }
}
