import { Component, ElementRef, computed, inject, input, output, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import type { InboxTab } from '../../../../gql/schema';
import { Can } from '../../../core/can';
import { Icon } from '../../../ui/icon';
import { narrowing, type InboxFilter } from '../data/inbox-filter';
import { InboxKeys } from '../data/inbox-keys';
import { Search } from '../data/search';
import { ActiveFilters } from './active-filters';
import { ConversationList } from './conversation-list';
import { FilterMenu } from './filter-menu';
import { InboxTabs } from './inbox-tabs';
import { SearchResults } from './search-results';

/** The left pane: search, tabs, filters and the list, or what the search found. */
@Component({
  selector: 'mia-list-pane',
  imports: [
    ActiveFilters,
    Can,
    ConversationList,
    FilterMenu,
    Icon,
    InboxTabs,
    MatButton,
    MatIconButton,
    MatTooltip,
    SearchResults,
    TranslocoDirective,
  ],
  template: `<ng-container *transloco="let t">
    <header>
      <h1>{{ t('title.inbox') }}</h1>
      <button
        *miaCan="'conversations.reply'"
        matIconButton
        type="button"
        class="new"
        data-testid="new-conversation"
        [matTooltip]="t('start.title')"
        matTooltipPosition="left"
        [attr.aria-label]="t('start.title')"
        (click)="start.emit()"
      >
        <mia-icon name="add" [size]="22" />
      </button>
    </header>
    <div class="find">
      <label class="box" [class.used]="search.text()">
        <mia-icon name="search" [size]="19" />
        <span class="sr-only">{{ t('inbox.search.label') }}</span>
        <input
          #box
          type="search"
          autocomplete="off"
          maxlength="200"
          data-testid="search"
          [placeholder]="t('inbox.search.placeholder')"
          [value]="search.text()"
          (input)="search.set(box.value)"
          (keydown.escape)="clear()"
        />
        @if (search.text()) {
          <button type="button" [attr.aria-label]="t('inbox.search.clear')" (click)="clear()"><mia-icon name="close" [size]="18" /></button>
        }
      </label>
      @if (!searching()) {
        <mia-filter-menu [filter]="filter()" (changed)="changed.emit($event)" />
      }
    </div>
    @if (searching()) {
      <mia-search-results />
    } @else {
      <mia-inbox-tabs [tab]="filter().tab" (picked)="pick($event)" />
      <mia-active-filters [filter]="filter()" (changed)="changed.emit($event)" />
      <mia-conversation-list>
        @if (narrowed()) {
          <button matButton="outlined" type="button" (click)="widen()">{{ t('inbox.filter.clear') }}</button>
        }
      </mia-conversation-list>
    }
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      background: var(--mia-panel);
    }
    header {
      display: flex;
      align-items: center;
      padding: 12px 10px 4px 16px;
      h1 {
        flex: 1;
        font-size: 20px;
      }
    }
    .new {
      background: var(--mia-accent);
      color: var(--mia-on-accent);
      border-radius: 12px;
    }
    .find {
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 6px 10px 8px 14px;
    }
    .box {
      display: flex;
      flex: 1;
      align-items: center;
      gap: 8px;
      min-width: 0;
      min-height: 38px;
      padding-inline: 11px 4px;
      border: 1px solid var(--mia-control-line);
      border-radius: var(--mia-radius-control);
      background: var(--mia-panel-2);
      color: var(--mia-muted);
      &:focus-within {
        outline: 2px solid var(--mia-accent);
        outline-offset: -1px;
        border-color: var(--mia-accent);
      }
    }
    input {
      flex: 1;
      min-width: 0;
      border: 0;
      outline: 0;
      background: none;
      color: var(--mia-ink);
      font: inherit;
      appearance: none;
      &::placeholder {
        color: var(--mia-muted);
        opacity: 1;
      }
      &::-webkit-search-cancel-button {
        display: none;
      }
    }
    .box button {
      display: grid;
      place-items: center;
      width: 28px;
      height: 28px;
      border: 0;
      border-radius: 8px;
      background: none;
      color: inherit;
      cursor: pointer;
    }
    mia-inbox-tabs {
      padding-inline: 10px;
      border-bottom: 1px solid var(--mia-line);
    }
  `,
})
export class ListPane {
  protected readonly search = inject(Search);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private readonly rows = viewChild(ConversationList);
  readonly filter = input.required<InboxFilter>();
  readonly changed = output<InboxFilter>();
  readonly start = output();
  protected readonly searching = computed(() => this.search.text() !== '');
  protected readonly narrowed = computed(() => narrowing(this.filter()) > 0);

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(
        filter((key) => key === 'search'),
        takeUntilDestroyed(),
      )
      .subscribe(() => {
        this.box().nativeElement.focus();
        this.box().nativeElement.select();
      });
  }

  reveal(id: string): void {
    this.rows()?.reveal(id);
  }
  protected clear(): void {
    this.search.set('');
    this.box().nativeElement.focus();
  }
  protected pick(tab: InboxTab): void {
    this.changed.emit({ ...this.filter(), tab, assigneeId: tab === 'ALL' ? this.filter().assigneeId : null });
  }
  protected widen(): void {
    this.changed.emit({ tab: this.filter().tab, state: 'OPEN', labelId: null, channelId: null, assigneeId: null, unread: false });
  }
}
