import { Component, ElementRef, inject, input, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatDialogActions, MatDialogClose, MatDialogContent, MatDialogRef, MatDialogTitle } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';

/** The frame of every dialog: title, way out, body (content), buttons (content marked `miaActions`). */
@Component({
  selector: 'mia-dialog-frame',
  imports: [Icon, MatIconButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <header>
      <h2 mat-dialog-title>{{ title() }}</h2>
      <button matIconButton type="button" mat-dialog-close [aria-label]="t('ui.dialog.close')">
        <mia-icon name="close" [size]="20" />
      </button>
    </header>
    <mat-dialog-content #body><ng-content /></mat-dialog-content>
    @if (actions()) {
      <mat-dialog-actions><ng-content select="[miaActions]" /></mat-dialog-actions>
    }
  </ng-container>`,
  styles: `
    :host {
      display: contents;
    }
    header {
      display: flex;
      align-items: center;
      padding: 14px 12px 4px 24px;
    }
    h2 {
      flex: 1;
      margin: 0;
      padding: 0;
      &::before {
        display: none;
      }
    }
    mat-dialog-content {
      max-height: min(70vh, 720px);
    }
    mat-dialog-actions {
      gap: 8px;
      justify-content: flex-end;
    }
  `,
})
export class DialogFrame {
  readonly title = input.required<string>();
  readonly actions = input(true);
  private readonly body = viewChild('body', { read: ElementRef<HTMLElement> });

  constructor() {
    // Who opens a form wants to type: not the way out, which comes first, but the first control has the focus.
    inject(MatDialogRef, { optional: true })
      ?.afterOpened()
      .subscribe(() => {
        const body: HTMLElement | undefined = this.body()?.nativeElement;
        if (!body || body.contains(document.activeElement)) return;
        body.querySelector<HTMLElement>('input:not([tabindex="-1"], :disabled), select, textarea')?.focus();
      });
  }
}
