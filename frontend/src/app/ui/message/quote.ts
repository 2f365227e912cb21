import { Component, input, output } from '@angular/core';

/** The message that another one answers; a click goes there. */
@Component({
  selector: 'mia-quote',
  template: `<button type="button" [disabled]="!reachable()" (click)="jump.emit()">
    <b>{{ author() }}</b><span>{{ text() }}</span>
  </button>`,
  styles: `
    button {
      display: grid;
      gap: 1px;
      width: 100%;
      margin-bottom: 5px;
      padding: 5px 9px;
      border: 0;
      border-inline-start: 3px solid var(--mia-accent);
      border-radius: 8px;
      background: color-mix(in srgb, var(--mia-ink) 6%, transparent);
      color: inherit;
      font: inherit;
      font-size: 13px;
      text-align: start;
      cursor: pointer;
      &:disabled {
        cursor: default;
      }
    }
    b {
      color: var(--mia-accent);
      font-weight: 600;
      font-size: 12px;
    }
    span {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
      white-space: pre-wrap;
    }
  `,
})
export class QuoteBox {
  readonly author = input.required<string>();
  readonly text = input.required<string>();
  /** Whether the quoted message is in this thread. */
  readonly reachable = input(true);
  readonly jump = output();
}
