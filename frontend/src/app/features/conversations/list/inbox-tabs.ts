import { Component, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { InboxTab } from '../../../../gql/schema';
import { Format } from '../../../core/format';
import { InboxCounts } from '../data/inbox-counts';
import { TABS } from '../data/inbox-filter';

const COUNT = { MINE: 'mine', UNASSIGNED: 'unassigned', ALL: 'all' } as const;

/** Mine, unassigned, all; each with its number. */
@Component({
  selector: 'mia-inbox-tabs',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div role="group" [attr.aria-label]="t('inbox.tabs')">
      @for (name of tabs; track name) {
        <button type="button" [attr.aria-pressed]="tab() === name" [class.on]="tab() === name" (click)="picked.emit(name)">
          <span class="ellipsis">{{ t('inbox.tab.' + name) }}</span>
          @if (counts.now(); as now) {
            <span class="num n">{{ format.capped(now[keys[name]], now.cap) }}</span>
          }
        </button>
      }
    </div>
  </ng-container>`,
  styles: `
    div {
      display: flex;
      gap: 2px;
    }
    button {
      display: flex;
      flex: 1 1 auto;
      align-items: center;
      justify-content: center;
      gap: 6px;
      min-width: 0;
      min-height: 40px;
      padding: 0 8px;
      border: 0;
      border-bottom: 2px solid transparent;
      background: none;
      color: var(--mia-muted);
      font:
        540 13.5px 'Inter Variable',
        system-ui,
        sans-serif;
      cursor: pointer;
      &:hover {
        color: var(--mia-ink);
      }
      &:focus-visible {
        outline-offset: -2px;
      }
    }
    .on {
      border-bottom-color: var(--mia-accent);
      color: var(--mia-accent);
      font-weight: 620;
    }
    .n {
      padding: 0 6px;
      border-radius: 8px;
      background: var(--mia-panel-2);
      color: var(--mia-muted);
      font-size: 11.5px;
      line-height: 18px;
    }
    .on .n {
      background: var(--mia-accent-soft);
      color: var(--mia-accent);
    }
  `,
})
export class InboxTabs {
  protected readonly counts = inject(InboxCounts);
  protected readonly format = inject(Format);
  readonly tab = input.required<InboxTab>();
  readonly picked = output<InboxTab>();
  protected readonly tabs = TABS;
  protected readonly keys = COUNT;
}
