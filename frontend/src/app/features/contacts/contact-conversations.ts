import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { Chip } from '../../ui/chip';
import { EmptyState } from '../../ui/empty-state';
import { Tick } from '../../ui/tick';
import type { ContactPageQuery } from './contact.gql';

type Conversations = NonNullable<ContactPageQuery['contact']>['conversations'];

/** The contact's conversations, one per channel; each leads into its thread. */
@Component({
  selector: 'mia-contact-conversations',
  imports: [Chip, EmptyState, RouterLink, Tick, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <ul>
      @for (c of conversations(); track c.id) {
        <li>
          <a [routerLink]="['/inbox', 'c', c.id]">
            <span class="top">
              <strong class="ellipsis">{{ c.channel.name }}</strong>
              <mia-chip [tone]="c.state === 'OPEN' ? 'good' : c.state === 'SNOOZED' ? 'warn' : 'plain'">{{
                t('inbox.is.' + c.state)
              }}</mia-chip>
              @if (c.unread > 0) {
                <mia-chip tone="accent">{{
                  c.unread === 1 ? t('nav.unreadOne') : t('nav.unread', { n: format.number(c.unread) })
                }}</mia-chip>
              }
              <time class="muted num" [title]="format.full(c.lastActivityAt)">{{ format.listTime(c.lastActivityAt) }}</time>
            </span>
            <span class="last muted">
              @if (c.lastMessage; as m) {
                @if (m.status; as status) {
                  <mia-tick [status]="status" />
                }
                <span class="ellipsis">{{ m.text || t('contacts.messageKind.' + m.kind) }}</span>
              } @else {
                <span>{{ t('contacts.noMessages') }}</span>
              }
            </span>
            <span class="muted small">{{
              c.assignee ? t('contacts.assignedTo', { name: c.assignee.name }) : t('contacts.unassigned')
            }}</span>
          </a>
        </li>
      } @empty {
        <li><mia-empty-state icon="chat" [title]="t('contacts.noConversations')" [text]="t('contacts.noConversationsText')" /></li>
      }
    </ul>
  </ng-container>`,
  styles: `
    ul {
      display: grid;
      gap: 2px;
      margin: 0 -12px;
      padding: 0;
      list-style: none;
    }
    a {
      display: grid;
      gap: 3px;
      padding: 10px 12px;
      border-radius: 12px;
      color: inherit;
      text-decoration: none;
      &:hover {
        background: var(--mia-panel-2);
      }
    }
    .top,
    .last {
      display: flex;
      align-items: center;
      gap: 8px;
      min-width: 0;
    }
    strong {
      font-weight: 600;
    }
    mia-chip {
      flex: none;
    }
    time {
      margin-inline-start: auto;
      flex: none;
      font-size: 12.5px;
    }
    .small {
      font-size: 12.5px;
    }
  `,
})
export class ContactConversations {
  protected readonly format = inject(Format);
  readonly conversations = input.required<Conversations>();
}
