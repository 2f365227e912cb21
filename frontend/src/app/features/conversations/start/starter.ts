import { Injectable, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';

/** With whom, when it is known. */
export interface StartWith {
  readonly contactId?: string;
  readonly to?: string;
  readonly name?: string;
}

/** Opens "New conversation" from anywhere. */
@Injectable({ providedIn: 'root' })
export class Starter {
  private readonly dialog = inject(MatDialog);

  async open(data: StartWith = {}): Promise<void> {
    const { NewConversation } = await import('./new-conversation');
    if (this.dialog.getDialogById('new-conversation')) return;
    this.dialog.open(NewConversation, {
      id: 'new-conversation',
      data,
      width: '560px',
      maxWidth: '96vw',
      autoFocus: '[data-testid=recipient]',
    });
  }
}
