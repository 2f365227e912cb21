import { Component, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Icon } from './icon';

export interface MenuEntry {
  readonly id: string;
  readonly text: string;
  readonly icon?: string;
  /** In red: takes something away. */
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** One of several choices: whether it is the chosen one. */
  readonly checked?: boolean;
}

/** An icon button that opens a menu of entries. */
@Component({
  selector: 'mia-menu-button',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" [matMenuTriggerFor]="menu" [attr.aria-label]="label()" [disabled]="disabled()">
      <mia-icon [name]="icon()" [size]="21" />
    </button>
    <mat-menu #menu="matMenu">
      @for (e of entries(); track e.id) {
        <button
          mat-menu-item
          type="button"
          [class.danger]="e.danger"
          [disabled]="e.disabled ?? false"
          [attr.role]="e.checked === undefined ? 'menuitem' : 'menuitemradio'"
          [attr.aria-checked]="e.checked"
          (click)="picked.emit(e.id)"
        >
          <span class="row">
            @if (e.icon; as name) {
              <mia-icon [name]="name" [size]="18" />
            }
            <span class="text">{{ e.text }}</span>
            @if (e.checked) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
    </mat-menu>
  `,
  styles: `
    .row {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .text {
      flex: 1;
    }
    .danger .row {
      color: var(--mia-bad);
    }
  `,
})
export class MenuButton {
  readonly icon = input('more_vert');
  readonly label = input.required<string>();
  readonly entries = input.required<readonly MenuEntry[]>();
  readonly disabled = input(false);
  readonly picked = output<string>();
}
