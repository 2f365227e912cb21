import { Component, inject, signal } from '@angular/core';
import { FormField, form, maxLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogClose } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { newCommandId } from '../../core/ids';
import { Page } from '../../core/page';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { CreateCompanyDocument } from './create-company.gql';

/** A company of one's own; afterwards the session is in it, and the console starts afresh at connecting a number. */
@Component({
  selector: 'mia-create-company',
  imports: [Control, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('createCompany.title')">
        <p class="muted">{{ t('createCompany.text') }}</p>
        <mia-form-error [text]="failure()" />
        <mia-field [label]="t('field.companyName')" [state]="f.name()">
          <input miaControl [formField]="f.name" autocomplete="organization" />
        </mia-field>
        <ng-container miaActions>
          <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('createCompany.do') }}
          </button>
        </ng-container>
      </mia-dialog-frame>
    </form>
  </ng-container>`,
  styles: `
    .muted {
      margin-bottom: 16px;
    }
  `,
})
export class CreateCompany {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly page = inject(Page);
  /** One id for the whole dialog: pressing again after a cut connection makes no second company. */
  private commandId = newCommandId();
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal({ name: '' });
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, NAME_MAX);
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const input = { commandId: this.commandId, name: this.model().name.trim(), timeZone };
      try {
        const { data } = await firstValueFrom(this.apollo.mutate({ mutation: CreateCompanyDocument, variables: { input } }));
        const refusal = data?.createCompany.refusal;
        if (refusal) {
          this.failure.set(this.errors.refusal(refusal));
          this.commandId = newCommandId();
        } else this.page.restartAt('/settings/channels');
      } catch (error) {
        this.failure.set(this.errors.of(error));
      }
    });
    if (!sent) focusInvalid(this.f);
  }
}
