import { Component, ElementRef, afterNextRender, inject, input } from '@angular/core';
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
      <h2 mat-dialog-title tabindex="-1">{{ title() }}</h2>
      <button matIconButton type="button" mat-dialog-close [aria-label]="t('ui.dialog.close')">
        <mia-icon name="close" [size]="20" />
      </button>
    </header>
    <mat-dialog-content><ng-content /></mat-dialog-content>
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
      outline: none;
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

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    // A frame that takes another's place in an open dialog: its opening is over and completes at once.
    let open = false;
    inject(MatDialogRef, { optional: true })
      ?.afterOpened()
      .subscribe({ complete: () => (open = true) });
    const replaces = open;
    afterNextRender(() => {
      if (replaces) host.querySelector<HTMLElement>('h2')?.focus();
      // Who opens a form wants to type: not the way out, which comes first, but the first control gets the focus.
      else if (!host.querySelector('[cdkFocusInitial]'))
        host.querySelector('mat-dialog-content :is(input:not([tabindex="-1"]), select, textarea)')?.setAttribute('cdkFocusInitial', '');
    });
  }
}
