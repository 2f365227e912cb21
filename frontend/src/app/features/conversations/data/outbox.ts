import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { Subject, firstValueFrom } from 'rxjs';
import type { MessageKind, SendMessageInput } from '../../../../gql/schema';
import { ErrorText } from '../../../core/error-text';
import { newCommandId } from '../../../core/ids';
import { Live } from '../../../core/live';
import { Session } from '../../../core/session';
import type { Line } from './lines';
import { keptSends, keepSends } from './kept-sends';
import { AddNoteDocument, SendMessageDocument } from './sending.gql';

export type Sending = Omit<SendMessageInput, 'commandId' | 'conversationId'>;
/** How a message looks before the server has it. */
export interface Preview {
  readonly kind: MessageKind;
  readonly text: string;
  /** Of an attachment: its name, and its picture in this browser. */
  readonly name?: string;
  readonly url?: string;
  readonly quote?: string;
}
export interface Pending {
  /** Also the command's id: every attempt carries it, so that the message is sent once. */
  readonly id: string;
  readonly conversationId: string;
  readonly at: string;
  readonly what: { readonly send: Sending } | { readonly note: string };
  readonly preview: Preview;
  /** `away`: the server did not answer; tried again when it is back. */
  readonly state: 'sending' | 'away';
  readonly why?: string;
}
export interface Refused {
  readonly pending: Pending;
  readonly text: string;
  readonly code: string;
}

/** Messages and notes on their way to the server, in order for each conversation, shown at once and sent until the server has answered: a reload or a restart of the product loses none. */
@Injectable({ providedIn: 'root' })
export class Outbox {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly session = inject(Session);
  private readonly list = signal<readonly Pending[]>([]);
  readonly pending = this.list.asReadonly();
  private readonly answers = new Subject<{ readonly conversationId: string; readonly line: Line }>();
  /** Messages that the server has taken. */
  readonly sent = this.answers.asObservable();
  private readonly refusals = new Subject<Refused>();
  /** What the server will not send, to be given back to who wrote it. */
  readonly refused = this.refusals.asObservable();
  private readonly lanes = new Map<string, Promise<void>>();
  /** Lines that came over the socket before their command was answered. */
  private readonly shown = new Set<string>();

  constructor() {
    const back = inject(Live).reconnected.subscribe(() => this.again());
    inject(DestroyRef).onDestroy(() => back.unsubscribe());
    this.list.set(keptSends(this.owner()).map((p) => ({ ...p, state: 'sending' })));
    for (const p of this.list()) this.queue(p);
  }

  send(conversationId: string, what: Pending['what'], preview: Preview): void {
    const pending: Pending = { id: newCommandId(), conversationId, at: new Date().toISOString(), what, preview, state: 'sending' };
    this.change((l) => [...l, pending]);
    this.queue(pending);
  }

  /** Tries what waits in a conversation again, in its order. */
  retry(conversationId: string): void {
    const waiting = (p: Pending) => p.conversationId === conversationId && p.state === 'away';
    const again = this.list().filter(waiting);
    this.change((l) => l.map((p) => (waiting(p) ? { ...p, state: 'sending' } : p)));
    for (const p of again) this.queue(p);
  }

  /** Takes it back; what a past attempt may have done stays done. */
  discard(pending: Pending): void {
    this.remove(pending.id);
    this.retry(pending.conversationId);
  }

  /** What waits for one conversation and is not in its thread yet. */
  of(conversationId: string): readonly Pending[] {
    return this.list().filter((p) => p.conversationId === conversationId && !this.shown.has(p.id));
  }

  /** The thread got a line: the oldest like it is no longer shown as pending. */
  seen(conversationId: string, line: Line): void {
    if (line.author?.id !== this.session.user()?.id) return;
    const mine = this.of(conversationId).find((p) => alike(p, line));
    if (!mine) return;
    this.shown.add(mine.id);
    this.list.update((l) => [...l]);
  }

  private again(): void {
    for (const id of new Set(this.list().map((p) => p.conversationId))) this.retry(id);
  }

  private remove(id: string): void {
    this.change((l) => l.filter((p) => p.id !== id));
  }

  private queue(pending: Pending): void {
    const before = this.lanes.get(pending.conversationId) ?? Promise.resolve();
    const turn = before.then(() => this.attempt(pending));
    this.lanes.set(pending.conversationId, turn);
  }

  private async attempt(pending: Pending): Promise<void> {
    if (!this.list().some((p) => p.id === pending.id)) return;
    // What was written before goes first.
    const before = this.list().find((p) => p.conversationId === pending.conversationId && p.state === 'away');
    if (before) return this.wait(pending.id, before.why ?? '');
    try {
      const refusal = 'note' in pending.what ? await this.note(pending, pending.what.note) : await this.message(pending, pending.what.send);
      this.remove(pending.id);
      if (refusal) this.refusals.next({ pending, text: this.errors.refusal(refusal), code: refusal.code });
    } catch (error) {
      this.wait(pending.id, this.errors.of(error));
    }
  }

  private wait(id: string, why: string): void {
    this.change((l) => l.map((p) => (p.id === id ? { ...p, state: 'away', why } : p)));
  }

  private async message(p: Pending, send: Sending) {
    const input = { ...send, commandId: p.id, conversationId: p.conversationId };
    const { data } = await firstValueFrom(
      this.apollo.mutate({ mutation: SendMessageDocument, variables: { input }, fetchPolicy: 'no-cache' }),
    );
    if (!data) throw new Error('no data');
    // The conversation's row comes with the live changes.
    const { refusal, message } = data.sendMessage;
    if (refusal) return refusal;
    if (message) this.answers.next({ conversationId: p.conversationId, line: message });
    return null;
  }

  private async note(p: Pending, text: string) {
    const input = { commandId: p.id, conversationId: p.conversationId, text };
    const { data } = await firstValueFrom(this.apollo.mutate({ mutation: AddNoteDocument, variables: { input }, fetchPolicy: 'no-cache' }));
    if (!data) throw new Error('no data');
    return data.addNote.refusal ?? null;
  }

  private change(to: (l: readonly Pending[]) => readonly Pending[]): void {
    this.list.update(to);
    keepSends(this.owner(), this.list());
  }

  private owner(): string {
    return `${this.session.company()?.id ?? ''}.${this.session.user()?.id ?? ''}`;
  }
}

const alike = (p: Pending, line: Line): boolean => {
  if ('note' in p.what) return line.type === 'NOTE' && line.text === p.what.note;
  if (line.type !== 'MESSAGE' || line.direction !== 'OUT') return false;
  return line.kind === p.preview.kind && (p.preview.kind !== 'TEXT' || line.text === p.preview.text.trim());
};
