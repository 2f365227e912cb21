import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { AudioPlayer } from '../../../ui/audio-player';
import { Icon } from '../../../ui/icon';
import { Attachments, type Attachment } from '../data/attachments';

const ICONS = { image: 'image', video: 'video', audio: 'audio', document: 'document', sticker: 'sticker' } as const;

/** The files of an answer before it is sent. */
@Component({
  selector: 'mia-attachment-tray',
  imports: [AudioPlayer, Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <ul [attr.aria-label]="t('composer.files')">
      @for (f of files(); track f.id) {
        <li [class.bad]="f.state === 'failed'" [attr.data-state]="f.state">
          @if (f.kind === 'image' || f.kind === 'sticker') {
            <img [src]="f.url" alt="" />
          } @else {
            <span class="glyph"><mia-icon [name]="f.voice ? 'mic' : icons[f.kind]" [size]="22" /></span>
          }
          <span class="words">
            <span class="ellipsis" [title]="f.file.name">{{ f.file.name }}</span>
            @if (f.state === 'failed') {
              <small class="why"
                >{{ f.why }} <button type="button" (click)="again(f)">{{ t('ui.error.retry') }}</button></small
              >
            } @else if (f.kind === 'audio') {
              <mia-audio-player [src]="f.url" />
              <small class="muted">{{ f.voice ? t('composer.voiceNote') : format.bytes(f.file.size) }}</small>
            } @else {
              <small class="muted" role="status">{{ f.state === 'uploading' ? t('composer.uploading') : format.bytes(f.file.size) }}</small>
            }
            @if (f.state === 'uploading') {
              <span class="bar" aria-hidden="true"></span>
            }
          </span>
          <button type="button" class="off" [attr.aria-label]="t('composer.removeFile', { name: f.file.name })" (click)="remove(f)">
            <mia-icon name="close" [size]="17" />
          </button>
        </li>
      }
    </ul>
  </ng-container>`,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      max-height: 190px;
      margin: 0;
      padding: 8px 10px 2px;
      overflow-y: auto;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: 9px;
      max-width: 100%;
      padding: 6px;
      border: 1px solid var(--mia-line);
      border-radius: 11px;
      background: var(--mia-panel-2);
    }
    .bad {
      border-color: var(--mia-bad);
    }
    img,
    .glyph {
      width: 46px;
      height: 46px;
      flex: none;
      border-radius: 8px;
      object-fit: cover;
    }
    .glyph {
      display: grid;
      place-items: center;
      background: var(--mia-accent-soft);
      color: var(--mia-accent);
    }
    .words {
      position: relative;
      display: grid;
      gap: 1px;
      min-width: 90px;
      max-width: 260px;
      font-size: 13px;
    }
    small {
      font-size: 12px;
    }
    .why {
      color: var(--mia-bad);
      button {
        padding: 0;
        border: 0;
        background: none;
        color: var(--mia-accent);
        font: inherit;
        font-weight: 620;
        cursor: pointer;
      }
    }
    .bar {
      height: 3px;
      border-radius: 2px;
      background: linear-gradient(90deg, var(--mia-line) 30%, var(--mia-accent) 50%, var(--mia-line) 70%);
      background-size: 300% 100%;
      animation: run 1.2s linear infinite;
    }
    @keyframes run {
      from {
        background-position: 100% 0;
      }
      to {
        background-position: 0 0;
      }
    }
    .off {
      display: grid;
      place-items: center;
      width: 28px;
      height: 28px;
      flex: none;
      border: 0;
      border-radius: 8px;
      background: none;
      color: var(--mia-muted);
      cursor: pointer;
      &:hover {
        background: color-mix(in srgb, var(--mia-ink) 8%, transparent);
      }
    }
  `,
})
export class AttachmentTray {
  private readonly attachments = inject(Attachments);
  protected readonly format = inject(Format);
  readonly conversationId = input.required<string>();
  readonly files = input.required<readonly Attachment[]>();
  protected readonly icons = ICONS;

  protected again(file: Attachment): void {
    void this.attachments.upload(this.conversationId(), file);
  }
  protected remove(file: Attachment): void {
    this.attachments.remove(this.conversationId(), file);
  }
}
