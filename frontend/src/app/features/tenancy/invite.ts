import { Component, computed, inject, signal } from '@angular/core';
import { FormField, applyWhen, form, maxLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import type { LinkInfo } from '../../core/auth-api';
import { AuthApi } from '../../core/auth-api';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { takeLinkToken } from '../../core/link-token';
import { PASSWORD_MIN, newPassword } from '../../core/password-rule';
import { Session } from '../../core/session';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { SecretField } from '../../ui/secret-field';
import { GateFrame } from './gate-frame';

/** Who opens the link, as they say themselves: somebody new, or with a password. Or who is signed in here already; or, as the answer tells, somebody without a password who has to be first. */
type Guest = 'new' | 'known' | 'self' | 'away';

/**
 * `/invite#token`: a new person gives name and password and is in; who has an account proves it with its password, or by being signed in. The link does not tell which: whoever has sent it
 * has it too.
 */
@Component({
  selector: 'mia-invite',
  imports: [Control, Field, FormError, FormField, GateFrame, MatButton, MatProgressBar, RouterLink, SecretField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (token) {
      <mia-gate-frame
        [title]="company() ? t('invite.titleOf', { company: company() }) : t('invite.title')"
        [text]="guest() ? t(text(), { email: email() }) : ''"
      >
        @if (guest(); as who) {
          <form class="form" novalidate (submit)="send($event)">
            <mia-form-error [text]="failure()" />
            @if (who === 'away') {
              <ul>
                <li>{{ t('invite.waySession') }}</li>
                <li>{{ t('invite.wayPassword') }}</li>
                <li>{{ t('invite.wayRecover') }}</li>
              </ul>
            }
            @switch (who) {
              @case ('new') {
                <mia-field [label]="t('field.name')" [hint]="t('field.nameHint')" [state]="f.name()">
                  <input miaControl [formField]="f.name" autocomplete="name" />
                </mia-field>
                <mia-field [label]="t('field.newPassword')" [hint]="t('field.passwordHint', { n: min })" [state]="f.password()">
                  <mia-secret-field [formField]="f.password" autocomplete="new-password" />
                </mia-field>
              }
              @case ('known') {
                <mia-field [label]="t('field.password')" [state]="f.password()">
                  <mia-secret-field [formField]="f.password" autocomplete="current-password" />
                </mia-field>
              }
            }
            <button matButton="filled" type="submit" [disabled]="f().submitting()">
              {{ f().submitting() ? t('ui.wait') : t(who === 'away' ? 'invite.again' : 'invite.do') }}
            </button>
            @if (who !== 'self') {
              <button matButton type="button" (click)="become(who === 'new' ? 'known' : 'new')">
                {{ t(who === 'new' ? 'invite.haveAccount' : 'invite.noAccount') }}
              </button>
            }
          </form>
        } @else {
          <mat-progress-bar mode="indeterminate" [attr.aria-label]="t('ui.loading')" />
        }
      </mia-gate-frame>
    } @else {
      <mia-gate-frame [title]="t('link.missing')" [text]="t('link.missingText')">
        <a matButton="outlined" routerLink="/sign-in">{{ t('enter.password') }}</a>
      </mia-gate-frame>
    }
  </ng-container>`,
  styles: `
    ul {
      display: grid;
      gap: 8px;
      padding-left: 18px;
    }
  `,
})
export default class Invite {
  private readonly session = inject(Session);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly router = inject(Router);
  private readonly api = inject(AuthApi);
  protected readonly token = takeLinkToken();
  protected readonly min = PASSWORD_MIN;
  private readonly info = signal<LinkInfo | null>(null);
  /** null until it is known. */
  protected readonly guest = signal<Guest | null>(null);
  protected readonly company = computed(() => this.info()?.company ?? null);
  protected readonly email = computed(() => this.info()?.email ?? null);
  protected readonly text = computed(() => {
    if (this.guest() === 'self') return 'invite.textSelf';
    if (this.guest() === 'away') return 'invite.textSignIn';
    if (this.guest() === 'known') return this.email() ? 'invite.textKnownFor' : 'invite.textKnown';
    return this.email() ? 'invite.textFor' : 'invite.text';
  });
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ name: '', password: '' });
  protected readonly f = form(this.model, (p) => {
    applyWhen(
      p,
      () => this.guest() === 'new',
      (n) => {
        required(n.name);
        maxLength(n.name, NAME_MAX);
        newPassword(n.password);
      },
    );
    applyWhen(
      p,
      () => this.guest() === 'known',
      (n) => required(n.password),
    );
  });

  constructor() {
    if (this.token) void this.look(this.token);
  }

  /** A link that tells nothing is tried nevertheless: the answer says why not. */
  private async look(token: string): Promise<void> {
    const info = await this.api.link(token);
    this.info.set(info);
    const signedIn = info !== null && info.email !== null && (await this.session.load());
    this.guest.set(signedIn && this.session.user()?.email === info.email ? 'self' : 'new');
  }

  protected become(who: Guest): void {
    this.guest.set(who);
    this.failure.set(null);
    this.model.update((m) => ({ ...m, password: '' }));
    this.f().reset();
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { name, password } = this.model();
      const given = { new: { name: name.trim(), password }, known: { password }, self: {}, away: {} };
      const who = this.guest() ?? 'new';
      const answer = await this.session.acceptInvite(this.token ?? '', given[who]);
      if (answer.ok) return void (await this.router.navigateByUrl('/inbox', { replaceUrl: true }));
      if (who === 'new' && answer.code === 'wrong_credentials') {
        this.become('known');
        this.failure.set(this.i18n.text('invite.accountThere'));
      } else if (who !== 'away' && answer.code === 'sign_in_first') this.become('away');
      // They have a password by now.
      else if (who === 'away' && answer.code === 'invalid') this.become('known');
      else this.failure.set(this.errors.auth(answer));
    });
    if (!sent) focusInvalid(this.f);
  }
}
