import { Component, inject, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { takeLinkToken } from '../../core/link-token';
import { PASSWORD_MIN, newPassword } from '../../core/password-rule';
import { Session } from '../../core/session';
import { Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { SecretField } from '../../ui/secret-field';
import { GateFrame } from './gate-frame';

/** `/recover#token`: sets a new password with a one-use link, and signs in. */
@Component({
  selector: 'mia-recover',
  imports: [Field, FormError, FormField, GateFrame, MatButton, RouterLink, SecretField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (token) {
      <mia-gate-frame [title]="t('recover.title')" [text]="t('recover.text')">
        <form class="form" novalidate (submit)="send($event)">
          <mia-form-error [text]="failure()" />
          <mia-field [label]="t('field.newPassword')" [hint]="t('field.passwordHint', { n: min })" [state]="f.password()">
            <mia-secret-field [formField]="f.password" autocomplete="new-password" />
          </mia-field>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('recover.do') }}
          </button>
        </form>
      </mia-gate-frame>
    } @else {
      <mia-gate-frame [title]="t('link.missing')" [text]="t('link.missingText')">
        <a matButton="outlined" routerLink="/sign-in">{{ t('enter.password') }}</a>
      </mia-gate-frame>
    }
  </ng-container>`,
})
export default class Recover {
  private readonly session = inject(Session);
  private readonly errors = inject(ErrorText);
  private readonly router = inject(Router);
  protected readonly token = takeLinkToken();
  protected readonly min = PASSWORD_MIN;
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ password: '' });
  protected readonly f = form(this.model, (p) => newPassword(p.password));

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const answer = await this.session.recover(this.token ?? '', this.model().password);
      if (answer.ok) await this.router.navigateByUrl('/inbox', { replaceUrl: true });
      else this.failure.set(this.errors.auth(answer));
    });
    if (!sent) focusInvalid(this.f);
  }
}
