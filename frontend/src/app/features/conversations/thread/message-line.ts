import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { I18n } from '../../../core/i18n';
import { Session } from '../../../core/session';
import { Icon } from '../../../ui/icon';
import { Bubble } from '../../../ui/message/bubble';
import { QuoteBox } from '../../../ui/message/quote';
import { Reactions } from '../../../ui/message/reactions';
import { RichText } from '../../../ui/message/rich-text';
import { isJumbo } from '../../../ui/message/rich-text-parse';
import { Tick } from '../../../ui/tick';
import type { Line } from '../data/lines';
import { ThreadStore } from '../data/thread-store';
import { FailureLine } from './failure-line';
import { MessageBody } from './message-body';
import { MessageTools } from './message-tools';

/** One message or note: bubble, quote, body, tick, reactions, and what to do when it failed. */
@Component({
  selector: 'mia-message-line',
  imports: [Bubble, FailureLine, Icon, MessageBody, MessageTools, QuoteBox, Reactions, RichText, Tick, TranslocoDirective],
  host: { '[class.out]': 'side() !== "in"' },
  template: `<ng-container *transloco="let t">
    <div class="row">
      <mia-bubble
        [side]="side()"
        [joined]="joined()"
        [author]="author()"
        [bad]="line().status === 'FAILED'"
        [tuck]="tuck()"
        [attr.data-side]="side()"
      >
        @if (line().type === 'NOTE') {
          @if (line().text; as text) {
            <mia-rich-text [text]="text" />
          } @else {
            <p class="gone">{{ t('thread.erased') }}</p>
          }
        } @else {
          @if (line().replyTo; as quote) {
            <mia-quote
              [author]="quoteAuthor()"
              [text]="quoteText()"
              [reachable]="quote.messageId !== null"
              (jump)="jump(quote.messageId)"
            />
          }
          <mia-message-body [line]="line()" />
        }
        <ng-container miaMeta>
          @if (line().type === 'NOTE') {
            <mia-icon name="lock" [size]="13" /><span class="sr-only">{{ t('thread.noteOnly') }}</span>
          }
          <time class="num" [attr.datetime]="line().at" [title]="format.full(line().at)">{{ format.time(line().at) }}</time>
          @if (line().direction === 'OUT' && line().status; as status) {
            <mia-tick [status]="status" [reason]="line().failure?.message ?? null" />
          }
        </ng-container>
      </mia-bubble>
      @if (line().type === 'MESSAGE') {
        <mia-message-tools [line]="line()" />
      }
    </div>
    @if (emojis().length > 0) {
      <mia-reactions [emojis]="emojis()" />
    }
    @if (line().actions.length > 0 || line().status === 'FAILED') {
      <mia-failure-line [line]="line()" />
    }
    @if (held()) {
      <p class="held"><mia-icon name="warning" [size]="14" />{{ t('thread.held') }}</p>
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
    }
    .row {
      display: flex;
      align-items: center;
      gap: 4px;
    }
    :host(.out) .row {
      flex-direction: row-reverse;
    }
    mia-bubble {
      margin-inline: 0;
    }
    :host(.out) mia-reactions,
    :host(.out) mia-failure-line {
      display: flex;
      justify-content: flex-end;
    }
    mia-reactions {
      position: relative;
      padding-inline: 10px;
    }
    .gone {
      color: var(--mia-muted);
      font-style: italic;
    }
    .held {
      display: flex;
      justify-content: flex-end;
      align-items: center;
      gap: 5px;
      padding: 2px 4px 0;
      color: var(--mia-warn);
      font-size: 12px;
    }
  `,
})
export class MessageLine {
  private readonly i18n = inject(I18n);
  private readonly session = inject(Session);
  private readonly thread = inject(ThreadStore);
  protected readonly format = inject(Format);
  readonly line = input.required<Line>();
  readonly joined = input(false);
  protected readonly side = computed(() => (this.line().type === 'NOTE' ? 'note' : this.line().direction === 'OUT' ? 'out' : 'in'));
  /** It ends with words; one too long to be shown whole ends with a button. */
  protected readonly tuck = computed(() => {
    const { type, kind, text, media } = this.line();
    if (type !== 'MESSAGE' || !text || isJumbo(text) || text.length > 1_000) return false;
    return kind !== 'LOCATION' && kind !== 'CONTACTS' && kind !== 'UNSUPPORTED' && text !== media?.filename;
  });
  protected readonly emojis = computed(() => this.line().reactions.map((r) => r.emoji));
  /** Colleagues, programs, and every note; one's own messages and the customer's need no name. */
  protected readonly author = computed(() => {
    const line = this.line();
    const own = line.author?.id === this.session.user()?.id;
    if (line.type === 'NOTE') return this.i18n.text('thread.noteBy', { name: line.author?.name ?? line.authorName ?? '' });
    if (line.direction !== 'OUT' || own || this.joined()) return null;
    return line.author?.name ?? line.authorName ?? null;
  });
  protected readonly quoteAuthor = computed(() =>
    this.line().replyTo?.direction === 'OUT' ? this.i18n.text('thread.us') : (this.thread.row()?.contact.name ?? ''),
  );
  protected readonly quoteText = computed(() => {
    const quote = this.line().replyTo;
    if (!quote?.messageId) return this.i18n.text('thread.quoteGone');
    return quote.text || (quote.kind ? this.i18n.text(`kind.${quote.kind}`) : '');
  });
  /** It waits because the channel is suspended. */
  protected readonly held = computed(() => this.line().status === 'QUEUED' && this.thread.row()?.channel.state === 'SUSPENDED');

  protected jump(id: string | null): void {
    if (id) void this.thread.jump(id);
  }
}
