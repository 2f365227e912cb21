import { CdkConnectedOverlay, CdkOverlayOrigin } from '@angular/cdk/overlay';
import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../core/format';
import { Live } from '../core/live';
import { Icon } from '../ui/icon';
import { SystemLive } from './system-live';

/** Live, lag or offline, in the open; a click shows engines, views and what waits. */
@Component({
  selector: 'mia-status-chip',
  imports: [CdkConnectedOverlay, CdkOverlayOrigin, Icon, TranslocoDirective],
  templateUrl: './status-chip.html',
  styleUrl: './status-chip.scss',
})
export class StatusChip {
  protected readonly live = inject(Live);
  protected readonly system = inject(SystemLive);
  protected readonly format = inject(Format);
  protected readonly open = signal(false);
  /** Views that serve; the versions being built or retired are left out. */
  protected readonly views = computed(() => (this.system.status()?.views ?? []).filter((v) => v.state === 'LIVE'));
  protected readonly delaySeconds = computed(() => Math.round(Math.max(this.live.lagMs(), this.live.latencyMs() ?? 0) / 1000));
}
