import { Component, computed, inject, input, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { I18n } from '../../../core/i18n';
import { Icon } from '../../../ui/icon';
import type { Line } from '../data/lines';
import { ThreadStore } from '../data/thread-store';

/** A photo or sticker in a frame of fixed size, so that nothing moves when it has loaded; a click opens the viewer with all photos of the thread. */
@Component({
  selector: 'mia-photo-tile',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (broken()) {
      <p class="broken"><mia-icon name="image" [size]="22" />{{ t('thread.noFile') }}</p>
    } @else if (sticker()) {
      <img class="sticker" [src]="url()" [alt]="t('kind.STICKER')" (error)="broken.set(true)" />
    } @else {
      <button type="button" [attr.aria-label]="t('thread.openPhoto')" (click)="open()">
        <img [src]="url()" [alt]="line().text || t('kind.IMAGE')" loading="lazy" (error)="broken.set(true)" />
      </button>
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
      margin-bottom: 4px;
    }
    button {
      display: block;
      width: min(320px, 64vw);
      max-width: 100%;
      height: 230px;
      padding: 0;
      border: 0;
      border-radius: 10px;
      background: color-mix(in srgb, var(--mia-ink) 7%, transparent);
      overflow: hidden;
      cursor: zoom-in;
    }
    button img {
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    .sticker {
      width: 140px;
      height: 140px;
      object-fit: contain;
    }
    .broken {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 60px;
      color: var(--mia-muted);
    }
  `,
})
export class PhotoTile {
  private readonly dialog = inject(MatDialog);
  private readonly i18n = inject(I18n);
  private readonly thread = inject(ThreadStore);
  readonly line = input.required<Line>();
  protected readonly broken = signal(false);
  protected readonly url = computed(() => this.line().media?.url ?? '');
  protected readonly sticker = computed(() => this.line().kind === 'STICKER');

  protected async open(): Promise<void> {
    const photos = this.thread.lines().filter((l) => l.kind === 'IMAGE' && l.media?.url);
    const images = photos.map((l) => ({ url: l.media?.url ?? '', alt: l.text || this.i18n.text('kind.IMAGE'), caption: l.text || null }));
    const start = photos.findIndex((l) => l.id === this.line().id);
    const { ImageViewer } = await import('../../../ui/image-viewer');
    this.dialog.open(ImageViewer, {
      data: { images, start },
      panelClass: 'mia-viewer',
      width: '100vw',
      height: '100dvh',
      maxWidth: '100vw',
      maxHeight: '100dvh',
      ariaLabel: this.i18n.text('kind.IMAGE'),
    });
  }
}
