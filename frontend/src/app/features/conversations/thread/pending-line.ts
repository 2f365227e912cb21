import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../../../ui/icon';
import { Bubble } from '../../../ui/message/bubble';
import { QuoteBox } from '../../../ui/message/quote';
import { RichText } from '../../../ui/message/rich-text';
import { Tick } from '../../../ui/tick';
import { Drafts } from '../data/drafts';
import { KIND_ICONS } from '../data/kind-icons';
import { Outbox, type Pending } from '../data/outbox';

/** A message that the server has not answered for yet. */
@Component({
  selector: 'mia-pending-line',
  imports: [Bubble, Icon, QuoteBox, RichText, Tick, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-bubble [side]="note() ? 'note' : 'out'" [attr.data-pending]="pending().state">
      @if (pending().preview.quote; as quote) {
        <mia-quote [author]="t('thread.quoted')" [text]="quote" [reachable]="false" />
      }
      @if (pending().preview.kind === 'IMAGE' && pending().preview.url; as url) {
        <img [src]="url" [alt]="pending().preview.name ?? t('kind.IMAGE')" />
      } @else if (pending().preview.name; as name) {
        <p class="file">
          @if (icon(); as glyph) {
            <mia-icon [name]="glyph" [size]="20" />
          }
          {{ name }}
        </p>
      }
      @if (pending().preview.text) {
        <mia-rich-text [text]="pending().preview.text" />
      }
      <ng-container miaMeta><mia-tick status="QUEUED" /></ng-container>
    </mia-bubble>
    @if (pending().state === 'away') {
      <div class="away" role="alert">
        <p>{{ t('thread.away') }}</p>
        <button type="button" (click)="outbox.retry(pending().conversationId)">{{ t('ui.error.retry') }}</button>
        <button type="button" (click)="giveBack()">{{ t('thread.giveBack') }}</button>
      </div>
    }
  </ng-container>`,
  styles: `
    mia-bubble {
      opacity: 0.85;
    }
    img {
      display: block;
      width: min(300px, 100%);
      height: 220px;
      margin-bottom: 4px;
      border-radius: 10px;
      object-fit: cover;
    }
    .file {
      display: flex;
      align-items: center;
      gap: 8px;
      font-weight: 550;
    }
    .away {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      align-items: center;
      gap: 4px 12px;
      padding: 4px;
      color: var(--mia-warn);
      font-size: 12.5px;
    }
    button {
      min-height: 28px;
      border: 0;
      background: none;
      color: var(--mia-accent);
      font: inherit;
      font-weight: 620;
      cursor: pointer;
    }
  `,
})
export class PendingLine {
  protected readonly outbox = inject(Outbox);
  private readonly drafts = inject(Drafts);
  readonly pending = input.required<Pending>();
  protected readonly note = computed(() => 'note' in this.pending().what);
  protected readonly icon = computed(() => KIND_ICONS[this.pending().preview.kind]);

  /** Back into the composer, to be changed. */
  protected giveBack(): void {
    const p = this.pending();
    this.outbox.discard(p);
    this.drafts.giveBack(p);
  }
}
