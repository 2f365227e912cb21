import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';

/** What a place says when it could not be read, with a way to try again. */
@Component({
  selector: 'mia-error-state',
  imports: [Icon, MatButton, TranslocoDirective],
  host: { role: 'alert' },
  template: `<ng-container *transloco="let t">
    <span class="ring"><mia-icon name="warning" [size]="26" /></span>
    <p class="title">{{ t('ui.error.title') }}</p>
    <p class="muted">{{ text() }}</p>
    <button matButton="outlined" type="button" (click)="again.emit()">
      <mia-icon name="refresh" [size]="18" />{{ t('ui.error.retry') }}
    </button>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      align-content: center;
      gap: 8px;
      min-height: 220px;
      padding: 32px 24px;
      text-align: center;
    }
    .ring {
      display: grid;
      place-items: center;
      width: 56px;
      height: 56px;
      margin-bottom: 6px;
      border-radius: 18px;
      background: var(--mia-bad-soft);
      color: var(--mia-bad);
    }
    .title {
      font-weight: 620;
      font-size: 15px;
    }
    .muted {
      max-width: 48ch;
      margin-bottom: 8px;
    }
  `,
})
export class ErrorState {
  readonly text = input.required<string>();
  readonly again = output();
}
