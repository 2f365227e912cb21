import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Chip } from '../../ui/chip';
import type { Health } from './channel-health';

const FACES = {
  ready: { tone: 'good', icon: 'check_circle' },
  checking: { tone: 'plain', icon: 'sync' },
  incomplete: { tone: 'warn', icon: 'warning' },
  suspended: { tone: 'bad', icon: 'pause' },
  disconnected: { tone: 'plain', icon: 'close' },
} as const satisfies Readonly<Record<Health, { tone: string; icon: string }>>;

/** A channel's health as one chip. */
@Component({
  selector: 'mia-channel-state',
  imports: [Chip, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-chip [tone]="faces[health()].tone" [icon]="faces[health()].icon">{{ t('channels.health.' + health()) }}</mia-chip>
  </ng-container>`,
})
export class ChannelState {
  readonly health = input.required<Health>();
  protected readonly faces = FACES;
}
