import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { ErrorText } from '../../core/error-text';
import { takeLinkToken } from '../../core/link-token';
import { Session } from '../../core/session';
import { FormError } from '../../ui/form-error';
import { GateFrame } from './gate-frame';

/** `/enter#token`: signs in with a one-use link. Who is signed in already goes on when the link is no longer good. */
@Component({
  selector: 'mia-enter',
  imports: [FormError, GateFrame, MatButton, MatProgressBar, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (failure(); as words) {
      <mia-gate-frame [title]="t('enter.failed')" [text]="t('enter.failedText')">
        <mia-form-error [text]="words" />
        @if (token && unreachable()) {
          <button matButton="filled" type="button" (click)="enter(token)">{{ t('ui.error.retry') }}</button>
        }
        <a matButton="outlined" routerLink="/sign-in">{{ t('enter.password') }}</a>
      </mia-gate-frame>
    } @else {
      <mia-gate-frame [title]="t('enter.title')"
        ><mat-progress-bar mode="indeterminate" [attr.aria-label]="t('enter.title')"
      /></mia-gate-frame>
    }
  </ng-container>`,
})
export default class Enter {
  private readonly session = inject(Session);
  private readonly errors = inject(ErrorText);
  private readonly router = inject(Router);
  protected readonly token = takeLinkToken();
  protected readonly failure = signal<string | null>(null);
  protected readonly unreachable = signal(false);

  constructor() {
    void this.enter(this.token);
  }

  protected async enter(token: string | null): Promise<void> {
    this.failure.set(null);
    const answer = token ? await this.session.enter(token) : ({ ok: false, code: 'link_unknown' } as const);
    if (answer.ok || (answer.code !== 'unreachable' && (await this.session.load()))) {
      await this.router.navigateByUrl('/inbox', { replaceUrl: true });
      return;
    }
    this.unreachable.set(answer.code === 'unreachable');
    this.failure.set(this.errors.auth(answer));
  }
}
