import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { Now } from '../../../core/now';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { Tick } from '../../../ui/tick';
import type { Row } from '../data/conversation-rows';
import { KIND_ICONS } from '../data/kind-icons';

/** Unread counts are known up to here. */
const MOST_UNREAD = 99;
/** From here on a waiting customer is marked. */
const LATE_MS = 15 * 60_000;

/** One conversation in the list: who, what was said last, and what there is to know before opening it. */
@Component({
  selector: 'mia-conversation-row',
  imports: [Avatar, Icon, RouterLink, Tick, TranslocoDirective],
  host: { role: 'listitem' },
  templateUrl: './conversation-row.html',
  styleUrl: './conversation-row.scss',
})
export class ConversationRow {
  protected readonly format = inject(Format);
  private readonly now = inject(Now);
  readonly row = input.required<Row>();
  readonly active = input(false);
  /** An answer that was begun here. */
  readonly draft = input('');
  /** Several channels: each row names its own. */
  readonly showChannel = input(false);
  protected readonly last = computed(() => this.row().lastMessage);
  protected readonly icon = computed(() => {
    const last = this.last();
    return last ? KIND_ICONS[last.kind] : null;
  });
  protected readonly unread = computed(() => this.format.capped(this.row().unread, MOST_UNREAD));
  protected readonly waiting = computed(() => {
    const since = this.row().waitingSince;
    const ms = since ? this.now.ms() - Date.parse(since) : 0;
    return since && ms >= 60_000 ? { text: this.span(since), late: ms >= LATE_MS } : null;
  });
  /** What is left of the window, when less than two hours. */
  protected readonly windowLeft = computed(() => {
    const ends = this.row().window.endsAt;
    if (!ends || Date.parse(ends) - this.now.ms() > 2 * 3_600_000) return null;
    return this.format.left(ends);
  });

  private span(since: string): string {
    const minutes = Math.max(0, Math.floor((this.now.ms() - Date.parse(since)) / 60_000));
    if (minutes < 60) return `${minutes} min`;
    return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
  }
}
