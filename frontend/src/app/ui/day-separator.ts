import { Component, input } from '@angular/core';

/** A day's name between the messages of a thread. */
@Component({
  selector: 'mia-day-separator',
  host: { role: 'separator', '[attr.aria-label]': 'label()' },
  template: `<span>{{ label() }}</span>`,
  styles: `
    :host {
      display: flex;
      justify-content: center;
      padding: 14px 0 8px;
    }
    span {
      padding: 3px 12px;
      border: 1px solid var(--mia-line);
      border-radius: 999px;
      background: var(--mia-panel);
      color: var(--mia-muted);
      font-size: 12px;
      font-weight: 550;
    }
  `,
})
export class DaySeparator {
  readonly label = input.required<string>();
}
