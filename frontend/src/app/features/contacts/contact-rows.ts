import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { Component, computed, inject, input, output } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { Avatar } from '../../ui/avatar';
import { Chip } from '../../ui/chip';
import type { ContactLineFragment } from './contacts.gql';

const ROW_PX = 60;
/** So many rows before the end the next page is asked for. */
const AHEAD = 20;

/** The table of contacts; only the rows in sight exist. */
@Component({
  selector: 'mia-contact-rows',
  imports: [Avatar, CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport, Chip, RouterLink, TranslocoDirective],
  host: { role: 'table', '[attr.aria-busy]': 'loading()', '[attr.aria-rowcount]': '-1' },
  template: `<ng-container *transloco="let t">
    <div class="row head" role="row">
      <span role="columnheader">{{ t('field.name') }}</span>
      <span role="columnheader">{{ t('contacts.phone') }}</span>
      <span class="since" role="columnheader">{{ t('contacts.since') }}</span>
    </div>
    <cdk-virtual-scroll-viewport [itemSize]="rowPx" role="rowgroup" tabindex="-1" (scrolledIndexChange)="scrolled($event)">
      <div
        *cdkVirtualFor="let c of all(); trackBy: idOf; let i = index"
        class="row"
        role="row"
        [attr.aria-rowindex]="i + 2"
        (click)="picked($event, c.id)"
      >
        <span class="who" role="rowheader">
          <mia-avatar [name]="c.name" [seed]="c.id" [size]="36" />
          <span class="words">
            <a class="ellipsis" [routerLink]="['/contacts', c.id]">{{ c.name ? shown(c) : t('contacts.nameless') }}</a>
            @if (c.givenName && c.profileName && c.givenName !== c.profileName) {
              <small class="muted ellipsis">~ {{ c.profileName }}</small>
            }
          </span>
          @if (c.blocked) {
            <mia-chip tone="bad" icon="block">{{ t('contacts.blocked') }}</mia-chip>
          }
        </span>
        <span class="num phone" role="cell">{{ c.phone ? format.phone(c.phone) : '—' }}</span>
        <span class="since muted" role="cell" [title]="format.full(c.createdAt)">{{ format.date(c.createdAt) }}</span>
      </div>
    </cdk-virtual-scroll-viewport>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
    }
    cdk-virtual-scroll-viewport {
      flex: 1;
      min-height: 0;
    }
    .row {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 200px 120px;
      align-items: center;
      gap: 16px;
      height: 60px;
      padding: 0 18px;
      border-bottom: 1px solid var(--mia-line);
      cursor: pointer;
      &:hover {
        background: var(--mia-panel-2);
      }
    }
    .head {
      height: 38px;
      background: var(--mia-panel-2);
      color: var(--mia-muted);
      font-size: 12px;
      font-weight: 580;
      cursor: default;
    }
    .who {
      display: flex;
      align-items: center;
      gap: 12px;
      min-width: 0;
    }
    mia-chip {
      flex: none;
    }
    .words {
      display: grid;
      min-width: 0;
    }
    a {
      color: var(--mia-ink);
      font-weight: 550;
      text-decoration: none;
      &:hover {
        text-decoration: underline;
      }
    }
    small {
      font-size: 12px;
    }
    @media (max-width: 760px) {
      .row {
        grid-template-columns: minmax(0, 1fr) auto;
        padding: 0 12px;
        gap: 10px;
      }
      .since {
        display: none;
      }
      .phone {
        font-size: 12.5px;
      }
    }
  `,
})
export class ContactRows {
  private readonly router = inject(Router);
  protected readonly format = inject(Format);
  readonly rows = input.required<readonly ContactLineFragment[]>();
  readonly loading = input(false);
  /** The end is near. */
  readonly end = output();
  protected readonly rowPx = ROW_PX;
  protected readonly all = computed(() => [...this.rows()]);
  protected readonly idOf = (_: number, c: ContactLineFragment): string => c.id;

  /** Who has no name is listed by the phone. */
  protected shown(c: ContactLineFragment): string {
    return c.name === c.phone ? this.format.phone(c.phone) : c.name;
  }
  protected scrolled(first: number): void {
    const inSight = Math.ceil((globalThis.innerHeight || 800) / ROW_PX);
    if (first + inSight + AHEAD >= this.rows().length) this.end.emit();
  }
  protected picked(e: MouseEvent, id: string): void {
    const onLink = e.target instanceof Element && e.target.closest('a') !== null;
    if (!onLink && !globalThis.getSelection()?.toString()) void this.router.navigate(['/contacts', id]);
  }
}
