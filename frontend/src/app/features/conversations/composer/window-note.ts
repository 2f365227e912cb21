import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { Icon } from '../../../ui/icon';

/** Below this the time that is left is told in a warning colour. */
const SOON_MS = 60 * 60_000;

/** How long one may still write freely. */
@Component({
  selector: 'mia-window-note',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (left(); as time) {
      <span [class.soon]="soon()" data-testid="window"
        ><mia-icon name="clock" [size]="15" /><span class="num">{{ t('composer.windowLeft', { time: time }) }}</span></span
      >
    } @else {
      <span class="shut" data-testid="window"
        ><mia-icon name="lock" [size]="15" />{{ endsAt() ? t('composer.windowClosed') : t('composer.windowNever') }}</span
      >
    }
  </ng-container>`,
  styles: `
    span {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      color: var(--mia-muted);
      font-size: 12.5px;
      white-space: nowrap;
    }
    .soon,
    .soon span,
    .shut {
      color: var(--mia-warn);
    }
  `,
})
export class WindowNote {
  private readonly format = inject(Format);
  readonly endsAt = input.required<string | null>();
  protected readonly left = computed(() => {
    const ends = this.endsAt();
    return ends ? this.format.left(ends) : null;
  });
  protected readonly soon = computed(() => Date.parse(this.endsAt() ?? '') - Date.now() < SOON_MS);
}
