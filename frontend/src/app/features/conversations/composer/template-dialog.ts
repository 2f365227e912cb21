import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { DialogFrame } from '../../../ui/dialog-frame';
import { Icon } from '../../../ui/icon';
import type { ChosenTemplate, TemplateQuestion } from './template-choice';
import { TemplateForm } from './template-form';

/** An approved template for an open conversation. */
@Component({
  selector: 'mia-template-dialog',
  imports: [DialogFrame, Icon, MatButton, MatDialogClose, TemplateForm, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-dialog-frame [title]="t('template.title')">
      <mia-template-form [channelId]="data.channelId" [contactName]="data.name" [(chosen)]="chosen" [focused]="true" (submitted)="send()" />
      <ng-container miaActions>
        <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
        <button matButton="filled" type="button" data-testid="send-template" [disabled]="!chosen()" (click)="send()">
          <mia-icon name="send" [size]="18" />{{ t('composer.send') }}
        </button>
      </ng-container>
    </mia-dialog-frame>
  </ng-container>`,
})
export class TemplateDialog {
  protected readonly data = inject<TemplateQuestion>(MAT_DIALOG_DATA);
  private readonly dialog = inject<MatDialogRef<TemplateDialog, ChosenTemplate>>(MatDialogRef);
  protected readonly chosen = signal<ChosenTemplate | null>(null);

  protected send(): void {
    const chosen = this.chosen();
    if (chosen) this.dialog.close(chosen);
  }
}
