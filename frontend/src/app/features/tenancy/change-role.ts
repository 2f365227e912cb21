import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { DialogFrame } from '../../ui/dialog-frame';
import { FormError } from '../../ui/form-error';
import { RoleFields, usualVisibility, type RoleChoice } from './role-fields';
import { ChangeUserRoleDocument, type UserFieldsFragment } from './users.gql';

/** Another role, or another view of conversations, for a person; closes with true when done. */
@Component({
  selector: 'mia-change-role',
  imports: [DialogFrame, FormError, MatButton, MatDialogClose, RoleFields, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('team.roleOf', { name: data.user.name || data.user.email })">
        <div class="form">
          @if (data.self) {
            <p class="muted">{{ t('team.roleSelf') }}</p>
          }
          <mia-form-error [text]="failure()" />
          <mia-role-fields [(choice)]="choice" />
        </div>
        <ng-container miaActions>
          <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
          <button matButton="filled" type="submit" [disabled]="busy()">{{ busy() ? t('ui.wait') : t('ui.save') }}</button>
        </ng-container>
      </mia-dialog-frame>
    </form>
  </ng-container>`,
})
export class ChangeRole {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  private readonly ref = inject<MatDialogRef<ChangeRole, boolean>>(MatDialogRef);
  protected readonly data = inject<{ readonly user: UserFieldsFragment; readonly self: boolean }>(MAT_DIALOG_DATA);
  protected readonly failure = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly choice = signal<RoleChoice>({ role: this.data.user.role, visibility: this.data.user.visibility });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    const { role, visibility } = this.choice();
    this.failure.set(null);
    this.busy.set(true);
    // null follows the role, also when its usual view changes some day.
    const input = { userId: this.data.user.id, role, visibility: visibility === usualVisibility(role) ? null : visibility };
    const { why } = await this.command.run(ChangeUserRoleDocument, input);
    this.busy.set(false);
    if (why !== null) return void this.failure.set(why);
    this.toasts.good(this.i18n.text('ui.saved'));
    this.ref.close(true);
  }
}
