import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** What went wrong with a whole form, above its fields. */
@Component({
  selector: 'mia-form-error',
  imports: [Icon],
  template: `<div aria-live="assertive">
    @if (text(); as words) {
      <p><mia-icon name="error" [size]="19" />{{ words }}</p>
    }
  </div>`,
  styles: `
    :host:has(> div:empty) {
      display: none;
    }
    p {
      display: flex;
      gap: 9px;
      padding: 11px 13px;
      border-radius: 11px;
      background: var(--mia-bad-soft);
      color: var(--mia-bad);
      font-size: 13.5px;
      line-height: 1.45;
    }
  `,
})
export class FormError {
  readonly text = input.required<string | null>();
}
