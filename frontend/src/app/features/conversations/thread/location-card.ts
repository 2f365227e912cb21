import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../../../ui/icon';
import type { Line } from '../data/lines';

/** A place, with a way to see it on a map. */
@Component({
  selector: 'mia-location-card',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span class="pin"><mia-icon name="location" [size]="26" /></span>
    <span class="words">
      <strong>{{ place().name || t('kind.LOCATION') }}</strong>
      @if (place().address) {
        <small class="muted">{{ place().address }}</small>
      }
      <small class="muted num">{{ at() }}</small>
      <a [href]="map()" target="_blank" rel="noopener noreferrer">{{ t('thread.openMap') }}<mia-icon name="open_in_new" [size]="15" /></a>
    </span>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      gap: 10px;
      max-width: 320px;
    }
    .pin {
      display: grid;
      place-items: center;
      width: 52px;
      height: 52px;
      flex: none;
      border-radius: 12px;
      background: var(--mia-good-soft);
      color: var(--mia-good);
    }
    .words {
      display: grid;
      gap: 2px;
      min-width: 0;
    }
    strong {
      font-weight: 600;
    }
    small {
      font-size: 12.5px;
    }
    a {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      font-size: 13px;
      font-weight: 580;
    }
  `,
})
export class LocationCard {
  readonly place = input.required<NonNullable<Line['location']>>();
  protected readonly at = computed(() => `${this.place().latitude.toFixed(5)}, ${this.place().longitude.toFixed(5)}`);
  protected readonly map = computed(
    () => `https://www.google.com/maps/search/?api=1&query=${this.place().latitude},${this.place().longitude}`,
  );
}
