import { Component, inject, input, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import { Format } from '../../../core/format';
import { Icon } from '../../../ui/icon';
import { ConversationActions } from '../data/conversation-actions';
import type { Row } from '../data/conversation-rows';
import { InboxKeys } from '../data/inbox-keys';
import { snoozeTimes } from '../panel/snooze-times';

/** Puts a conversation away until a moment. */
@Component({
  selector: 'mia-snooze-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, MatTooltip, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <button
      matIconButton
      type="button"
      data-testid="snooze"
      [matMenuTriggerFor]="menu"
      [matTooltip]="t('snooze.do')"
      [attr.aria-label]="t('snooze.do')"
      (menuOpened)="times.set(now())"
    >
      <mia-icon name="schedule_snooze" [size]="21" />
    </button>
    <mat-menu #menu="matMenu">
      @for (x of times(); track x.preset) {
        <button mat-menu-item type="button" (click)="actions.snooze(row(), x.at)">
          <span class="row"
            ><span class="text">{{ t('snooze.preset.' + x.preset) }}</span
            ><span class="muted num">{{ x.preset === 'hour' || x.preset === 'threeHours' ? format.time(x.at) : day(x.at) }}</span></span
          >
        </button>
      }
      <button mat-menu-item type="button" (click)="other()">{{ t('snooze.other') }}</button>
    </mat-menu>
  </ng-container>`,
  styles: `
    .row {
      display: flex;
      gap: 22px;
    }
    .text {
      flex: 1;
    }
  `,
})
export class SnoozeMenu {
  private readonly dialog = inject(MatDialog);
  protected readonly actions = inject(ConversationActions);
  protected readonly format = inject(Format);
  private readonly trigger = viewChild(MatMenuTrigger);
  readonly row = input.required<Row>();
  protected readonly times = signal(snoozeTimes(new Date()));

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(
        filter((key) => key === 'snooze'),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.trigger()?.openMenu());
  }

  protected now() {
    return snoozeTimes(new Date());
  }
  protected day(at: Date): string {
    return `${new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'short' }).format(at)} ${this.format.time(at)}`;
  }
  protected async other(): Promise<void> {
    const row = this.row();
    const { SnoozeDialog } = await import('../panel/snooze-dialog');
    this.dialog
      .open<unknown, unknown, Date>(SnoozeDialog, { width: '400px' })
      .afterClosed()
      .subscribe((at) => at && void this.actions.snooze(row, at));
  }
}
