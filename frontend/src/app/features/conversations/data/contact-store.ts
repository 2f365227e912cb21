import { Injectable, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { type Subscription, firstValueFrom } from 'rxjs';
import { newCommandId } from '../../../core/ids';
import { ErrorText } from '../../../core/error-text';
import { I18n } from '../../../core/i18n';
import { Toasts } from '../../../core/toasts';
import {
  BlockContactHereDocument,
  PanelContactChangedDocument,
  PanelContactOfDocument,
  RenameContactDocument,
  UnblockContactHereDocument,
  type PanelContactFragment,
} from '../panel/contact.gql';
import { Ask } from './ask';
import { ConversationRows } from './conversation-rows';

/** The contact beside the open thread: read when shown, kept current, changed. */
@Injectable()
export class ContactStore {
  private readonly apollo = inject(Apollo);
  private readonly ask = inject(Ask);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly rows = inject(ConversationRows);
  private readonly toasts = inject(Toasts);
  private readonly told = signal<PanelContactFragment | null>(null);
  readonly contact = this.told.asReadonly();
  readonly state = signal<'loading' | 'ready' | 'failed'>('loading');
  readonly error = signal('');
  private id = '';
  private conversationId = '';
  private watching: Subscription | null = null;

  show(id: string, conversationId: string): void {
    this.conversationId = conversationId;
    if (id === this.id) return;
    this.stop();
    this.id = id;
    this.told.set(null);
    this.state.set('loading');
    this.watching = this.apollo
      .subscribe({ query: PanelContactChangedDocument, variables: { id }, fetchPolicy: 'no-cache' })
      .subscribe({ next: ({ data }) => data && this.take(data.contactChanged), error: () => undefined });
    void this.load();
  }

  stop(): void {
    this.watching?.unsubscribe();
    this.watching = null;
    this.id = '';
  }

  async load(): Promise<void> {
    const { id } = this;
    if (id === '') return;
    try {
      const { data } = await firstValueFrom(
        this.apollo.query({ query: PanelContactOfDocument, variables: { id }, fetchPolicy: 'no-cache' }),
      );
      if (id !== this.id) return;
      if (data?.contact) this.take(data.contact);
      this.state.set('ready');
    } catch (error) {
      if (id !== this.id || this.told()) return;
      this.error.set(this.errors.of(error));
      this.state.set('failed');
    }
  }

  /** Null when done, else why not. */
  async rename(name: string): Promise<string | null> {
    const input = { commandId: newCommandId(), contactId: this.id, name };
    const answer = await this.ask.for(RenameContactDocument, { input }, (d) => d.updateContact);
    if (!answer.done) return answer.text;
    if (answer.data.contact) this.take(answer.data.contact);
    return null;
  }

  async block(yes: boolean): Promise<void> {
    const input = { commandId: newCommandId(), contactId: this.id };
    const answer = yes
      ? await this.ask.for(BlockContactHereDocument, { input }, (d) => d.blockContact)
      : await this.ask.for(UnblockContactHereDocument, { input }, (d) => d.unblockContact);
    if (!answer.done) return void this.toasts.bad(answer.text);
    if (answer.data.contact) this.take(answer.data.contact);
    const undo = { label: this.i18n.text('ui.undo'), run: () => void this.block(!yes) };
    this.toasts.good(this.i18n.text(yes ? 'panel.blocked' : 'panel.unblocked'), undo);
  }

  private take(contact: PanelContactFragment): void {
    if (contact.id !== this.id) return;
    this.told.set(contact);
    const row = this.rows.get(this.conversationId);
    const { id, name, phone, blocked } = contact;
    if (row?.contact.id === id) this.rows.put({ ...row, contact: { id, name, phone, blocked } });
  }
}
