import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Chip } from '../../../ui/chip';
import { Directory } from '../data/directory';
import type { InboxFilter } from '../data/inbox-filter';

/** What narrows the list, as chips to take away. */
@Component({
  selector: 'mia-active-filters',
  imports: [Chip, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @for (c of chips(); track c.id) {
      @let words = c.name ?? t(c.text);
      <mia-chip [color]="c.color" [removable]="true" [name]="words" (removed)="changed.emit(c.without)">{{ words }}</mia-chip>
    }
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      padding: 8px 14px;
      border-bottom: 1px solid var(--mia-line);
    }
    :host:not(:has(mia-chip)) {
      display: none;
    }
  `,
})
export class ActiveFilters {
  private readonly directory = inject(Directory);
  readonly filter = input.required<InboxFilter>();
  readonly changed = output<InboxFilter>();
  protected readonly chips = computed(() => {
    const f = this.filter();
    const label = f.labelId ? this.directory.label(f.labelId) : null;
    const channel = this.directory.channels().find((c) => c.id === f.channelId);
    const chip = (id: string, text: string, without: InboxFilter, name: string | null = null, color: string | null = null) => [
      { id, text, name, color, without },
    ];
    return [
      ...(f.state === 'OPEN' ? [] : chip('state', `inbox.state.${f.state}`, { ...f, state: 'OPEN' })),
      ...(f.unread ? chip('unread', 'inbox.filter.unread', { ...f, unread: false }) : []),
      ...(f.labelId ? chip('label', 'inbox.filter.label', { ...f, labelId: null }, label?.name, label?.color) : []),
      ...(f.channelId ? chip('channel', 'inbox.filter.channel', { ...f, channelId: null }, channel?.name) : []),
      ...(f.assigneeId ? chip('who', 'inbox.filter.assignee', { ...f, assigneeId: null }, this.directory.personName(f.assigneeId)) : []),
    ];
  });
}
