import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { DialogFrame } from './dialog-frame';
import { FormError } from './form-error';

export interface ConfirmData {
  readonly title: string;
  readonly text: string;
  /** What it takes along, one line each. */
  readonly points?: readonly string[];
  /** The words of the button that does it. */
  readonly yes: string;
  readonly danger?: boolean;
  /** Does it; answers why not, or null when done. The dialog stays open with the reason. */
  readonly run: () => Promise<string | null>;
}

/** Asks before something that is hard to take back, and does it. Closes with true when done. */
@Component({
  selector: 'mia-confirm',
  imports: [DialogFrame, FormError, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-dialog-frame [title]="data.title">
      <div class="body">
        <p>{{ data.text }}</p>
        @if (data.points?.length) {
          <ul>
            @for (point of data.points; track point) {
              <li>{{ point }}</li>
            }
          </ul>
        }
        <mia-form-error [text]="failure()" />
      </div>
      <ng-container miaActions>
        <button matButton type="button" mat-dialog-close cdkFocusInitial>{{ t('ui.cancel') }}</button>
        <button matButton="filled" type="button" [class.danger]="data.danger" [disabled]="busy()" (click)="go()">
          {{ busy() ? t('ui.wait') : data.yes }}
        </button>
      </ng-container>
    </mia-dialog-frame>
  </ng-container>`,
  styles: `
    .body {
      display: grid;
      gap: 12px;
    }
    ul {
      margin: 0;
      padding-inline-start: 20px;
    }
    .danger {
      --mat-button-filled-container-color: var(--mia-bad);
      --mat-button-filled-label-text-color: var(--mia-panel);
    }
  `,
})
export class Confirm {
  protected readonly data = inject<ConfirmData>(MAT_DIALOG_DATA);
  private readonly ref = inject<MatDialogRef<Confirm, boolean>>(MatDialogRef);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);

  protected async go(): Promise<void> {
    this.busy.set(true);
    this.failure.set(null);
    const why = await this.data.run();
    this.busy.set(false);
    if (why === null) this.ref.close(true);
    else this.failure.set(why);
  }
}
