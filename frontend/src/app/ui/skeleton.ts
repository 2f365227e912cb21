import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** Grey shapes where content is about to be: list rows with a face, table rows, lines of text, or bubbles. Says "loading" once to a screen reader. */
@Component({
  selector: 'mia-skeleton',
  imports: [TranslocoDirective],
  host: { role: 'status' },
  template: `<ng-container *transloco="let t">
    <span class="sr-only">{{ t('ui.loading') }}</span>
    @for (i of each(); track i) {
      <div [class]="shape()" [style.--w.%]="widths[i % widths.length]" [class.mine]="i % 3 === 1" aria-hidden="true">
        @if (shape() === 'rows') {
          <span class="face"></span>
        }
        <span class="lines"
          ><i></i>
          @if (shape() !== 'lines') {
            <i class="thin"></i>
          }
        </span>
      </div>
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
    }
    div {
      display: flex;
      align-items: center;
      gap: 12px;
    }
    .rows {
      height: 72px;
      padding: 0 16px;
    }
    .table {
      height: 52px;
      padding: 0 16px;
      border-bottom: 1px solid var(--mia-line);
    }
    .lines {
      height: 26px;
    }
    .bubbles {
      width: max(140px, calc(var(--w) * 0.6));
      height: 58px;
      margin: 10px 24px;
      padding: 0 14px;
      border-radius: 16px;
      background: var(--mia-panel-2);
      &.mine {
        margin-inline-start: auto;
      }
    }
    .face {
      width: 40px;
      height: 40px;
      flex: none;
      border-radius: 30%;
    }
    .lines {
      flex: 1;
      display: grid;
      align-content: center;
      gap: 8px;
    }
    i {
      display: block;
      width: var(--w);
      height: 11px;
      border-radius: 6px;
    }
    .thin {
      width: calc(var(--w) * 0.7);
      height: 9px;
    }
    .face,
    i {
      background: linear-gradient(
        90deg,
        var(--mia-line) 25%,
        color-mix(in srgb, var(--mia-line) 45%, var(--mia-panel)) 50%,
        var(--mia-line) 75%
      );
      background-size: 300% 100%;
      animation: pulse 1.6s ease-in-out infinite;
    }
    @keyframes pulse {
      from {
        background-position: 100% 0;
      }
      to {
        background-position: 0 0;
      }
    }
  `,
})
export class Skeleton {
  readonly shape = input<'rows' | 'table' | 'lines' | 'bubbles'>('lines');
  readonly count = input(6);
  protected readonly each = computed(() => Array.from({ length: this.count() }, (_, i) => i));
  protected readonly widths = [72, 48, 86, 60, 40, 78, 54];
}
