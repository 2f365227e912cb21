import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { PASSWORD_MIN, newPassword } from '../../core/password-rule';
import { Session } from '../../core/session';
import { Toasts } from '../../core/toasts';
import { Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { SecretField } from '../../ui/secret-field';
import { ChangePasswordDocument } from './account.gql';

/** Sets the first password (after a sign-in by link) or changes it. */
@Component({
  selector: 'mia-account-password',
  imports: [Field, FormError, FormField, MatButton, SecretField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (!has()) {
      <p class="muted">{{ t('account.noPassword') }}</p>
    }
    <form class="form" novalidate (submit)="send($event)">
      <input
        class="sr-only"
        type="text"
        autocomplete="username"
        tabindex="-1"
        aria-hidden="true"
        readonly
        [value]="session.user()?.email ?? ''"
      />
      <mia-form-error [text]="failure()" />
      @if (has()) {
        <mia-field [label]="t('field.currentPassword')" [state]="f.current()">
          <mia-secret-field [formField]="f.current" autocomplete="current-password" />
        </mia-field>
      }
      <mia-field [label]="t('field.newPassword')" [hint]="t('field.passwordHint', { n: min })" [state]="f.next()">
        <mia-secret-field [formField]="f.next" autocomplete="new-password" />
      </mia-field>
      <div class="form-actions">
        <button matButton="filled" type="submit" [disabled]="f().submitting()">
          {{ f().submitting() ? t('ui.wait') : has() ? t('account.changePassword') : t('account.setPassword') }}
        </button>
      </div>
    </form>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 14px;
    }
  `,
})
export class AccountPassword {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly min = PASSWORD_MIN;
  protected readonly has = computed(() => this.session.user()?.hasPassword ?? false);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ current: '', next: '' });
  protected readonly f = form(this.model, (p) => {
    required(p.current, { when: () => this.has() });
    newPassword(p.next);
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { current, next } = this.model();
      const input = { newPassword: next, ...(this.has() ? { currentPassword: current } : {}) };
      try {
        const { data } = await firstValueFrom(this.apollo.mutate({ mutation: ChangePasswordDocument, variables: { input } }));
        const refusal = data?.changePassword.refusal;
        if (refusal) return void this.failure.set(this.errors.refusal(refusal));
        this.toasts.good(this.i18n.text('account.passwordSaved'));
        this.model.set({ current: '', next: '' });
        this.f().reset();
        await this.session.refresh();
      } catch (error) {
        this.failure.set(this.errors.of(error));
      }
    });
    if (!sent) focusInvalid(this.f);
  }
}
