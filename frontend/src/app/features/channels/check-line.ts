import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { Icon } from '../../ui/icon';
import type { ChannelFieldsFragment } from './channels.gql';

/** One line of the checklist: its state, its name, the sentence that says what to do, and its button (content). */
@Component({
  selector: 'mia-check-line',
  imports: [Icon, TranslocoDirective],
  host: { role: 'listitem' },
  template: `<ng-container *transloco="let t">
    <span class="sign" [class]="face().tone"><mia-icon [class.turn]="running()" [name]="face().icon" [size]="20" /></span>
    <div class="words">
      <h3>
        {{ t('checks.step.' + check().step) }}
        <span class="sr-only">: {{ t('checks.state.' + (running() ? 'RUNNING' : check().state)) }}</span>
        @if (checked(); as at) {
          <span class="muted when" [title]="format.full(at)">{{ t('checks.when', { when: format.relative(at) }) }}</span>
        }
      </h3>
      @if (check().message; as sentence) {
        <p [class.bad]="check().state === 'FAILED'" [class.muted]="check().state !== 'FAILED'">{{ sentence }}</p>
      } @else {
        <p class="muted">{{ running() ? t('checks.state.RUNNING') : t('checks.about.' + check().step) }}</p>
      }
      <div class="actions"><ng-content /></div>
    </div>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      gap: 14px;
      padding: 14px 0;
    }
    :host(:not(:first-child)) {
      border-top: 1px solid var(--mia-line);
    }
    .sign {
      flex: none;
      display: grid;
      place-items: center;
      width: 34px;
      height: 34px;
      border-radius: 50%;
      background: var(--mia-panel-2);
      color: var(--mia-muted);
    }
    .good {
      background: var(--mia-good-soft);
      color: var(--mia-good);
    }
    .bad-sign {
      background: var(--mia-bad-soft);
      color: var(--mia-bad);
    }
    .warn {
      background: var(--mia-warn-soft);
      color: var(--mia-warn);
    }
    .words {
      flex: 1;
      min-width: 0;
      display: grid;
      gap: 3px;
      overflow-wrap: anywhere;
    }
    .bad {
      color: var(--mia-bad);
    }
    h3 {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 10px;
    }
    .when {
      margin-inline-start: auto;
      font-size: 12.5px;
      font-weight: 400;
    }
    .actions {
      display: grid;
      justify-items: start;
      gap: 10px;
      margin-top: 6px;
      &:empty {
        display: none;
      }
    }
    .turn {
      animation: turn 1.2s linear infinite;
    }
    @keyframes turn {
      to {
        rotate: 360deg;
      }
    }
  `,
})
export class CheckLine {
  protected readonly format = inject(Format);
  readonly check = input.required<ChannelFieldsFragment['checklist'][number]>();
  readonly running = input(false);
  /** When it was found so; the start of a check that runs says nothing. */
  protected readonly checked = computed(() => (['OK', 'FAILED'].includes(this.check().state) ? this.check().checkedAt : null));
  protected readonly face = computed(() => {
    if (this.running()) return { tone: '', icon: 'sync' };
    switch (this.check().state) {
      case 'OK':
        return this.check().code ? { tone: 'warn', icon: 'warning' } : { tone: 'good', icon: 'check' };
      case 'FAILED':
        return { tone: 'bad-sign', icon: 'close' };
      case 'PENDING':
        return { tone: 'warn', icon: 'clock' };
      case 'NOT_CHECKED':
        return { tone: '', icon: 'clock' };
    }
  });
}
