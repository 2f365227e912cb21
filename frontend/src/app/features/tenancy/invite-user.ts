import { Component, inject, signal } from '@angular/core';
import { FormField, email, form, maxLength, required, submit, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { CopyField } from '../../ui/copy-field';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { RoleFields, usualVisibility, type RoleChoice } from './role-fields';
import { InviteUserDocument, type UserFieldsFragment } from './users.gql';

export interface InviteData {
  /** Who is invited already and needs a new link. */
  readonly again: UserFieldsFragment | null;
  readonly members: readonly UserFieldsFragment[];
}

/** Invites a person. The answer is a link, shown this once: whoever invites passes it on. */
@Component({
  selector: 'mia-invite-user',
  imports: [Control, CopyField, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, RoleFields, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (link(); as url) {
      <mia-dialog-frame [title]="t('team.linkTitle', { name: who() })">
        <div class="form" role="status">
          <p>{{ t('team.linkText') }}</p>
          <mia-copy-field [label]="t('team.link')" [value]="url" />
          <p class="muted">{{ t('team.linkOnce') }}</p>
        </div>
        <button miaActions matButton="filled" type="button" mat-dialog-close>{{ t('team.linkDone') }}</button>
      </mia-dialog-frame>
    } @else {
      <form novalidate (submit)="send($event)">
        <mia-dialog-frame [title]="data.again ? t('team.newLink') : t('team.invite')">
          <div class="form">
            <mia-form-error [text]="failure()" />
            @if (data.again) {
              <p>{{ t('team.newLinkText', { email: data.again.email }) }}</p>
            } @else {
              <mia-field [label]="t('field.email')" [state]="f.email()">
                <input miaControl type="email" inputmode="email" autocapitalize="off" [formField]="f.email" autocomplete="off" />
              </mia-field>
              <mia-field [label]="t('field.name')" [hint]="t('team.nameHint')" [optional]="true" [state]="f.name()">
                <input miaControl [formField]="f.name" autocomplete="off" />
              </mia-field>
              <mia-role-fields [(choice)]="choice" />
            }
          </div>
          <ng-container miaActions>
            <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
            <button matButton="filled" type="submit" [disabled]="f().submitting()">
              {{ f().submitting() ? t('ui.wait') : t('team.makeLink') }}
            </button>
          </ng-container>
        </mia-dialog-frame>
      </form>
    }
  </ng-container>`,
})
export class InviteUser {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  protected readonly data = inject<InviteData>(MAT_DIALOG_DATA);
  protected readonly failure = signal<string | null>(null);
  protected readonly link = signal<string | null>(null);
  protected readonly who = signal('');
  protected readonly choice = signal<RoleChoice>({
    role: this.data.again?.role ?? 'AGENT',
    visibility: this.data.again?.visibility ?? usualVisibility('AGENT'),
  });
  private readonly model = signal({ email: this.data.again?.email ?? '', name: this.data.again?.name ?? '' });
  protected readonly f = form(this.model, (p) => {
    required(p.email);
    email(p.email);
    maxLength(p.name, NAME_MAX);
    // The server would quietly make a second link for a member.
    validate(p.email, ({ value }) => (this.isMember(value()) ? { kind: 'member' } : null));
  });

  private isMember(address: string): boolean {
    const wanted = address.trim().toLowerCase();
    return this.data.members.some((u) => u.state === 'ACTIVE' && u.email.toLowerCase() === wanted);
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { email: address, name } = this.model();
      const { role, visibility } = this.choice();
      const answer = await this.command.run(InviteUserDocument, {
        email: address.trim(),
        role,
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(visibility === usualVisibility(role) ? {} : { visibility }),
      });
      if (answer.why !== null) return void this.failure.set(answer.why);
      // A repeated answer has no link any more: it is made again from the list.
      if (!answer.done.link) return void this.failure.set(this.i18n.text('team.linkGone'));
      this.who.set(answer.done.user?.name ?? address.trim());
      this.link.set(answer.done.link);
    });
    if (!sent) focusInvalid(this.f);
  }
}
