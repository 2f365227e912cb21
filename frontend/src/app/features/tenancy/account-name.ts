import { Component, inject, linkedSignal, signal } from '@angular/core';
import { FormField, form, maxLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { newCommandId } from '../../core/ids';
import { UpdateAccountDocument } from '../../core/me.gql';
import { Session } from '../../core/session';
import { Toasts } from '../../core/toasts';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';

/** The name that colleagues read. */
@Component({
  selector: 'mia-account-name',
  imports: [Control, Field, FormError, FormField, MatButton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form class="form" novalidate (submit)="send($event)">
      <mia-form-error [text]="failure()" />
      <mia-field [label]="t('field.name')" [hint]="t('field.nameHint')" [state]="f.name()">
        <input miaControl [formField]="f.name" autocomplete="name" />
      </mia-field>
      <div class="form-actions">
        <button matButton="filled" type="submit" [disabled]="f().submitting()">{{ f().submitting() ? t('ui.wait') : t('ui.save') }}</button>
      </div>
    </form>
  </ng-container>`,
})
export class AccountName {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  protected readonly failure = signal<string | null>(null);
  private readonly model = linkedSignal(() => ({ name: this.session.user()?.name ?? '' }));
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, NAME_MAX);
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const input = { commandId: newCommandId(), name: this.model().name.trim() };
      try {
        const { data } = await firstValueFrom(this.apollo.mutate({ mutation: UpdateAccountDocument, variables: { input } }));
        const refusal = data?.updateAccount.refusal;
        if (refusal) return void this.failure.set(this.errors.refusal(refusal));
        this.toasts.good(this.i18n.text('ui.saved'));
        await this.session.refresh();
      } catch (error) {
        this.failure.set(this.errors.of(error));
      }
    });
    if (!sent) focusInvalid(this.f);
  }
}
