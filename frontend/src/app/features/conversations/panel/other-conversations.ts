import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { Icon } from '../../../ui/icon';
import type { PanelContactFragment } from './contact.gql';

/** The same person on other channels, and contacts that turned out to be the same person. */
@Component({
  selector: 'mia-other-conversations',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (others().length > 0) {
      <section>
        <h3>{{ t('panel.others') }}</h3>
        @for (c of others(); track c.id) {
          <a [routerLink]="['/inbox/c', c.id]" [queryParams]="{ m: null }" queryParamsHandling="merge">
            <mia-icon name="chat" [size]="17" />
            <span class="ellipsis">{{ c.name ? c.name + ' · ' + c.channel : c.channel }}</span>
            <time class="num muted" [attr.datetime]="c.at">{{ format.listTime(c.at) }}</time>
          </a>
        }
      </section>
    }
    @if (contact().linked.length > 0) {
      <section>
        <h3>{{ t('panel.linked') }}</h3>
        @for (l of contact().linked; track l.id) {
          <a [routerLink]="['/contacts', l.id]">
            <mia-icon name="link" [size]="17" />
            <span class="ellipsis">{{ l.name }}</span>
            @if (l.phone) {
              <span class="num muted">{{ format.phone(l.phone) }}</span>
            }
          </a>
        }
      </section>
    }
  </ng-container>`,
  styles: `
    section {
      display: grid;
      gap: 2px;
      margin-bottom: 18px;
      padding-bottom: 16px;
      border-bottom: 1px solid var(--mia-line);
    }
    h3 {
      padding-bottom: 4px;
      color: var(--mia-muted);
      font-size: 12.5px;
      font-weight: 580;
    }
    a {
      display: flex;
      align-items: center;
      gap: 9px;
      min-height: 36px;
      margin-inline: -8px;
      padding: 0 8px;
      border-radius: 9px;
      color: inherit;
      font-size: 13.5px;
      text-decoration: none;
      &:hover {
        background: var(--mia-panel-2);
      }
      .ellipsis {
        flex: 1;
      }
      .muted {
        font-size: 12px;
      }
    }
  `,
})
export class OtherConversations {
  protected readonly format = inject(Format);
  readonly contact = input.required<PanelContactFragment>();
  readonly current = input.required<string>();
  protected readonly others = computed(() => {
    const own = this.contact().conversations.map((c) => ({ id: c.id, channel: c.channel.name, at: c.lastActivityAt, name: '' }));
    const linked = this.contact().linked.flatMap((l) =>
      l.conversations.map((c) => ({ id: c.id, channel: c.channel.name, at: c.lastActivityAt, name: l.name })),
    );
    return [...own, ...linked].filter((c) => c.id !== this.current()).sort((a, b) => (a.at < b.at ? 1 : -1));
  });
}
