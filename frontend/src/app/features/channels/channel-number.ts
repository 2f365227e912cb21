import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { Format } from '../../core/format';
import { I18n } from '../../core/i18n';
import { phoneOf } from '../../core/phone-input';
import { Toasts } from '../../core/toasts';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { UpdateChannelDocument } from './channel-commands.gql';
import type { ChannelFieldsFragment } from './channels.gql';
import { numberRules, type NumberModel } from './connect-model';

export type NumberData = Pick<ChannelFieldsFragment, 'id' | 'phoneNumber' | 'phoneNumberId' | 'businessAccountId'>;

/** Corrects which number a channel is. Only what was changed is sent; a refusal stands at the field it is about. */
@Component({
  selector: 'mia-channel-number',
  imports: [Control, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('correctNumber.title')">
        <div class="form">
          <p class="muted">{{ t('correctNumber.text') }}</p>
          <mia-form-error [text]="failure()" />
          <mia-field
            [label]="t('connect.phone')"
            [hint]="kept() ? t('contacts.phoneKept', { phone: format.phone(kept()!) }) : t('connect.phoneHint')"
            [state]="f.phoneNumber()"
          >
            <input miaControl type="tel" inputmode="tel" [formField]="f.phoneNumber" autocomplete="off" cdkFocusInitial />
          </mia-field>
          <mia-field [label]="t('connect.phoneNumberId')" [hint]="t('connect.phoneNumberIdHint')" [state]="f.phoneNumberId()">
            <input miaControl inputmode="numeric" [formField]="f.phoneNumberId" autocomplete="off" spellcheck="false" />
          </mia-field>
          <mia-field [label]="t('connect.businessAccountId')" [hint]="t('connect.businessAccountIdHint')" [state]="f.businessAccountId()">
            <input miaControl inputmode="numeric" [formField]="f.businessAccountId" autocomplete="off" spellcheck="false" />
          </mia-field>
        </div>
        <ng-container miaActions>
          <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('credentials.do') }}
          </button>
        </ng-container>
      </mia-dialog-frame>
    </form>
  </ng-container>`,
})
export class ChannelNumber {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  private readonly ref = inject<MatDialogRef<ChannelNumber>>(MatDialogRef);
  private readonly data = inject<NumberData>(MAT_DIALOG_DATA);
  protected readonly format = inject(Format);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal<NumberModel>({
    phoneNumber: this.format.phone(this.data.phoneNumber),
    phoneNumberId: this.data.phoneNumberId,
    businessAccountId: this.data.businessAccountId,
  });
  protected readonly f = form(this.model, numberRules);
  protected readonly kept = computed(() => phoneOf(this.model().phoneNumber));

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const changes = this.changes();
      if (Object.keys(changes).length === 0) return void this.failure.set(this.i18n.text('correctNumber.nothing'));
      const answer = await this.command.run(UpdateChannelDocument, { channelId: this.data.id, ...changes });
      if (answer.why === null) {
        this.toasts.good(this.i18n.text('correctNumber.saved'));
        return void this.ref.close();
      }
      const at = this.fieldOf(answer.field);
      if (at) return { kind: answer.code ?? 'refused', message: answer.why, fieldTree: at };
      return void this.failure.set(answer.why);
    });
    if (!sent) focusInvalid(this.f);
  }

  private changes(): Partial<NumberModel> {
    const m = this.model();
    const now: NumberModel = {
      phoneNumber: this.kept() ?? m.phoneNumber.trim(),
      phoneNumberId: m.phoneNumberId.trim(),
      businessAccountId: m.businessAccountId.trim(),
    };
    return {
      ...(now.phoneNumber !== this.data.phoneNumber && { phoneNumber: now.phoneNumber }),
      ...(now.phoneNumberId !== this.data.phoneNumberId && { phoneNumberId: now.phoneNumberId }),
      ...(now.businessAccountId !== this.data.businessAccountId && { businessAccountId: now.businessAccountId }),
    };
  }

  private fieldOf(name: string | null) {
    return name === 'phoneNumber' || name === 'phoneNumberId' || name === 'businessAccountId' ? this.f[name] : null;
  }
}
