import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { I18n } from '../../../core/i18n';
import { AudioPlayer } from '../../../ui/audio-player';
import { Icon } from '../../../ui/icon';
import { DocumentTile } from '../../../ui/message/document-tile';
import { RichText } from '../../../ui/message/rich-text';
import { KIND_ICONS } from '../data/kind-icons';
import type { Line } from '../data/lines';
import { LocationCard } from './location-card';
import { PhotoTile } from './photo-tile';
import { SharedContacts } from './shared-contacts';

/** What a message says, by its kind. */
@Component({
  selector: 'mia-message-body',
  imports: [AudioPlayer, DocumentTile, Icon, LocationCard, PhotoTile, RichText, SharedContacts, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @switch (shape()) {
      @case ('photo') {
        <mia-photo-tile [line]="line()" />
      }
      @case ('video') {
        <video controls preload="metadata" playsinline [src]="url()" [attr.aria-label]="t('kind.VIDEO')"></video>
      }
      @case ('audio') {
        <mia-audio-player [src]="url() ?? ''" />
      }
      @case ('file') {
        <mia-document-tile [name]="name()" [icon]="icon()" [detail]="detail()" [url]="url()" [failure]="failure()" />
      }
      @case ('location') {
        @if (line().location; as place) {
          <mia-location-card [place]="place" />
        }
      }
      @case ('contacts') {
        <mia-shared-contacts [contacts]="line().sharedContacts ?? []" />
      }
      @case ('unsupported') {
        <p class="odd">
          <mia-icon name="help" [size]="18" /><span>{{ t('thread.unsupported', { kind: line().providerKind ?? '?' }) }}</span>
        </p>
      }
      @case ('erased') {
        <p class="odd">
          <mia-icon name="block" [size]="16" /><span>{{ t('thread.erased') }}</span>
        </p>
      }
    }
    @if (tag(); as words) {
      <p class="tag"><mia-icon [name]="icon()" [size]="14" />{{ words }}</p>
    }
    @if (text(); as words) {
      <mia-rich-text [text]="words" />
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    video {
      display: block;
      width: min(320px, 100%);
      height: 220px;
      margin-bottom: 4px;
      border-radius: 10px;
      background: #000;
    }
    .odd {
      display: flex;
      align-items: flex-start;
      gap: 7px;
      color: var(--mia-muted);
      font-style: italic;
      line-height: 1.4;
    }
    .tag {
      display: flex;
      align-items: center;
      gap: 5px;
      margin-bottom: 3px;
      color: var(--mia-muted);
      font-size: 12px;
      font-weight: 550;
    }
  `,
})
export class MessageBody {
  private readonly format = inject(Format);
  private readonly i18n = inject(I18n);
  readonly line = input.required<Line>();
  private readonly media = computed(() => this.line().media);
  protected readonly url = computed(() => this.media()?.url ?? null);
  protected readonly icon = computed(() => KIND_ICONS[this.line().kind ?? 'TEXT'] ?? 'document');
  protected readonly shape = computed(() => {
    const { kind, text, location, sharedContacts } = this.line();
    if (kind === 'UNSUPPORTED') return 'unsupported';
    if (kind === 'LOCATION') return location ? 'location' : 'erased';
    if (kind === 'CONTACTS') return sharedContacts ? 'contacts' : 'erased';
    const media = this.media();
    if (media) {
      if (!media.url) return 'file';
      if (kind === 'IMAGE' || kind === 'STICKER') return 'photo';
      if (kind === 'VIDEO') return 'video';
      return kind === 'AUDIO' ? 'audio' : 'file';
    }
    return text === null ? 'erased' : 'text';
  });
  /** Words beside what the shape shows: a document's own name is no caption. */
  protected readonly text = computed(() => {
    const { text } = this.line();
    if (this.shape() === 'location' || this.shape() === 'contacts') return null;
    return text && text !== this.media()?.filename ? text : null;
  });
  protected readonly tag = computed(() => {
    const { kind } = this.line();
    return kind === 'TEMPLATE' || kind === 'BUTTON' || kind === 'INTERACTIVE' ? this.i18n.text(`kind.${kind}`) : null;
  });
  protected readonly name = computed(() => this.media()?.filename ?? this.i18n.text(`kind.${this.line().kind ?? 'DOCUMENT'}`));
  protected readonly failure = computed(() =>
    this.media()?.state === 'FAILED' ? (this.media()?.failure ?? this.i18n.text('thread.noFile')) : null,
  );
  protected readonly detail = computed(() => {
    const media = this.media();
    const size = media?.size ? this.format.bytes(media.size) : null;
    return [shortType(media?.mime ?? '', media?.filename ?? ''), size].filter(Boolean).join(' · ');
  });
}

/** PDF, XLSX…: the name's ending, else what follows the slash of the type. */
export const shortType = (mime: string, filename: string): string => {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1];
  return (ending ?? /\/([a-z0-9]{1,8})(?:;|$)/i.exec(mime)?.[1] ?? '').toUpperCase();
};
