import { DOCUMENT, Injectable, inject } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { newCommandId } from '../../../core/ids';
import { Session } from '../../../core/session';
import { MarkConversationReadDocument } from './actions.gql';
import { ConversationRows } from './conversation-rows';

/** While one scrolls through many lines the server is told at most so often. */
const PAUSE_MS = 1_000;

/** How far one thread has been read. */
interface Mark {
  /** What the server has been told. */
  told: string | null;
  /** The newest of the lines that were on the screen. */
  seen: string;
  busy: boolean;
}

/** Tells the server how far a thread has been read: only by who may answer, only while the window is looked at. */
@Injectable({ providedIn: 'root' })
export class Reading {
  private readonly apollo = inject(Apollo);
  private readonly document = inject(DOCUMENT);
  private readonly rows = inject(ConversationRows);
  private readonly session = inject(Session);
  private readonly marks = new Map<string, Mark>();

  get looking(): boolean {
    return this.document.visibilityState === 'visible' && this.document.hasFocus();
  }

  /** `position`: the newest of the lines that were on the screen. */
  saw(conversationId: string, position: string): void {
    const row = this.rows.get(conversationId);
    if (!row || row.unread === 0 || !this.looking || !this.session.can('conversations.reply')) return;
    const mark = this.marks.get(conversationId) ?? { told: null, seen: '', busy: false };
    if (mark.seen < position) mark.seen = position;
    this.marks.set(conversationId, mark);
    if (!mark.busy) void this.tell(conversationId, mark);
  }

  private async tell(conversationId: string, mark: Mark): Promise<void> {
    const upTo = mark.seen;
    if (mark.told !== null && mark.told >= upTo) return;
    mark.busy = true;
    // What was not taken is told again with the next look.
    if (await this.send(conversationId, upTo)) mark.told = upTo;
    setTimeout(() => {
      mark.busy = false;
      if (mark.seen > upTo) void this.tell(conversationId, mark);
    }, PAUSE_MS);
  }

  private async send(conversationId: string, upTo: string): Promise<boolean> {
    const input = { commandId: newCommandId(), conversationId, upTo };
    try {
      const { data } = await firstValueFrom(
        this.apollo.mutate({ mutation: MarkConversationReadDocument, variables: { input }, fetchPolicy: 'no-cache' }),
      );
      const read = data?.markConversationRead;
      if (!read || read.refusal) return false;
      if (read.conversation) this.rows.put(read.conversation);
      return true;
    } catch {
      return false;
    }
  }
}
