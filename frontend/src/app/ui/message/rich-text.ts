import { Component, computed, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { isJumbo, piecesOf } from './rich-text-parse';

/** From here on a text is cut until asked for. */
const LONG = 1_200;

/** A message's text with WhatsApp's marks and safe links; a very long one opens on demand. */
@Component({
  selector: 'mia-rich-text',
  imports: [TranslocoDirective],
  // Every piece is an element: white space between elements is the formatter's and is dropped, inside them it is the message's.
  template: `<ng-container *transloco="let t">
    <p [class.jumbo]="jumbo()">
      @for (p of pieces(); track $index) {
        @switch (p.mark) {
          @case ('bold') {
            <strong>{{ p.text }}</strong>
          }
          @case ('italic') {
            <em>{{ p.text }}</em>
          }
          @case ('strike') {
            <s>{{ p.text }}</s>
          }
          @case ('code') {
            <code>{{ p.text }}</code>
          }
          @case ('link') {
            <a [href]="p.href" target="_blank" rel="noopener noreferrer nofollow">{{ p.text }}</a>
          }
          @default {
            <span>{{ p.text }}</span>
          }
        }
      }
    </p>
    @if (long()) {
      <button type="button" (click)="open.set(!open())">{{ open() ? t('ui.text.less') : t('ui.text.more') }}</button>
    }
  </ng-container>`,
  styles: `
    p {
      white-space: pre-wrap;
      line-height: 1.45;
    }
    p:last-child::after {
      content: '';
      display: inline-block;
      width: var(--mia-tuck, 0);
    }
    .jumbo {
      font-size: 32px;
      line-height: 1.25;
    }
    strong {
      font-weight: 650;
    }
    code {
      font:
        13px/1.45 ui-monospace,
        'SF Mono',
        Menlo,
        Consolas,
        monospace;
    }
    a {
      text-underline-offset: 2px;
    }
    button {
      padding: 2px 0;
      border: 0;
      background: none;
      color: var(--mia-accent);
      font: inherit;
      font-weight: 600;
      cursor: pointer;
    }
  `,
})
export class RichText {
  readonly text = input.required<string>();
  protected readonly open = signal(false);
  protected readonly long = computed(() => this.text().length > LONG);
  protected readonly jumbo = computed(() => isJumbo(this.text()));
  protected readonly pieces = computed(() => piecesOf(this.long() && !this.open() ? `${this.text().slice(0, LONG)}…` : this.text()));
}
