import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { EmptyState } from '../../../ui/empty-state';
import { ErrorState } from '../../../ui/error-state';
import { Icon } from '../../../ui/icon';
import { Skeleton } from '../../../ui/skeleton';
import { Drafts } from '../data/drafts';
import { InboxList } from '../data/inbox-list';
import { Search } from '../data/search';
import { ConversationRow } from './conversation-row';
import { marked } from './marked';

/** What a search found: conversations by their contact, then messages; a click on a message opens its place in the thread. */
@Component({
  selector: 'mia-search-results',
  imports: [ConversationRow, EmptyState, ErrorState, Icon, MatButton, RouterLink, Skeleton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @switch (search.state()) {
      @case ('searching') {
        <mia-skeleton shape="rows" [count]="4" />
      }
      @case ('failed') {
        <mia-error-state [text]="search.error()" (again)="search.retry()" />
      }
      @case ('ready') {
        @if (search.people().length === 0 && search.hits().length === 0) {
          <mia-empty-state icon="search" [title]="t('inbox.search.none')" [text]="t('inbox.search.noneText')" />
        }
        @if (search.people().length > 0) {
          <h2 id="found-people">{{ t('inbox.search.people') }}</h2>
          <div role="list" aria-labelledby="found-people">
            @for (row of search.people(); track row.id) {
              <mia-conversation-row [row]="row" [active]="row.id === list.openId()" [draft]="drafts.begun(row.id)" [showChannel]="true" />
            }
          </div>
          @if (search.morePeople() !== null) {
            <p class="more">
              <button matButton type="button" (click)="search.moreConversations()">{{ t('ui.table.more') }}</button>
            </p>
          }
        }
        @if (hits().length > 0) {
          <h2 id="found-messages">{{ t('inbox.search.messages') }}</h2>
          <div role="list" aria-labelledby="found-messages">
            @for (h of hits(); track h.messageId) {
              <div role="listitem">
                <a
                  class="hit"
                  [routerLink]="['/inbox/c', h.conversation.id]"
                  [queryParams]="{ m: h.messageId }"
                  queryParamsHandling="merge"
                >
                  <span class="top">
                    <strong class="ellipsis">{{ h.conversation.contact.name }}</strong>
                    <time class="num muted" [attr.datetime]="h.at">{{ format.listTime(h.at) }}</time>
                  </span>
                  <span class="words">
                    @if (h.direction === 'OUT') {
                      <mia-icon name="reply" [size]="14" /><span class="sr-only">{{ t('inbox.search.ours') }}</span>
                    }
                    @for (p of h.pieces; track $index) {
                      @if (p.hit) {
                        <mark>{{ p.text }}</mark>
                      } @else {
                        <span>{{ p.text }}</span>
                      }
                    }
                  </span>
                </a>
              </div>
            }
          </div>
          @if (search.moreHits() !== null) {
            <p class="more">
              <button matButton type="button" (click)="search.moreMessages()">{{ t('ui.table.more') }}</button>
            </p>
          }
        }
      }
      @default {
        <p class="hint muted">{{ t('inbox.search.hint') }}</p>
      }
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
      flex: 1;
      min-height: 0;
      overflow-y: auto;
      scrollbar-width: thin;
    }
    h2 {
      padding: 14px 16px 6px;
      color: var(--mia-muted);
      font-size: 12.5px;
      font-weight: 600;
    }
    .hit {
      display: grid;
      gap: 3px;
      padding: 10px 16px;
      border-bottom: 1px solid color-mix(in srgb, var(--mia-line) 65%, transparent);
      color: inherit;
      text-decoration: none;
      &:hover {
        background: var(--mia-panel-2);
      }
      &:focus-visible {
        outline-offset: -3px;
      }
    }
    .top {
      display: flex;
      align-items: baseline;
      gap: 8px;
      strong {
        flex: 1;
        font-weight: 580;
      }
      time {
        font-size: 12px;
      }
    }
    .words {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
      color: var(--mia-muted);
      font-size: 13.5px;
      overflow-wrap: anywhere;
      mia-icon {
        margin-inline-end: 4px;
        vertical-align: -2px;
      }
    }
    mark {
      border-radius: 3px;
      background: var(--mia-warn-soft);
      color: var(--mia-warn);
      font-weight: 600;
    }
    .more {
      padding: 6px;
      text-align: center;
    }
    .hint {
      padding: 20px 16px;
    }
  `,
})
export class SearchResults {
  protected readonly search = inject(Search);
  protected readonly list = inject(InboxList);
  protected readonly drafts = inject(Drafts);
  protected readonly format = inject(Format);
  protected readonly hits = computed(() => this.search.hits().map((h) => ({ ...h, pieces: marked(h.snippet, this.search.text()) })));
}
