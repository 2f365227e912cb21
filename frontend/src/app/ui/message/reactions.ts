import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** Reactions under a message, equal ones counted together. */
@Component({
  selector: 'mia-reactions',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span role="img" [attr.aria-label]="t('ui.reactions', { emoji: spoken() })">
      @for (g of groups(); track g.emoji) {
        <i>
          <b>{{ g.emoji }}</b>
          @if (g.count > 1) {
            <small class="num">{{ g.count }}</small>
          }
        </i>
      }
    </span>
  </ng-container>`,
  styles: `
    :host {
      display: block;
      margin-top: -4px;
    }
    span {
      display: inline-flex;
      gap: 5px;
      padding: 1px 7px;
      border: 1px solid var(--mia-line);
      border-radius: 999px;
      background: var(--mia-panel);
      font-size: 14px;
      line-height: 20px;
      box-shadow: var(--mia-shadow);
    }
    i,
    b {
      font: inherit;
    }
    small {
      margin-inline-start: 2px;
      color: var(--mia-muted);
    }
  `,
})
export class Reactions {
  readonly emojis = input.required<readonly string[]>();
  protected readonly groups = computed(() =>
    [...Map.groupBy(this.emojis(), (e) => e)].map(([emoji, all]) => ({ emoji, count: all.length })),
  );
  protected readonly spoken = computed(() => this.emojis().join(' '));
}
