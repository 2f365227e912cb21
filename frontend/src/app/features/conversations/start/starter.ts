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
  private opened = false;

  async open(data: StartWith = {}): Promise<void> {
    if (this.opened) return;
    this.opened = true;
    const { NewConversation } = await import('./new-conversation');
    this.dialog
      .open(NewConversation, { data, width: '560px', maxWidth: '96vw', autoFocus: 'first-tabbable' })
      .afterClosed()
      .subscribe(() => (this.opened = false));
  }
}
