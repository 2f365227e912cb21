import { Component, computed, inject, signal } from '@angular/core';
import { MAT_DIALOG_DATA, MatDialogClose } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';

export interface ViewedImage {
  readonly url: string;
  readonly alt: string;
  readonly caption: string | null;
}
export interface ImageViewerData {
  readonly images: readonly ViewedImage[];
  readonly start: number;
}

/** Pictures of a thread, large, one after the other; a click or Enter shows one in its own size. Opened with MatDialog: `open(ImageViewer, { data, panelClass: 'mia-viewer' })`. */
@Component({
  selector: 'mia-image-viewer',
  imports: [Icon, MatDialogClose, TranslocoDirective],
  host: { '(document:keydown)': 'onKey($event)' },
  template: `<ng-container *transloco="let t">
    <header>
      <span class="num">{{ t('ui.image.place', { n: index() + 1, of: data.images.length }) }}</span>
      <a [href]="image()?.url" download [attr.aria-label]="t('ui.image.download')"><mia-icon name="download" [size]="22" /></a>
      <button type="button" mat-dialog-close [aria-label]="t('ui.dialog.close')"><mia-icon name="close" [size]="22" /></button>
    </header>
    @if (image(); as i) {
      <figure [class.big]="big()">
        <button
          type="button"
          class="zoom"
          [attr.aria-pressed]="big()"
          [attr.aria-label]="big() ? t('ui.image.fit') : t('ui.image.zoom')"
          (click)="big.set(!big())"
        >
          <img [src]="i.url" [alt]="i.alt" />
        </button>
        @if (i.caption && !big()) {
          <figcaption>{{ i.caption }}</figcaption>
        }
      </figure>
    }
    @if (data.images.length > 1) {
      <button type="button" class="step back" [disabled]="index() === 0" [attr.aria-label]="t('ui.image.previous')" (click)="go(-1)">
        <mia-icon name="chevron_left" [size]="28" />
      </button>
      <button
        type="button"
        class="step on"
        [disabled]="index() === data.images.length - 1"
        [attr.aria-label]="t('ui.image.next')"
        (click)="go(1)"
      >
        <mia-icon name="chevron_right" [size]="28" />
      </button>
    }
  </ng-container>`,
  styles: `
    :host {
      position: relative;
      display: grid;
      grid-template-rows: auto 1fr;
      width: 100%;
      height: 100%;
      background: #0b0c10;
      color: #f1f1f6;
    }
    header {
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 8px 12px;
      span {
        flex: 1;
        padding-inline-start: 8px;
      }
    }
    a,
    button {
      display: grid;
      place-items: center;
      min-width: 44px;
      min-height: 44px;
      border: 0;
      border-radius: 12px;
      background: none;
      color: inherit;
      cursor: pointer;
    }
    a:hover,
    header button:hover,
    .step:hover {
      background: rgb(255 255 255 / 12%);
    }
    :focus-visible {
      outline-color: #fff;
    }
    figure {
      display: grid;
      grid-template-rows: minmax(0, 1fr) auto;
      min-height: 0;
      margin: 0;
      padding: 0 64px 20px;
    }
    .zoom {
      min-height: 0;
      border-radius: 6px;
      cursor: zoom-in;
    }
    img {
      display: block;
      max-width: 100%;
      max-height: 100%;
      object-fit: contain;
      border-radius: 6px;
    }
    .big {
      overflow: auto;
      padding: 0;
      .zoom {
        cursor: zoom-out;
      }
      img {
        max-width: none;
        max-height: none;
      }
    }
    figcaption {
      max-width: 80ch;
      max-height: 20vh;
      margin: 12px auto 0;
      overflow: auto;
      white-space: pre-wrap;
      text-align: center;
    }
    .step {
      position: absolute;
      top: 50%;
      translate: 0 -50%;
      &:disabled {
        visibility: hidden;
      }
    }
    .back {
      left: 10px;
    }
    .on {
      right: 10px;
    }
    @media (max-width: 760px) {
      figure {
        padding-inline: 8px;
      }
    }
  `,
})
export class ImageViewer {
  protected readonly data = inject<ImageViewerData>(MAT_DIALOG_DATA);
  protected readonly index = signal(Math.min(Math.max(0, this.data.start), Math.max(0, this.data.images.length - 1)));
  protected readonly image = computed(() => this.data.images[this.index()]);
  protected readonly big = signal(false);

  protected go(by: 1 | -1): void {
    const to = this.index() + by;
    if (to < 0 || to >= this.data.images.length) return;
    this.big.set(false);
    this.index.set(to);
  }
  protected onKey(e: KeyboardEvent): void {
    if (e.key === 'ArrowLeft') this.go(-1);
    else if (e.key === 'ArrowRight') this.go(1);
  }
}
