import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { DialogFrame } from '../../../ui/dialog-frame';
import { Control, Field } from '../../../ui/field';
import { localValue } from './snooze-times';

/** A moment of one's own choice. */
@Component({
  selector: 'mia-snooze-dialog',
  imports: [Control, DialogFrame, Field, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-dialog-frame [title]="t('snooze.title')">
      <mia-field [label]="t('snooze.until')" [error]="past() ? t('refusal.in_the_past') : null">
        <input miaControl #when type="datetime-local" [min]="min" [value]="value()" (input)="value.set(when.value)" />
      </mia-field>
      <ng-container miaActions>
        <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
        <button matButton="filled" type="button" [disabled]="!chosen() || past()" (click)="done()">{{ t('snooze.do') }}</button>
      </ng-container>
    </mia-dialog-frame>
  </ng-container>`,
})
export class SnoozeDialog {
  private readonly dialog = inject<MatDialogRef<SnoozeDialog, Date>>(MatDialogRef);
  protected readonly min = localValue(new Date());
  protected readonly value = signal(localValue(new Date(Date.now() + 86_400_000)));
  protected readonly chosen = computed(() => {
    const at = new Date(this.value());
    return Number.isNaN(at.getTime()) ? null : at;
  });
  protected readonly past = computed(() => (this.chosen()?.getTime() ?? Infinity) <= Date.now());

  protected done(): void {
    const at = this.chosen();
    if (at && !this.past()) this.dialog.close(at);
  }
}
