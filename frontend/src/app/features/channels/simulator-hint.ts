import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Session } from '../../core/session';
import { Icon } from '../../ui/icon';

/** Where the simulator plays the provider (only beside a demo company), the way to its credentials. */
@Component({
  selector: 'mia-simulator-hint',
  imports: [Icon, TranslocoDirective],
  host: { '[hidden]': '!demo()' },
  template: `@if (demo()) {
    <p *transloco="let t">
      <mia-icon name="phone_device" [size]="20" />
      <span
        >{{ t('connect.simulator') }}
        <a href="/simulator/developer.html" target="_blank" rel="noopener"
          >{{ t('connect.simulatorLink') }}<mia-icon name="open_in_new" [size]="14" /></a
      ></span>
    </p>
  }`,
  styles: `
    :host {
      display: block;
    }
    :host[hidden] {
      display: none;
    }
    p {
      display: flex;
      gap: 10px;
      padding: 12px 14px;
      border-radius: 12px;
      background: var(--mia-info-soft);
      line-height: 1.45;
    }
    p > mia-icon {
      color: var(--mia-info);
    }
    a {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      font-weight: 550;
    }
  `,
})
export class SimulatorHint {
  private readonly session = inject(Session);
  protected readonly demo = computed(() => this.session.me()?.memberships.some((m) => m.company.demo) ?? false);
}
