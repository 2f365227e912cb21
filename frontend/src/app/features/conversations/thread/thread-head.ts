import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../../core/can';
import { Format } from '../../../core/format';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { ConversationActions } from '../data/conversation-actions';
import type { Row } from '../data/conversation-rows';
import { Directory } from '../data/directory';
import { AssignMenu } from './assign-menu';
import { SnoozeMenu } from './snooze-menu';

/** Who one talks to, and what is done with the conversation as a whole. */
@Component({
  selector: 'mia-thread-head',
  imports: [AssignMenu, Avatar, Can, Icon, MatButton, MatIconButton, MatTooltip, RouterLink, SnoozeMenu, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <a
      class="back"
      data-testid="back"
      [routerLink]="back()"
      [queryParams]="{ m: null }"
      queryParamsHandling="merge"
      [attr.aria-label]="t('thread.back')"
      ><mia-icon name="arrow_back" [size]="22"
    /></a>
    <button type="button" class="who" [attr.aria-expanded]="panel()" [title]="t('thread.panel')" (click)="togglePanel.emit()">
      <mia-avatar [name]="row().contact.name" [seed]="row().contact.id" [size]="38" />
      <span class="words">
        <strong class="ellipsis">{{ row().contact.name }}</strong>
        <small class="muted num ellipsis">{{ detail() }}</small>
      </span>
    </button>
    <span class="actions">
      <mia-assign-menu [row]="row()" [keyed]="true" />
      <ng-container *miaCan="'conversations.close'">
        @if (row().state !== 'CLOSED') {
          <mia-snooze-menu [row]="row()" />
        }
        @if (row().state === 'OPEN') {
          <button matButton="outlined" type="button" class="state" data-testid="close" [matTooltip]="'E'" (click)="actions.close(row())">
            <mia-icon name="check" [size]="18" /><span class="wide">{{ t('thread.close') }}</span>
          </button>
        } @else {
          <button matButton="tonal" type="button" class="state" data-testid="reopen" [matTooltip]="'E'" (click)="actions.reopen(row())">
            <mia-icon name="refresh" [size]="18" /><span class="wide">{{
              row().state === 'SNOOZED' ? t('thread.wake') : t('thread.reopen')
            }}</span>
          </button>
        }
      </ng-container>
      <button
        matIconButton
        type="button"
        class="side"
        data-testid="panel"
        [matTooltip]="t('thread.panel')"
        [attr.aria-label]="t('thread.panel')"
        [attr.aria-expanded]="panel()"
        (click)="togglePanel.emit()"
      >
        <mia-icon name="info" [size]="21" />
      </button>
    </span>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 60px;
      padding: 8px 14px 8px 16px;
      border-bottom: 1px solid var(--mia-line);
      background: var(--mia-panel);
    }
    .back {
      display: none;
      place-items: center;
      width: 40px;
      height: 40px;
      flex: none;
      border-radius: 10px;
      color: var(--mia-ink);
    }
    .who {
      display: flex;
      flex: 1;
      align-items: center;
      gap: 11px;
      min-width: 0;
      padding: 2px 6px;
      border: 0;
      border-radius: 12px;
      background: none;
      color: inherit;
      font: inherit;
      text-align: start;
      cursor: pointer;
    }
    .words {
      display: grid;
      min-width: 0;
      line-height: 1.3;
    }
    strong {
      font-size: 15px;
      font-weight: 640;
    }
    small {
      font-size: 12.5px;
    }
    .actions {
      display: flex;
      flex: none;
      align-items: center;
      gap: 4px;
    }
    .state {
      min-width: 0;
      padding-inline: 12px;
    }
    @container thread (max-width: 480px) {
      .wide {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .state mia-icon {
        margin: 0;
      }
    }
    @media (max-width: 760px) {
      :host {
        gap: 2px;
        padding: 6px 6px 6px 4px;
      }
      .back {
        display: grid;
      }
      .side {
        display: none;
      }
      .who mia-avatar {
        --size: 32px !important;
      }
    }
  `,
})
export class ThreadHead {
  protected readonly actions = inject(ConversationActions);
  private readonly directory = inject(Directory);
  protected readonly format = inject(Format);
  readonly row = input.required<Row>();
  readonly panel = input.required<boolean>();
  readonly back = input.required<string>();
  readonly togglePanel = output();
  protected readonly detail = computed(() => {
    const { contact, channel } = this.row();
    return [contact.phone ? this.format.phone(contact.phone) : null, this.directory.channels().length > 1 ? channel.name : null]
      .filter(Boolean)
      .join(' · ');
  });
}
