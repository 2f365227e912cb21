import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Chip } from '../../ui/chip';
import type { TemplateListQuery } from './channel-templates.gql';

const TONES = { APPROVED: 'good', PENDING: 'warn', REJECTED: 'bad', PAUSED: 'warn', DISABLED: 'bad', OTHER: 'plain' } as const;
const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];

/** One template: name, language, state, text. */
@Component({
  selector: 'mia-template-line',
  imports: [Chip, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <p class="top">
      <strong>{{ template().name }}</strong>
      <span class="muted">{{ template().language }}</span>
      <span class="muted">{{ category() ? t('templates.category.' + category()) : template().category }}</span>
      <mia-chip [tone]="tone()">{{
        template().status === 'OTHER' ? template().providerStatus : t('templates.status.' + template().status)
      }}</mia-chip>
    </p>
    @if (template().header; as header) {
      <p class="header">{{ header }}</p>
    }
    <p class="body">{{ template().body }}</p>
    @if (template().footer; as footer) {
      <p class="muted">{{ footer }}</p>
    }
    @if (template().buttons.length > 0) {
      <p class="buttons">
        @for (b of template().buttons; track $index) {
          <span>{{ b }}</span>
        }
      </p>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 4px;
      padding: 12px 0;
      overflow-wrap: anywhere;
    }
    .top {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    strong {
      font-weight: 600;
    }
    .header {
      font-weight: 550;
    }
    .body {
      white-space: pre-line;
      max-height: 9lh;
      overflow: auto;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      span {
        padding: 2px 10px;
        border: 1px solid var(--mia-line);
        border-radius: 8px;
        font-size: 12.5px;
      }
    }
  `,
})
export class TemplateLine {
  readonly template = input.required<TemplateListQuery['templates']['edges'][number]['node']>();
  protected readonly tone = computed(() => TONES[this.template().status]);
  protected readonly category = computed(() => CATEGORIES.find((c) => c === this.template().category) ?? null);
}
