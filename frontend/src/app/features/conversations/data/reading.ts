import { DOCUMENT, Injectable, inject } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { newCommandId } from '../../../core/ids';
import { Session } from '../../../core/session';
import { MarkConversationReadDocument } from './actions.gql';
import { ConversationRows } from './conversation-rows';

/** Tells the server how far a thread has been read: only by who may answer, only while the window is looked at. */
@Injectable({ providedIn: 'root' })
export class Reading {
  private readonly apollo = inject(Apollo);
  private readonly document = inject(DOCUMENT);
  private readonly rows = inject(ConversationRows);
  private readonly session = inject(Session);
  private readonly told = new Map<string, string>();

  get looking(): boolean {
    return this.document.visibilityState === 'visible' && this.document.hasFocus();
  }

  /** `position`: the newest of the lines that were on the screen. */
  async saw(conversationId: string, position: string): Promise<void> {
    const row = this.rows.get(conversationId);
    const before = this.told.get(conversationId);
    if (!row || row.unread === 0 || !this.looking || !this.session.can('conversations.reply')) return;
    if (before !== undefined && before >= position) return;
    this.told.set(conversationId, position);
    const input = { commandId: newCommandId(), conversationId, upTo: position };
    try {
      const { data } = await firstValueFrom(
        this.apollo.mutate({ mutation: MarkConversationReadDocument, variables: { input }, fetchPolicy: 'no-cache' }),
      );
      const read = data?.markConversationRead;
      if (read?.refusal) this.forget(conversationId, before);
      else if (read?.conversation) this.rows.put(read.conversation);
    } catch {
      this.forget(conversationId, before);
    }
  }

  /** It is told again with the next look. */
  private forget(conversationId: string, before: string | undefined): void {
    if (before === undefined) this.told.delete(conversationId);
    else this.told.set(conversationId, before);
  }
}
