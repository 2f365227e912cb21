import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, maxLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { LinkInfo } from '../../core/auth-api';
import { AuthApi } from '../../core/auth-api';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { takeLinkToken } from '../../core/link-token';
import { PASSWORD_MIN, newPassword } from '../../core/password-rule';
import { Session } from '../../core/session';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { SecretField } from '../../ui/secret-field';
import { GateFrame } from './gate-frame';

/** `/invite#token`: an invited person gives name and password and is in. */
@Component({
  selector: 'mia-invite',
  imports: [Control, Field, FormError, FormField, GateFrame, MatButton, RouterLink, SecretField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (token) {
      <mia-gate-frame
        [title]="company() ? t('invite.titleOf', { company: company() }) : t('invite.title')"
        [text]="info()?.email ? t('invite.textFor', { email: info()?.email }) : t('invite.text')"
      >
        <form class="form" novalidate (submit)="send($event)">
          <mia-form-error [text]="failure()" />
          <mia-field [label]="t('field.name')" [hint]="t('field.nameHint')" [state]="f.name()">
            <input miaControl [formField]="f.name" autocomplete="name" />
          </mia-field>
          <mia-field [label]="t('field.newPassword')" [hint]="t('field.passwordHint', { n: min })" [state]="f.password()">
            <mia-secret-field [formField]="f.password" autocomplete="new-password" />
          </mia-field>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('invite.do') }}
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
export default class Invite {
  private readonly session = inject(Session);
  private readonly errors = inject(ErrorText);
  private readonly router = inject(Router);
  private readonly api = inject(AuthApi);
  protected readonly token = takeLinkToken();
  protected readonly min = PASSWORD_MIN;
  protected readonly info = signal<LinkInfo | null>(null);
  protected readonly company = computed(() => this.info()?.company ?? null);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ name: '', password: '' });
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, 200);
    newPassword(p.password);
  });

  constructor() {
    if (this.token) void this.look(this.token);
  }

  private async look(token: string): Promise<void> {
    const info = await this.api.link(token);
    this.info.set(info);
    const name = info?.name;
    if (name) this.model.update((m) => (m.name ? m : { ...m, name }));
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { name, password } = this.model();
      const answer = await this.session.acceptInvite(this.token ?? '', name.trim(), password);
      if (answer.ok) await this.router.navigateByUrl('/inbox', { replaceUrl: true });
      else this.failure.set(this.errors.auth(answer));
    });
    if (!sent) focusInvalid(this.f);
  }
}
