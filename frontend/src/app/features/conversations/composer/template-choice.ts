import { Injectable, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import type { TemplateInput } from '../../../../gql/schema';

export interface ChosenTemplate {
  readonly input: TemplateInput;
  /** As the customer reads it. */
  readonly text: string;
}
export interface TemplateQuestion {
  readonly channelId: string;
  /** Of the contact: offered for a first variable. */
  readonly name: string;
}

/** Asks for a template and its variables; null when it was left. */
@Injectable({ providedIn: 'root' })
export class TemplateChoice {
  private readonly dialog = inject(MatDialog);

  async ask(data: TemplateQuestion): Promise<ChosenTemplate | null> {
    const { TemplateDialog } = await import('./template-dialog');
    if (this.dialog.openDialogs.length > 0) return null;
    const opened = this.dialog.open<unknown, TemplateQuestion, ChosenTemplate>(TemplateDialog, {
      data,
      width: '720px',
      maxWidth: '96vw',
      autoFocus: 'dialog',
    });
    return (await firstValueFrom(opened.afterClosed())) ?? null;
  }
}
