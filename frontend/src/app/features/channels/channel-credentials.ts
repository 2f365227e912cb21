import { Component, inject, signal } from '@angular/core';
import { FormField, form, maxLength, pattern, submit } from '@angular/forms/signals';
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
import { SecretField } from '../../ui/secret-field';
import { UpdateChannelDocument } from './channel-commands.gql';

export interface CredentialsData {
  readonly channelId: string;
  readonly appId: string;
  /** Which one the person came to replace. */
  readonly focus: 'accessToken' | 'appSecret';
}

/** New credentials for a channel. The old ones are never shown; what is left empty stays. */
@Component({
  selector: 'mia-channel-credentials',
  imports: [Control, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, SecretField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('credentials.title')">
        <div class="form">
          <p class="muted">{{ t('credentials.text') }}</p>
          <mia-form-error [text]="failure()" />
          <mia-field
            [label]="t('credentials.accessToken')"
            [hint]="t('connect.accessTokenHint')"
            [optional]="true"
            [state]="f.accessToken()"
          >
            <mia-secret-field [formField]="f.accessToken" [attr.cdkFocusInitial]="first('accessToken')" />
          </mia-field>
          <mia-field [label]="t('credentials.appSecret')" [hint]="t('connect.appSecretHint')" [optional]="true" [state]="f.appSecret()">
            <mia-secret-field [formField]="f.appSecret" [attr.cdkFocusInitial]="first('appSecret')" />
          </mia-field>
          <mia-field [label]="t('connect.appId')" [hint]="t('connect.appIdHint')" [optional]="true" [state]="f.appId()">
            <input miaControl inputmode="numeric" [formField]="f.appId" autocomplete="off" spellcheck="false" />
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
export class ChannelCredentials {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  private readonly ref = inject<MatDialogRef<ChannelCredentials>>(MatDialogRef);
  protected readonly data = inject<CredentialsData>(MAT_DIALOG_DATA);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ accessToken: '', appSecret: '', appId: this.data.appId });
  protected readonly f = form(this.model, (p) => {
    maxLength(p.accessToken, 2000);
    maxLength(p.appSecret, 500);
    pattern(p.appId, /^\s*(\d{5,20})?\s*$/, { error: { kind: 'digits' } });
  });

  protected first(field: CredentialsData['focus']): string | null {
    return this.data.focus === field ? '' : null;
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const m = this.model();
      const accessToken = m.accessToken.trim();
      const appSecret = m.appSecret.trim();
      const appId = m.appId.trim();
      if (!accessToken && !appSecret && appId === this.data.appId) return void this.failure.set(this.i18n.text('credentials.nothing'));
      const { why } = await this.command.run(UpdateChannelDocument, {
        channelId: this.data.channelId,
        ...(accessToken ? { accessToken } : {}),
        ...(appSecret ? { appSecret } : {}),
        ...(appId !== this.data.appId ? { appId: appId || null } : {}),
      });
      if (why !== null) return void this.failure.set(why);
      this.toasts.good(this.i18n.text('credentials.saved'));
      this.ref.close();
    });
    if (!sent) focusInvalid(this.f);
  }
}
