import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import { Component, afterRenderEffect, computed, inject, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { EmptyState } from '../../../ui/empty-state';
import { ErrorState } from '../../../ui/error-state';
import { Icon } from '../../../ui/icon';
import { Skeleton } from '../../../ui/skeleton';
import type { Row } from '../data/conversation-rows';
import { Directory } from '../data/directory';
import { Drafts } from '../data/drafts';
import { InboxList } from '../data/inbox-list';
import { ConversationRow } from './conversation-row';

/** Pixels; the row's own style says the same. */
export const ROW = 86;
/** The next page is asked for when so many rows are left below. */
const AHEAD = 15;

/** The rows of the list, of which only those on the screen exist. What arrives on top moves nothing that is being looked at. */
@Component({
  selector: 'mia-conversation-list',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    ConversationRow,
    EmptyState,
    ErrorState,
    Icon,
    MatButton,
    Skeleton,
    TranslocoDirective,
  ],
  template: `<ng-container *transloco="let t">
    @switch (store.state()) {
      @case ('loading') {
        <mia-skeleton shape="rows" [count]="8" />
      }
      @case ('failed') {
        <mia-error-state [text]="store.error()" (again)="store.retry()" />
      }
      @default {
        @if (rows().length === 0) {
          <mia-empty-state icon="inbox" [title]="t('inbox.empty.title')" [text]="t('inbox.empty.text')"><ng-content /></mia-empty-state>
        } @else {
          <cdk-virtual-scroll-viewport
            role="list"
            tabindex="-1"
            [attr.aria-label]="t('inbox.list')"
            [itemSize]="size"
            minBufferPx="430"
            maxBufferPx="860"
            (scrolledIndexChange)="scrolled($event)"
          >
            <mia-conversation-row
              *cdkVirtualFor="let row of rows(); trackBy: track; templateCacheSize: 0; let i = index; let count = count"
              [row]="row"
              [active]="row.id === store.openId()"
              [draft]="row.id === store.openId() ? '' : drafts.begun(row.id)"
              [showChannel]="manyChannels()"
              [attr.aria-posinset]="i + 1"
              [attr.aria-setsize]="store.more() ? -1 : count"
            />
          </cdk-virtual-scroll-viewport>
          @if (above() > 0) {
            <button matButton="filled" type="button" class="pill" (click)="toTop()">
              <mia-icon name="arrow_down" [size]="16" />{{ t('inbox.newAbove', { n: above() }) }}
            </button>
          }
          @if (store.loadingMore()) {
            <span class="sr-only" role="status">{{ t('ui.loading') }}</span>
          }
        }
      }
    }
  </ng-container>`,
  styles: `
    :host {
      position: relative;
      display: flex;
      flex-direction: column;
      flex: 1;
      min-height: 0;
    }
    cdk-virtual-scroll-viewport {
      flex: 1;
      min-height: 0;
      scrollbar-width: thin;
      overflow-anchor: none;
    }
    .pill {
      position: absolute;
      top: 10px;
      left: 50%;
      translate: -50% 0;
      box-shadow: var(--mia-lift);
      mia-icon {
        rotate: 180deg;
      }
    }
  `,
})
export class ConversationList {
  protected readonly store = inject(InboxList);
  protected readonly drafts = inject(Drafts);
  private readonly directory = inject(Directory);
  private readonly viewport = viewChild(CdkVirtualScrollViewport);
  protected readonly size = ROW;
  protected readonly rows = computed(() => [...this.store.list()]);
  protected readonly manyChannels = computed(() => this.directory.channels().length > 1);
  /** Rows that came to the top while one looks further down. */
  protected readonly above = signal(0);
  protected readonly track = (_: number, row: Row): string => row.id;
  private order: readonly string[] = [];

  constructor() {
    afterRenderEffect({
      earlyRead: () => {
        const rows = this.rows();
        untracked(() => {
          this.hold(rows.map((r) => r.id));
          if (rows.length < AHEAD && this.store.more() && this.store.state() === 'ready') void this.store.loadMore();
        });
      },
    });
  }

  /** Keeps the first row that is looked at where it is when the order changes above it. */
  private hold(order: readonly string[]): void {
    const viewport = this.viewport();
    const before = this.order;
    this.order = order;
    if (!viewport) return;
    const top = viewport.measureScrollOffset('top');
    if (top < ROW / 2) return void this.above.set(0);
    const places = new Map(order.map((id, i) => [id, i]));
    const first = Math.floor(top / ROW);
    const shown = before.slice(first, first + Math.ceil(viewport.getViewportSize() / ROW));
    const moves = shown.flatMap((id, i) => (places.has(id) ? [(places.get(id) ?? 0) - first - i] : [])).sort((a, b) => a - b);
    // The middle one: a row that itself jumped to the top says nothing about the others.
    const move = moves[Math.floor(moves.length / 2)] ?? 0;
    if (move === 0) return;
    viewport.scrollToOffset(top + move * ROW);
    if (move > 0) this.above.update((n) => n + move);
  }

  protected scrolled(first: number): void {
    if (first === 0) this.above.set(0);
    const viewport = this.viewport();
    if (viewport && viewport.getRenderedRange().end >= this.rows().length - AHEAD) void this.store.loadMore();
  }

  protected toTop(): void {
    this.above.set(0);
    this.viewport()?.scrollToIndex(0, 'smooth');
  }

  /** Brings a row into sight, moving no more than needed. */
  reveal(id: string): void {
    const viewport = this.viewport();
    const i = this.order.indexOf(id);
    if (!viewport || i < 0) return;
    const [top, height] = [viewport.measureScrollOffset('top'), viewport.getViewportSize()];
    if (i * ROW < top) viewport.scrollToOffset(i * ROW);
    else if ((i + 1) * ROW > top + height) viewport.scrollToOffset((i + 1) * ROW - height);
  }
}
