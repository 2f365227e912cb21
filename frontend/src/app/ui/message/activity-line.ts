import { Component, input } from '@angular/core';
import { Icon } from '../icon';

/** Something that happened in a conversation: assigned, closed, labelled. */
@Component({
  selector: 'mia-activity-line',
  imports: [Icon],
  template: `<span
    ><mia-icon [name]="icon()" [size]="15" />{{ text() }} <time class="num" [attr.datetime]="at()">{{ time() }}</time></span
  >`,
  styles: `
    :host {
      display: flex;
      justify-content: center;
      padding: 4px 0;
    }
    span {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 6px;
      max-width: 90%;
      color: var(--mia-muted);
      font-size: 12.5px;
      text-align: center;
      overflow-wrap: anywhere;
    }
  `,
})
export class ActivityLine {
  readonly icon = input.required<string>();
  readonly text = input.required<string>();
  /** ISO 8601. */
  readonly at = input.required<string>();
  readonly time = input.required<string>();
}
