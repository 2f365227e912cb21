import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { Format } from '../../core/format';
import { phoneOf } from '../../core/phone-input';
import { phone } from '../../core/phone-rule';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { SendTestMessageDocument } from './channel-commands.gql';

/** Sends the test message to a phone; closes with that phone (E.164). */
@Component({
  selector: 'mia-send-test',
  imports: [Control, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('test.title')">
        <div class="form">
          <p class="muted">{{ t('test.text') }}</p>
          <mia-form-error [text]="failure()" />
          <mia-field
            [label]="t('test.phone')"
            [hint]="kept() ? t('test.phoneKept', { phone: format.phone(kept()!) }) : t('contacts.phoneHint')"
            [state]="f.phone()"
          >
            <input miaControl type="tel" inputmode="tel" [formField]="f.phone" autocomplete="tel" />
          </mia-field>
        </div>
        <ng-container miaActions>
          <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('test.do') }}
          </button>
        </ng-container>
      </mia-dialog-frame>
    </form>
  </ng-container>`,
})
export class SendTest {
  private readonly command = inject(Command);
  private readonly ref = inject<MatDialogRef<SendTest, string>>(MatDialogRef);
  private readonly data = inject<{ readonly channelId: string }>(MAT_DIALOG_DATA);
  protected readonly format = inject(Format);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ phone: '' });
  protected readonly kept = computed(() => phoneOf(this.model().phone));
  protected readonly f = form(this.model, (p) => phone(p.phone));

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const to = this.kept();
      if (to === null) return;
      const { why } = await this.command.run(SendTestMessageDocument, { channelId: this.data.channelId, to });
      if (why !== null) return void this.failure.set(why);
      this.ref.close(to);
    });
    if (!sent) focusInvalid(this.f);
  }
}
