import { Component, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';

/** A small word: a state (tone) or a label (a colour of its own, as a dot, so that the text keeps its contrast). */
@Component({
  selector: 'mia-chip',
  imports: [Icon, TranslocoDirective],
  host: { '[class]': 'tone()' },
  template: `
    @if (color(); as c) {
      <span class="dot" [style.background]="c"></span>
    }
    @if (icon(); as name) {
      <mia-icon [name]="name" [size]="14" />
    }
    <span class="ellipsis"><ng-content /></span>
    @if (removable()) {
      <ng-container *transloco="let t">
        <button type="button" [attr.aria-label]="t('ui.chip.remove', { name: name() })" (click)="removed.emit()">
          <mia-icon name="close" [size]="13" />
        </button>
      </ng-container>
    }
  `,
  styles: `
    :host {
      --tone: var(--mia-muted);
      display: inline-flex;
      align-items: center;
      gap: 5px;
      max-width: 100%;
      height: 22px;
      padding: 0 8px;
      border-radius: 7px;
      border: 1px solid var(--mia-line);
      background: var(--mia-panel-2);
      color: var(--mia-ink);
      font-size: 12px;
      font-weight: 520;
      line-height: 20px;
    }
    :host(.good) {
      background: var(--mia-good-soft);
      border-color: transparent;
      color: var(--mia-good);
    }
    :host(.warn) {
      background: var(--mia-warn-soft);
      border-color: transparent;
      color: var(--mia-warn);
    }
    :host(.bad) {
      background: var(--mia-bad-soft);
      border-color: transparent;
      color: var(--mia-bad);
    }
    :host(.info) {
      background: var(--mia-info-soft);
      border-color: transparent;
      color: var(--mia-info);
    }
    :host(.accent) {
      background: var(--mia-accent-soft);
      border-color: transparent;
      color: var(--mia-accent);
    }
    .dot {
      width: 8px;
      height: 8px;
      flex: none;
      border-radius: 50%;
    }
    button {
      display: inline-grid;
      place-items: center;
      width: 24px;
      height: 24px;
      margin: 0 -8px 0 -4px;
      padding: 0;
      border: 0;
      border-radius: 6px;
      background: none;
      color: inherit;
      cursor: pointer;
    }
  `,
})
export class Chip {
  readonly tone = input<'plain' | 'good' | 'warn' | 'bad' | 'info' | 'accent'>('plain');
  readonly icon = input<string | null>(null);
  readonly color = input<string | null>(null);
  readonly removable = input(false);
  /** For the words of the remove button. */
  readonly name = input('');
  readonly removed = output();
}
