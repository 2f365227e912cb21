import { Component, inject, signal } from '@angular/core';
import { FormField, form, pattern, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { RegisterChannelNumberDocument } from './channel-commands.gql';

/** Registers the number at the provider with its six-digit PIN; the answer is the checklist's line. */
@Component({
  selector: 'mia-register-number',
  imports: [Control, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('register.title')">
        <div class="form">
          <p class="muted">{{ t('register.text') }}</p>
          <mia-form-error [text]="failure()" />
          <mia-field [label]="t('register.pin')" [hint]="t('register.pinHint')" [state]="f.pin()">
            <input miaControl class="num" inputmode="numeric" [formField]="f.pin" autocomplete="off" />
          </mia-field>
        </div>
        <ng-container miaActions>
          <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('register.do') }}
          </button>
        </ng-container>
      </mia-dialog-frame>
    </form>
  </ng-container>`,
  styles: `
    input {
      max-width: 160px;
      letter-spacing: 0.25em;
    }
  `,
})
export class RegisterNumber {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  private readonly ref = inject<MatDialogRef<RegisterNumber>>(MatDialogRef);
  private readonly data = inject<{ readonly channelId: string }>(MAT_DIALOG_DATA);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ pin: '' });
  protected readonly f = form(this.model, (p) => {
    required(p.pin);
    pattern(p.pin, /^\d{6}$/, { error: { kind: 'pin' } });
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { why } = await this.command.run(RegisterChannelNumberDocument, { channelId: this.data.channelId, pin: this.model().pin });
      if (why !== null) return void this.failure.set(why);
      this.toasts.good(this.i18n.text('register.asked'));
      this.ref.close();
    });
    if (!sent) focusInvalid(this.f);
  }
}
