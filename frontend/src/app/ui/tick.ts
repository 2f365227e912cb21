import { Component, computed, input } from '@angular/core';
import { MatTooltip } from '@angular/material/tooltip';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MessageStatus } from '../../gql/schema';
import { Icon } from './icon';

type Face = { readonly icon: string; readonly tone: 'wait' | 'plain' | 'read' | 'bad' | 'ask' };
const FACES: Readonly<Record<MessageStatus, Face>> = {
  QUEUED: { icon: 'clock', tone: 'wait' },
  SENDING: { icon: 'clock', tone: 'wait' },
  ACCEPTED: { icon: 'check', tone: 'plain' },
  SENT: { icon: 'check', tone: 'plain' },
  DELIVERED: { icon: 'done_all', tone: 'plain' },
  READ: { icon: 'done_all', tone: 'read' },
  FAILED: { icon: 'error', tone: 'bad' },
  UNKNOWN: { icon: 'help', tone: 'ask' },
};

/** How far a message got: clock, ✓, ✓✓, blue ✓✓, red with the reason, or a question mark. */
@Component({
  selector: 'mia-tick',
  imports: [Icon, MatTooltip, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span
      role="img"
      [class]="face().tone"
      [attr.data-status]="status()"
      [attr.aria-label]="words(t('status.' + status()))"
      [matTooltip]="words(t('status.' + status()))"
      ><mia-icon [name]="face().icon" [size]="size()"
    /></span>
  </ng-container>`,
  styles: `
    :host {
      display: inline-flex;
    }
    span {
      display: inline-flex;
      color: var(--mia-muted);
    }
    .read {
      color: var(--mia-read);
    }
    .bad {
      color: var(--mia-bad);
    }
    .ask {
      color: var(--mia-warn);
    }
  `,
})
export class Tick {
  readonly status = input.required<MessageStatus>();
  /** Why it failed, in plain words. */
  readonly reason = input<string | null>(null);
  readonly size = input(15);
  protected readonly face = computed(() => FACES[this.status()]);

  protected words(status: string): string {
    const reason = this.reason();
    return reason ? `${status}: ${reason}` : status;
  }
}
