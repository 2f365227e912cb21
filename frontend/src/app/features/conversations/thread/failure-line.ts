import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../../core/can';
import type { Line } from '../data/lines';
import { MessageActions } from '../data/message-actions';

/** Why a message is not there, in plain words, and what a person can do about it. */
@Component({
  selector: 'mia-failure-line',
  imports: [Can, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div class="box" [class.ask]="line().status === 'UNKNOWN'">
      <p>{{ line().status === 'UNKNOWN' ? t('thread.unknown') : (line().failure?.message ?? t('status.FAILED')) }}</p>
      <ng-container *miaCan="'conversations.reply'">
        @if (line().actions.includes('retry')) {
          <button type="button" data-action="retry" [disabled]="actions.busy(line().id)" (click)="actions.retry(line())">
            {{ t('thread.retry') }}
          </button>
        }
        @if (line().actions.includes('mark_sent')) {
          <button type="button" data-action="mark_sent" [disabled]="actions.busy(line().id)" (click)="actions.markSent(line())">
            {{ t('thread.markSent') }}
          </button>
        }
        @if (line().actions.includes('send_again')) {
          <button type="button" data-action="send_again" [disabled]="actions.busy(line().id)" (click)="actions.sendAgain(line())">
            {{ t('thread.sendAgain') }}
          </button>
        }
      </ng-container>
    </div>
  </ng-container>`,
  styles: `
    .box {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 4px 12px;
      max-width: min(580px, 92%);
      padding: 4px 4px 2px;
      color: var(--mia-bad);
      font-size: 12.5px;
      line-height: 1.4;
    }
    .ask {
      color: var(--mia-warn);
    }
    p {
      text-align: end;
    }
    button {
      min-height: 28px;
      padding: 0 4px;
      border: 0;
      border-radius: 7px;
      background: none;
      color: var(--mia-accent);
      font: inherit;
      font-weight: 620;
      cursor: pointer;
      &:hover:not(:disabled) {
        text-decoration: underline;
      }
      &:disabled {
        color: var(--mia-muted);
        cursor: progress;
      }
    }
  `,
})
export class FailureLine {
  protected readonly actions = inject(MessageActions);
  readonly line = input.required<Line>();
}
