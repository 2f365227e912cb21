import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import { Session } from '../../../core/session';
import { Toasts } from '../../../core/toasts';
import type { Attachment } from './attachments';
import { InboxList } from './inbox-list';
import type { Line } from './lines';
import { Outbox, type Pending } from './outbox';

export type Mode = 'reply' | 'note';
export interface Draft {
  readonly mode: Mode;
  readonly reply: string;
  readonly note: string;
  readonly quote: Pick<Line, 'id' | 'direction' | 'kind' | 'text'> | null;
  readonly attachments: readonly Attachment[];
  /** Why the last try was not sent, in plain words. */
  readonly failure: string | null;
}
const BLANK: Draft = { mode: 'reply', reply: '', note: '', quote: null, attachments: [], failure: null };
const KEY = 'mia.drafts';
/** Texts kept for a reload. */
const KEPT = 50;

/** What was begun in each conversation. Texts survive a reload of the tab; attachments live as long as the page. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  private readonly session = inject(Session);
  private readonly list = inject(InboxList);
  private readonly toasts = inject(Toasts);
  private readonly all = signal<ReadonlyMap<string, Draft>>(this.kept());

  constructor() {
    // What the server refuses comes back to be mended, wherever its writer is by now.
    const refused = inject(Outbox).refused.subscribe(({ pending, text }) => {
      this.giveBack(pending);
      this.change(pending.conversationId, { failure: text });
      if (pending.conversationId !== this.list.openId()) this.toasts.bad(text);
    });
    inject(DestroyRef).onDestroy(() => refused.unsubscribe());
  }

  of(conversationId: string): Draft {
    return this.all().get(conversationId) ?? BLANK;
  }

  /** The text begun as an answer, for the list; empty when there is none. */
  begun(conversationId: string): string {
    return this.of(conversationId).reply.trim();
  }

  change(conversationId: string, change: Partial<Draft>): void {
    const draft = { ...this.of(conversationId), ...change };
    this.all.update((m) => {
      const rest = new Map([...m].filter(([id]) => id !== conversationId));
      const empty =
        draft.reply === '' && draft.note === '' && draft.attachments.length === 0 && draft.quote === null && draft.failure === null;
      return empty && draft.mode === 'reply' ? rest : rest.set(conversationId, draft);
    });
    this.keep();
  }

  /** What could not be sent becomes what was being written, before anything begun since. */
  giveBack(p: Pending): void {
    const draft = this.of(p.conversationId);
    const field = 'note' in p.what ? 'note' : 'reply';
    const text = 'note' in p.what ? p.what.note : (p.what.send.text ?? p.what.send.media?.caption ?? '');
    if (text) this.change(p.conversationId, { mode: field, [field]: [text, draft[field]].filter(Boolean).join('\n') });
  }

  private keep(): void {
    const texts = [...this.all()].filter(([, d]) => d.reply !== '' || d.note !== '').slice(-KEPT);
    try {
      if (texts.length === 0) return sessionStorage.removeItem(KEY);
      const drafts = texts.map(([id, { mode, reply, note }]) => ({ id, mode, reply, note }));
      sessionStorage.setItem(KEY, JSON.stringify({ owner: this.owner(), drafts }));
    } catch {
      // A browser that keeps nothing: drafts live as long as the page.
    }
  }

  private kept(): ReadonlyMap<string, Draft> {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { owner?: unknown; drafts?: (Draft & { id: string })[] } | null;
      if (kept?.owner !== this.owner() || !Array.isArray(kept.drafts)) return new Map();
      return new Map(kept.drafts.map(({ id, mode, reply, note }) => [id, { ...BLANK, mode, reply, note }]));
    } catch {
      return new Map();
    }
  }

  private owner(): string {
    return `${this.session.company()?.id ?? ''}.${this.session.user()?.id ?? ''}`;
  }
}
