import { Injectable, inject } from '@angular/core';
import { Format } from '../../../core/format';
import { I18n } from '../../../core/i18n';
import { newCommandId } from '../../../core/ids';
import { Toasts } from '../../../core/toasts';
import {
  AssignConversationDocument,
  CloseConversationDocument,
  LabelConversationDocument,
  ReopenConversationDocument,
  SnoozeConversationDocument,
} from './actions.gql';
import { Ask, type Answer } from './ask';
import { ConversationRows, type Row } from './conversation-rows';
import type { Label } from './directory';

type Payload = { readonly conversation?: Row | null };
export type Person = { readonly id: string; readonly name: string };

/** What a person does with a conversation: shown at once, taken back when the server refuses, undone from the toast. */
@Injectable({ providedIn: 'root' })
export class ConversationActions {
  private readonly ask = inject(Ask);
  private readonly format = inject(Format);
  private readonly i18n = inject(I18n);
  private readonly rows = inject(ConversationRows);
  private readonly toasts = inject(Toasts);

  /** null: nobody. */
  async assign(row: Row, to: Person | null, undoing = false): Promise<boolean> {
    const before = row.assignee ?? null;
    if (before?.id === to?.id) return true;
    const input = { commandId: newCommandId(), conversationId: row.id, userId: to?.id ?? null };
    const takeBack = this.rows.guess(row.id, { assignee: to && { id: to.id, name: to.name } });
    const done = this.settle(await this.ask.for(AssignConversationDocument, { input }, (d) => d.assignConversation), takeBack);
    if (!done || undoing) return done;
    const text = to ? this.i18n.text('inbox.done.assigned', { name: to.name }) : this.i18n.text('inbox.done.unassigned');
    this.said(text, row.id, (now) => void this.assign(now, before, true));
    return true;
  }

  async label(row: Row, label: Label, on: boolean, undoing = false): Promise<boolean> {
    const others = row.labels.filter((l) => l.id !== label.id);
    const input = { commandId: newCommandId(), conversationId: row.id, labelId: label.id, on };
    const takeBack = this.rows.guess(row.id, { labels: on ? [...others, label] : others });
    const done = this.settle(await this.ask.for(LabelConversationDocument, { input }, (d) => d.labelConversation), takeBack);
    if (!done || undoing) return done;
    this.said(
      this.i18n.text(on ? 'inbox.done.labelled' : 'inbox.done.unlabelled', { name: label.name }),
      row.id,
      (now) => void this.label(now, label, !on, true),
    );
    return true;
  }

  async close(row: Row, undoing = false): Promise<boolean> {
    const input = { commandId: newCommandId(), conversationId: row.id };
    const takeBack = this.rows.guess(row.id, { state: 'CLOSED', snoozedUntil: null, waitingSince: null });
    const done = this.settle(await this.ask.for(CloseConversationDocument, { input }, (d) => d.closeConversation), takeBack);
    if (!done || undoing) return done;
    const until = row.snoozedUntil;
    this.said(
      this.i18n.text('inbox.done.closed'),
      row.id,
      (now) => void (row.state === 'SNOOZED' && until ? this.snooze(now, new Date(until), true) : this.reopen(now, true)),
    );
    return true;
  }

  /** Also wakes a snoozed one. */
  async reopen(row: Row, undoing = false): Promise<boolean> {
    const input = { commandId: newCommandId(), conversationId: row.id };
    const takeBack = this.rows.guess(row.id, { state: 'OPEN', snoozedUntil: null });
    const done = this.settle(await this.ask.for(ReopenConversationDocument, { input }, (d) => d.reopenConversation), takeBack);
    if (!done || undoing) return done;
    const until = row.snoozedUntil;
    const woken = row.state === 'SNOOZED';
    this.said(
      this.i18n.text(woken ? 'inbox.done.woken' : 'inbox.done.reopened'),
      row.id,
      (now) => void (woken && until ? this.snooze(now, new Date(until), true) : this.close(now, true)),
    );
    return true;
  }

  async snooze(row: Row, until: Date, undoing = false): Promise<boolean> {
    const iso = until.toISOString();
    const input = { commandId: newCommandId(), conversationId: row.id, until: iso };
    const takeBack = this.rows.guess(row.id, { state: 'SNOOZED', snoozedUntil: iso });
    const done = this.settle(await this.ask.for(SnoozeConversationDocument, { input }, (d) => d.snoozeConversation), takeBack);
    if (!done || undoing) return done;
    this.said(
      this.i18n.text('inbox.done.snoozed', { when: this.format.moment(until) }),
      row.id,
      (now) => void (row.state === 'CLOSED' ? this.close(now, true) : this.reopen(now, true)),
    );
    return true;
  }

  private settle(answer: Answer<Payload>, takeBack: () => void): boolean {
    if (!answer.done) {
      takeBack();
      this.toasts.bad(answer.text);
      return false;
    }
    if (answer.data.conversation) this.rows.put(answer.data.conversation);
    return true;
  }

  private said(text: string, id: string, undo: (now: Row) => void): void {
    const run = () => {
      const now = this.rows.get(id);
      if (now) undo(now);
    };
    this.toasts.good(text, { label: this.i18n.text('ui.undo'), run });
  }
}
