import { Clipboard } from '@angular/cdk/clipboard';
import { Component, computed, inject, input } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../../core/can';
import { I18n } from '../../../core/i18n';
import { Toasts } from '../../../core/toasts';
import { Icon } from '../../../ui/icon';
import { Drafts } from '../data/drafts';
import { InboxKeys } from '../data/inbox-keys';
import type { Line } from '../data/lines';
import { MessageActions } from '../data/message-actions';
import { ThreadStore } from '../data/thread-store';

export const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

/** What can be done with a message: quote it, react, copy. Beside the bubble, seen when pointed at or focused. */
@Component({
  selector: 'mia-message-tools',
  imports: [Can, Icon, MatMenu, MatMenuItem, MatMenuTrigger, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <ng-container *miaCan="'conversations.reply'">
      <button type="button" data-tool="quote" [attr.aria-label]="t('thread.quote')" [title]="t('thread.quote')" (click)="quote()">
        <mia-icon name="reply" [size]="18" />
      </button>
      @if (line().direction === 'IN') {
        <button
          type="button"
          data-tool="react"
          [attr.aria-label]="t('thread.react')"
          [title]="t('thread.react')"
          [matMenuTriggerFor]="react"
        >
          <mia-icon name="mood" [size]="18" />
        </button>
      }
    </ng-container>
    @if (line().text) {
      <button type="button" data-tool="copy" [attr.aria-label]="t('thread.copy')" [title]="t('thread.copy')" (click)="copy()">
        <mia-icon name="copy" [size]="17" />
      </button>
    }
    <mat-menu #react="matMenu">
      <div class="emojis">
        @for (e of emojis; track e) {
          <button mat-menu-item type="button" role="menuitemradio" [attr.aria-checked]="mine() === e" (click)="put(e)">{{ e }}</button>
        }
      </div>
      @if (mine()) {
        <button mat-menu-item type="button" (click)="put(null)">{{ t('thread.unreact') }}</button>
      }
    </mat-menu>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex: none;
      align-self: center;
      opacity: 0;
      transition: opacity 0.12s;
    }
    :host-context(.line:hover),
    :host-context(.line:focus-within),
    :host:has([aria-expanded='true']) {
      opacity: 1;
    }
    button:not([mat-menu-item]) {
      display: grid;
      place-items: center;
      width: 30px;
      height: 30px;
      border: 0;
      border-radius: 9px;
      background: none;
      color: var(--mia-muted);
      cursor: pointer;
      &:hover {
        background: color-mix(in srgb, var(--mia-ink) 8%, transparent);
        color: var(--mia-ink);
      }
    }
    .emojis {
      display: flex;
      padding: 0 6px;
      button {
        width: auto;
        padding: 0 9px;
        border-radius: 10px;
        font-size: 20px;
      }
      [aria-checked='true'] {
        background: var(--mia-accent-soft);
      }
    }
    @media (hover: none) {
      :host {
        opacity: 0.75;
      }
      [data-tool='copy'] {
        display: none !important;
      }
    }
  `,
})
export class MessageTools {
  private readonly actions = inject(MessageActions);
  private readonly clipboard = inject(Clipboard);
  private readonly drafts = inject(Drafts);
  private readonly i18n = inject(I18n);
  private readonly keys = inject(InboxKeys);
  private readonly thread = inject(ThreadStore);
  private readonly toasts = inject(Toasts);
  readonly line = input.required<Line>();
  protected readonly emojis = EMOJIS;
  protected readonly mine = computed(() => this.line().reactions.find((r) => r.direction === 'OUT')?.emoji ?? null);

  protected quote(): void {
    const id = this.thread.id();
    if (!id) return;
    const { id: lineId, direction, kind, text } = this.line();
    this.drafts.change(id, { mode: 'reply', quote: { id: lineId, direction, kind, text } });
    this.keys.press('reply');
  }
  protected put(emoji: string | null): void {
    void this.actions.react(this.line(), emoji === this.mine() ? null : emoji);
  }
  protected copy(): void {
    if (this.clipboard.copy(this.line().text ?? '')) this.toasts.say(this.i18n.text('ui.copy.done'));
  }
}
