import { Injectable, inject, signal } from '@angular/core';
import { newCommandId } from '../../../core/ids';
import { Toasts } from '../../../core/toasts';
import { Ask } from './ask';
import type { Line } from './lines';
import { MarkMessageSentDocument, RetryMessageDocument, SendMessageAgainDocument, SendMessageDocument } from './sending.gql';
import { ThreadStore } from './thread-store';

/** A person's word on one message: what to do about a failed or unknown send, and reactions. */
@Injectable({ providedIn: 'root' })
export class MessageActions {
  private readonly ask = inject(Ask);
  private readonly thread = inject(ThreadStore);
  private readonly toasts = inject(Toasts);
  private readonly working = signal<ReadonlySet<string>>(new Set());

  busy(messageId: string): boolean {
    return this.working().has(messageId);
  }

  retry(line: Line): Promise<void> {
    return this.once(line.id, () =>
      this.ask.for(RetryMessageDocument, { input: { commandId: newCommandId(), messageId: line.id } }, (d) => d.retryMessage),
    );
  }

  markSent(line: Line): Promise<void> {
    return this.once(line.id, () =>
      this.ask.for(MarkMessageSentDocument, { input: { commandId: newCommandId(), messageId: line.id } }, (d) => d.markMessageSent),
    );
  }

  sendAgain(line: Line): Promise<void> {
    return this.once(line.id, () =>
      this.ask.for(SendMessageAgainDocument, { input: { commandId: newCommandId(), messageId: line.id } }, (d) => d.sendMessageAgain),
    );
  }

  /** null takes our reaction away. Shown at once. */
  async react(line: Line, emoji: string | null): Promise<void> {
    const conversationId = this.thread.id();
    if (!conversationId) return;
    const theirs = line.reactions.filter((r) => r.direction === 'IN');
    this.thread.put({ ...line, reactions: emoji === null ? theirs : [...theirs, { emoji, direction: 'OUT', userId: null }] });
    const input = { commandId: newCommandId(), conversationId, reaction: { messageId: line.id, emoji } };
    const answer = await this.ask.for(SendMessageDocument, { input }, (d) => d.sendMessage);
    if (answer.done) return;
    this.thread.put(line);
    this.toasts.bad(answer.text);
  }

  private async once(id: string, send: () => Promise<Awaited<ReturnType<Ask['for']>>>): Promise<void> {
    if (this.busy(id)) return;
    this.working.update((s) => new Set([...s, id]));
    const answer = await send();
    this.working.update((s) => new Set([...s].filter((x) => x !== id)));
    if (!answer.done) return void this.toasts.bad(answer.text);
    const { message } = answer.data as { readonly message?: Line | null };
    if (message) this.thread.put(message);
  }
}
