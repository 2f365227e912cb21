import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../icon';

/** A file of a message: name, kind and size; opens or downloads. Without an address it says what it waits for, or why it is not there. */
@Component({
  selector: 'mia-document-tile',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span class="tile" [class.bad]="failure()">
      <mia-icon [name]="failure() ? 'warning' : icon()" [size]="26" />
      <span class="words">
        <span class="name">{{ name() }}</span>
        <small class="muted">{{ failure() ?? (url() ? detail() : t('ui.document.pending')) }}</small>
      </span>
      @if (url(); as address) {
        <a [href]="address" [download]="name()" [attr.aria-label]="t('ui.document.download', { name: name() })"
          ><mia-icon name="download" [size]="20"
        /></a>
      }
    </span>
  </ng-container>`,
  styles: `
    .tile {
      display: flex;
      align-items: center;
      gap: 10px;
      width: min(320px, 100%);
      padding: 8px 10px;
      border-radius: 10px;
      background: color-mix(in srgb, var(--mia-ink) 5%, transparent);
      > mia-icon {
        color: var(--mia-accent);
      }
      &.bad > mia-icon {
        color: var(--mia-bad);
      }
    }
    .words {
      flex: 1;
      min-width: 0;
      display: grid;
    }
    .name {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
      font-weight: 550;
      line-height: 1.3;
    }
    small {
      font-size: 12px;
    }
    a {
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      flex: none;
      border-radius: 10px;
    }
    a:hover {
      background: color-mix(in srgb, var(--mia-ink) 8%, transparent);
    }
  `,
})
export class DocumentTile {
  readonly name = input.required<string>();
  readonly icon = input('document');
  /** "PDF · 1,4 MB" */
  readonly detail = input('');
  readonly url = input<string | null>(null);
  readonly failure = input<string | null>(null);
}
