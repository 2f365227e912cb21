import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import { Session } from '../../../core/session';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { ConversationActions } from '../data/conversation-actions';
import type { Row } from '../data/conversation-rows';
import { Directory } from '../data/directory';
import { InboxKeys } from '../data/inbox-keys';

/** From so many people on a field narrows them. */
const MANY = 8;

/** Who has the conversation, and to whom it can be given. */
@Component({
  selector: 'mia-assign-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <button
      type="button"
      class="who"
      data-testid="assign"
      [disabled]="!session.can('conversations.assign')"
      [matMenuTriggerFor]="menu"
      (menuOpened)="find.set('')"
    >
      @if (row().assignee; as a) {
        <mia-avatar [name]="a.name" [seed]="a.id" [size]="22" [round]="true" />
        <span class="name ellipsis">{{ a.id === me() ? t('assign.me') : a.name }}</span>
      } @else {
        <mia-icon name="person" [size]="18" /><span class="name ellipsis">{{ t('assign.nobody') }}</span>
      }
      <mia-icon name="keyboard_arrow_down" [size]="16" />
      <span class="sr-only">{{ t('assign.give') }}</span>
    </button>
    <mat-menu #menu="matMenu">
      @if (directory.people().length > many) {
        <input
          #box
          class="find"
          type="search"
          autocomplete="off"
          [placeholder]="t('assign.find')"
          [attr.aria-label]="t('assign.find')"
          [value]="find()"
          (input)="find.set(box.value)"
          (click)="$event.stopPropagation()"
          (keydown)="stay($event)"
        />
      }
      @if (self(); as mine) {
        <button mat-menu-item type="button" role="menuitemradio" [attr.aria-checked]="row().assignee?.id === mine.id" (click)="give(mine)">
          <span class="line"
            ><mia-avatar [name]="mine.name" [seed]="mine.id" [size]="24" [round]="true" /><span class="text">{{ t('assign.toMe') }}</span>
            @if (row().assignee?.id === mine.id) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
      @for (p of others(); track p.id) {
        <button mat-menu-item type="button" role="menuitemradio" [attr.aria-checked]="row().assignee?.id === p.id" (click)="give(p)">
          <span class="line"
            ><mia-avatar [name]="p.name" [seed]="p.id" [size]="24" [round]="true" /><span class="text">{{ p.name }}</span>
            @if (row().assignee?.id === p.id) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
      <button mat-menu-item type="button" role="menuitemradio" [attr.aria-checked]="!row().assignee" (click)="give(null)">
        <span class="line"
          ><mia-icon name="person" [size]="22" /><span class="text">{{ t('assign.nobody') }}</span>
          @if (!row().assignee) {
            <mia-icon name="check" [size]="18" />
          }
        </span>
      </button>
    </mat-menu>
  </ng-container>`,
  styles: `
    :host {
      min-width: 0;
    }
    .who {
      display: inline-flex;
      align-items: center;
      gap: 7px;
      max-width: 160px;
      min-height: 34px;
      padding: 0 9px;
      border: 1px solid var(--mia-line);
      border-radius: 10px;
      background: none;
      color: inherit;
      font:
        540 13px 'Inter Variable',
        system-ui,
        sans-serif;
      cursor: pointer;
      &:hover:not(:disabled) {
        background: var(--mia-panel-2);
      }
      &:disabled {
        cursor: default;
      }
    }
    .line {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .text {
      flex: 1;
      max-width: 220px;
      overflow-wrap: anywhere;
    }
    .find {
      width: calc(100% - 24px);
      min-height: 34px;
      margin: 2px 12px 6px;
      padding: 0 10px;
      border: 1px solid var(--mia-control-line);
      border-radius: 9px;
      background: var(--mia-panel);
      color: inherit;
      font: inherit;
    }
    @media (max-width: 760px) {
      .name {
        max-width: 70px;
      }
    }
  `,
})
export class AssignMenu {
  protected readonly actions = inject(ConversationActions);
  protected readonly directory = inject(Directory);
  protected readonly session = inject(Session);
  private readonly trigger = viewChild(MatMenuTrigger);
  readonly row = input.required<Row>();
  /** Whether keys open this one (there may be two on the screen). */
  readonly keyed = input(false);
  protected readonly find = signal('');
  protected readonly many = MANY;
  protected readonly me = computed(() => this.session.user()?.id ?? null);
  protected readonly self = computed(() => {
    const user = this.session.user();
    return user ? { id: user.id, name: user.name } : null;
  });
  protected readonly others = computed(() => {
    const words = this.find().trim().toLocaleLowerCase();
    return this.directory.people().filter((p) => p.id !== this.me() && p.name.toLocaleLowerCase().includes(words));
  });

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(
        filter((key) => key === 'assign'),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.keyed() && this.session.can('conversations.assign') && this.trigger()?.openMenu());
  }

  protected give(to: { readonly id: string; readonly name: string } | null): void {
    void this.actions.assign(this.row(), to && { id: to.id, name: to.name });
  }

  /** Typing narrows; arrows and Escape stay the menu's. */
  protected stay(e: KeyboardEvent): void {
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp' && e.key !== 'Escape') e.stopPropagation();
  }
}
