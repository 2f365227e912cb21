import { Component, inject, input, signal } from '@angular/core';
import { FormField, form, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { Session, safePath } from '../../core/session';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { SecretField } from '../../ui/secret-field';
import { GateFrame } from './gate-frame';

@Component({
  selector: 'mia-sign-in',
  imports: [Control, Field, FormError, FormField, GateFrame, MatButton, SecretField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-gate-frame [title]="t('signIn.title')" [text]="t('signIn.text')">
      <form class="form" novalidate (submit)="send($event)">
        <mia-form-error [text]="failure()" />
        <mia-field [label]="t('field.email')" [state]="f.email()">
          <input miaControl type="email" [formField]="f.email" autocomplete="username" inputmode="email" autocapitalize="off" />
        </mia-field>
        <mia-field [label]="t('field.password')" [state]="f.password()">
          <mia-secret-field [formField]="f.password" autocomplete="current-password" />
        </mia-field>
        <button matButton="filled" type="submit" [disabled]="f().submitting()">
          {{ f().submitting() ? t('ui.wait') : t('signIn.do') }}
        </button>
        <p class="muted hint">{{ t('signIn.forgot') }}</p>
      </form>
    </mia-gate-frame>
  </ng-container>`,
  styles: `
    .hint {
      font-size: 12.5px;
    }
  `,
})
export default class SignIn {
  private readonly session = inject(Session);
  private readonly errors = inject(ErrorText);
  private readonly router = inject(Router);
  /** Where to go afterwards, from the address. */
  readonly next = input<string>();
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ email: '', password: '' });
  protected readonly f = form(this.model, (p) => {
    required(p.email);
    required(p.password);
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { email, password } = this.model();
      const answer = await this.session.signIn(email.trim(), password);
      if (answer.ok) await this.router.navigateByUrl(safePath(this.next()), { replaceUrl: true });
      else this.failure.set(this.errors.auth(answer));
    });
    if (!sent) focusInvalid(this.f);
  }
}
