import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../ui/icon';

/** Over everything while the server does not answer at the start; goes away by itself. */
@Component({
  selector: 'mia-unreachable',
  imports: [Icon, TranslocoDirective],
  host: { role: 'status' },
  template: `<ng-container *transloco="let t">
    <mia-icon name="wifi_off" [size]="40" />
    <h1>{{ t('unreachable.title') }}</h1>
    <p class="muted">{{ t('unreachable.text') }}</p>
  </ng-container>`,
  styles: `
    :host {
      position: fixed;
      inset: 0;
      z-index: 1100;
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 10px;
      padding: 24px;
      background: var(--mia-canvas);
      text-align: center;
    }
  `,
})
export class Unreachable {}
