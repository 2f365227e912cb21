import { Component, afterNextRender, computed, effect, inject, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import type { StartConversationInput } from '../../../../gql/schema';
import { Format } from '../../../core/format';
import { newCommandId } from '../../../core/ids';
import { phoneOf } from '../../../core/phone-input';
import { DialogFrame } from '../../../ui/dialog-frame';
import { EmptyState } from '../../../ui/empty-state';
import { Control, Field } from '../../../ui/field';
import { FormError } from '../../../ui/form-error';
import { Icon } from '../../../ui/icon';
import type { ChosenTemplate } from '../composer/template-choice';
import { TEXT_MAX } from '../composer/parts-to-send';
import { TemplateForm } from '../composer/template-form';
import { Ask } from '../data/ask';
import { Directory } from '../data/directory';
import { RecipientField, type Recipient } from './recipient-field';
import { RecipientWindowsDocument, StartConversationDocument } from './start.gql';
import type { StartWith } from './starter';

/** A first message to a number or contact: an approved template, or free text inside an open window. */
@Component({
  selector: 'mia-new-conversation',
  imports: [
    Control,
    DialogFrame,
    EmptyState,
    Field,
    FormError,
    Icon,
    MatButton,
    MatDialogClose,
    RecipientField,
    TemplateForm,
    TranslocoDirective,
  ],
  templateUrl: './new-conversation.html',
  styles: `
    .form {
      max-width: none;
    }
    .how {
      display: flex;
      gap: 4px;
      padding: 3px;
      border-radius: 12px;
      background: var(--mia-panel-2);
      button {
        flex: 1;
        min-height: 36px;
        border: 0;
        border-radius: 9px;
        background: none;
        color: var(--mia-muted);
        font: inherit;
        font-weight: 560;
        cursor: pointer;
      }
      .on {
        background: var(--mia-panel);
        color: var(--mia-accent);
        box-shadow:
          var(--mia-shadow),
          0 0 0 1px var(--mia-line);
      }
    }
  `,
})
export class NewConversation {
  private readonly apollo = inject(Apollo);
  private readonly ask = inject(Ask);
  private readonly dialog = inject<MatDialogRef<NewConversation>>(MatDialogRef);
  private readonly format = inject(Format);
  private readonly router = inject(Router);
  private readonly given = inject<StartWith>(MAT_DIALOG_DATA);
  protected readonly directory = inject(Directory);
  private readonly field = viewChild(RecipientField);
  protected readonly ready = signal(this.directory.channels().length > 0);
  private readonly picked = signal<string | null>(null);
  protected readonly channelId = computed(() => this.picked() ?? this.directory.channels()[0]?.id ?? '');
  protected readonly recipient = signal<Recipient | null>(null);
  protected readonly name = signal(this.given.name ?? '');
  protected readonly free = signal(false);
  protected readonly text = signal('');
  protected readonly template = signal<ChosenTemplate | null>(null);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);
  protected readonly wrongTo = signal<string | null>(null);
  protected readonly most = TEXT_MAX;
  /** Of the chosen contact, by channel. */
  private readonly windows = signal<ReadonlyMap<string, string | null>>(new Map());
  protected readonly window = computed(() => {
    if (this.recipient()?.kind !== 'contact') return null;
    const ends = this.windows().get(this.channelId());
    return ends ? this.format.left(ends) : null;
  });
  protected readonly toName = computed(() => {
    const to = this.recipient();
    return to?.kind === 'contact' ? to.name : this.name();
  });
  protected readonly complete = computed(
    () => this.channelId() !== '' && this.recipient() !== null && (this.free() ? this.text().trim() !== '' : this.template() !== null),
  );
  /** One id for one message: kept until what is sent changes. */
  private attempt: { readonly id: string; readonly what: string } | null = null;

  constructor() {
    if (!this.ready()) void this.directory.load().then(() => this.ready.set(true));
    effect(() => {
      const to = this.recipient();
      untracked(() => {
        this.wrongTo.set(null);
        this.failure.set(null);
        this.windows.set(new Map());
        if (to?.kind === 'contact') void this.look(to.id);
      });
    });
    afterNextRender(() => {
      const { contactId, to, name } = this.given;
      const phone = to === undefined ? null : (phoneOf(to) ?? to);
      if (contactId !== undefined) this.recipient.set({ kind: 'contact', id: contactId, name: name ?? '', phone });
      else if (phone !== null) this.recipient.set({ kind: 'number', phone });
      this.field()?.show(contactId !== undefined ? (name ?? '') : phone === null ? '' : this.format.phone(phone));
    });
  }

  protected pickChannel(id: string): void {
    this.picked.set(id);
    this.failure.set(null);
  }

  protected async send(): Promise<void> {
    const input = this.input();
    if (!input || this.busy()) return;
    this.busy.set(true);
    this.failure.set(null);
    const what = JSON.stringify(input);
    if (this.attempt?.what !== what) this.attempt = { id: newCommandId(), what };
    const variables = { input: { ...input, commandId: this.attempt.id } };
    const answer = await this.ask.for(StartConversationDocument, variables, (d) => d.startConversation);
    this.busy.set(false);
    if (!answer.done) {
      if (answer.code === 'phone_invalid') this.wrongTo.set(answer.text);
      else this.failure.set(answer.text);
      return;
    }
    this.dialog.close();
    const id = answer.data.conversation?.id;
    if (id) await this.router.navigate(['/inbox/c', id]);
  }

  private input(): Omit<StartConversationInput, 'commandId'> | null {
    const to = this.recipient();
    const template = this.template();
    if (!this.complete() || !to) return null;
    const name = this.name().trim();
    return {
      channelId: this.channelId(),
      ...(to.kind === 'contact' ? { contactId: to.id } : { to: to.phone, ...(name ? { name } : {}) }),
      ...(this.free() ? { text: this.text().trim() } : template ? { template: template.input } : {}),
    };
  }

  private async look(id: string): Promise<void> {
    try {
      const { data } = await firstValueFrom(
        this.apollo.query({ query: RecipientWindowsDocument, variables: { id }, fetchPolicy: 'no-cache' }),
      );
      const to = this.recipient();
      if (to?.kind !== 'contact' || to.id !== id) return;
      this.windows.set(new Map((data?.contact?.conversations ?? []).map((c) => [c.channel.id, c.window.endsAt])));
    } catch {
      // The server says on sending whether the window is open.
    }
  }
}
