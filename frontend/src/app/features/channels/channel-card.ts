import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { Now } from '../../core/now';
import { Chip } from '../../ui/chip';
import { Icon } from '../../ui/icon';
import { checksDone, firstProblem, healthOf } from './channel-health';
import { ChannelState } from './channel-state';
import type { ChannelFieldsFragment } from './channels.gql';

/** One number in the list: who it is, how it is, what it waits for. The whole card leads to its page. */
@Component({
  selector: 'mia-channel-card',
  imports: [ChannelState, Chip, Icon, RouterLink, TranslocoDirective],
  host: { class: 'card' },
  template: `<ng-container *transloco="let t">
    <span class="face"><mia-icon name="chat" [size]="22" /></span>
    <div class="words">
      <h2>
        <a [routerLink]="channel().id">{{ channel().name }}</a>
      </h2>
      <p class="muted num">{{ format.phone(channel().phoneNumber) }} · {{ t('channels.kind.' + channel().kind) }}</p>
    </div>
    <div class="chips">
      @if (channel().simulated) {
        <mia-chip tone="info">{{ t('channels.simulated') }}</mia-chip>
      }
      <mia-channel-state [health]="health()" />
    </div>
    @if (health() === 'suspended') {
      <p class="notice bad">
        <mia-icon name="warning" [size]="18" />
        <span
          >{{ channel().suspension }}
          @if (channel().held > 0) {
            <strong>{{ t('channels.held', { n: format.number(channel().held) }) }}</strong>
          }
        </span>
      </p>
    } @else if (problem(); as p) {
      <p class="notice warn">
        <mia-icon name="warning" [size]="18" /><span>{{ p.message }}</span>
      </p>
    }
    <p class="foot muted">
      @if (channel().lastDeliveryAt; as at) {
        <span [title]="format.full(at)">{{ t('channels.lastDelivery', { when: format.relative(at) }) }}</span>
      } @else {
        <span>{{ t('channels.noDelivery') }}</span>
      }
      @if (done() < channel().checklist.length) {
        <span>{{ t('channels.checksDone', { n: done(), of: channel().checklist.length }) }}</span>
      }
    </p>
  </ng-container>`,
  styles: `
    :host {
      position: relative;
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      gap: 12px 16px;
      align-items: center;
      padding: 18px 20px;
      &:hover {
        border-color: var(--mia-control-line);
      }
    }
    .face {
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      border-radius: 14px;
      background: color-mix(in srgb, var(--mia-wa) 14%, transparent);
      color: var(--mia-wa);
    }
    .words {
      overflow-wrap: anywhere;
    }
    a {
      color: inherit;
      text-decoration: none;
      &::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: var(--mia-radius);
      }
      &:focus-visible {
        outline: none;
        &::after {
          outline: 2px solid var(--mia-accent);
          outline-offset: 2px;
        }
      }
    }
    .chips,
    .foot {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 16px;
    }
    .chips {
      gap: 6px;
      justify-content: flex-end;
    }
    .foot {
      font-size: 12.5px;
    }
    .notice,
    .foot {
      grid-column: 2 / -1;
    }
    .notice {
      display: flex;
      gap: 9px;
      padding: 10px 12px;
      border-radius: 11px;
      font-size: 13.5px;
      line-height: 1.45;
      mia-icon {
        margin-top: 1px;
      }
    }
    .bad {
      background: var(--mia-bad-soft);
      color: var(--mia-bad);
    }
    .warn {
      background: var(--mia-warn-soft);
      color: var(--mia-warn);
    }
    @media (max-width: 760px) {
      :host {
        grid-template-columns: auto minmax(0, 1fr);
        padding: 16px;
      }
      .chips,
      .notice,
      .foot {
        grid-column: 1 / -1;
        justify-content: flex-start;
      }
    }
  `,
})
export class ChannelCard {
  private readonly now = inject(Now);
  protected readonly format = inject(Format);
  readonly channel = input.required<ChannelFieldsFragment>();
  protected readonly health = computed(() => healthOf(this.channel(), this.now.ms()));
  protected readonly problem = computed(() => firstProblem(this.channel()));
  protected readonly done = computed(() => checksDone(this.channel()));
}
