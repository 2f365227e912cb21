import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../../../ui/icon';
import { Directory } from '../data/directory';
import { STATES, narrowing, type InboxFilter } from '../data/inbox-filter';

/** What narrows the list: state, unread, label, channel, person. */
@Component({
  selector: 'mia-filter-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <button
      matIconButton
      type="button"
      [matMenuTriggerFor]="menu"
      [matTooltip]="t('inbox.filter.title')"
      [attr.aria-label]="count() > 0 ? t('inbox.filter.active', { n: count() }) : t('inbox.filter.title')"
    >
      <mia-icon name="filter_list" [size]="21" />
      @if (count() > 0) {
        <span class="dot num" aria-hidden="true">{{ count() }}</span>
      }
    </button>
    <mat-menu #menu="matMenu">
      @for (s of states; track s) {
        <button mat-menu-item type="button" role="menuitemradio" [attr.aria-checked]="filter().state === s" (click)="change({ state: s })">
          <span class="row"
            ><span class="text">{{ t('inbox.state.' + s) }}</span>
            @if (filter().state === s) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
      <hr />
      <button
        mat-menu-item
        type="button"
        role="menuitemcheckbox"
        [attr.aria-checked]="filter().unread"
        (click)="change({ unread: !filter().unread })"
      >
        <span class="row"
          ><span class="text">{{ t('inbox.filter.unread') }}</span>
          @if (filter().unread) {
            <mia-icon name="check" [size]="18" />
          }
        </span>
      </button>
      @if (directory.labels().length > 0) {
        <button mat-menu-item type="button" [matMenuTriggerFor]="labels">{{ t('inbox.filter.label') }}</button>
      }
      @if (directory.channels().length > 1) {
        <button mat-menu-item type="button" [matMenuTriggerFor]="channels">{{ t('inbox.filter.channel') }}</button>
      }
      @if (filter().tab === 'ALL' && directory.people().length > 0) {
        <button mat-menu-item type="button" [matMenuTriggerFor]="people">{{ t('inbox.filter.assignee') }}</button>
      }
      @if (count() > 0) {
        <hr />
        <button mat-menu-item type="button" (click)="clear()">
          <span class="row"
            ><mia-icon name="close" [size]="18" /><span class="text">{{ t('inbox.filter.clear') }}</span></span
          >
        </button>
      }
    </mat-menu>
    <mat-menu #labels="matMenu">
      @for (l of directory.labels(); track l.id) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="filter().labelId === l.id"
          (click)="change({ labelId: filter().labelId === l.id ? null : l.id })"
        >
          <span class="row"
            ><i [style.background]="l.color"></i><span class="text">{{ l.name }}</span>
            @if (filter().labelId === l.id) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
    </mat-menu>
    <mat-menu #channels="matMenu">
      @for (c of directory.channels(); track c.id) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="filter().channelId === c.id"
          (click)="change({ channelId: filter().channelId === c.id ? null : c.id })"
        >
          <span class="row"
            ><span class="text">{{ c.name }}</span>
            @if (filter().channelId === c.id) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
    </mat-menu>
    <mat-menu #people="matMenu">
      @for (p of directory.people(); track p.id) {
        <button
          mat-menu-item
          type="button"
          role="menuitemradio"
          [attr.aria-checked]="filter().assigneeId === p.id"
          (click)="change({ assigneeId: filter().assigneeId === p.id ? null : p.id })"
        >
          <span class="row"
            ><span class="text">{{ p.name }}</span>
            @if (filter().assigneeId === p.id) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
    </mat-menu>
  </ng-container>`,
  styles: `
    button[matIconButton] {
      position: relative;
    }
    .dot {
      position: absolute;
      top: 0;
      right: -2px;
      min-width: 17px;
      padding: 0 4px;
      border-radius: 9px;
      background: var(--mia-accent);
      color: var(--mia-on-accent);
      font-size: 11px;
      font-weight: 620;
      line-height: 17px;
    }
    .row {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .text {
      flex: 1;
      max-width: 220px;
      overflow-wrap: anywhere;
    }
    i {
      width: 10px;
      height: 10px;
      flex: none;
      border-radius: 50%;
    }
    hr {
      margin: 6px 0;
      border: 0;
      border-top: 1px solid var(--mia-line);
    }
  `,
})
export class FilterMenu {
  protected readonly directory = inject(Directory);
  readonly filter = input.required<InboxFilter>();
  readonly changed = output<InboxFilter>();
  protected readonly states = STATES;
  protected readonly count = computed(() => narrowing(this.filter()));

  protected change(change: Partial<InboxFilter>): void {
    this.changed.emit({ ...this.filter(), ...change });
  }
  protected clear(): void {
    this.change({ state: 'OPEN', labelId: null, channelId: null, assigneeId: null, unread: false });
  }
}
