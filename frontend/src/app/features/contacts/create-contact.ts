import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, maxLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { Format } from '../../core/format';
import { I18n } from '../../core/i18n';
import { phoneOf } from '../../core/phone-input';
import { phone } from '../../core/phone-rule';
import { Toasts } from '../../core/toasts';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { CreateContactDocument, type ContactLineFragment } from './contacts.gql';

/** A contact by hand: name and phone. Whoever has that phone already is shown, and opened with a press. */
@Component({
  selector: 'mia-create-contact',
  imports: [Control, DialogFrame, Field, FormError, FormField, Icon, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form novalidate (submit)="send($event)">
      <mia-dialog-frame [title]="t('contacts.create')">
        <div class="form">
          <mia-form-error [text]="failure()" />
          <mia-field [label]="t('field.name')" [state]="f.name()">
            <input miaControl [formField]="f.name" autocomplete="off" />
          </mia-field>
          <mia-field
            [label]="t('contacts.phone')"
            [hint]="kept() ? t('contacts.phoneKept', { phone: format.phone(kept()!) }) : t('contacts.phoneHint')"
            [state]="f.phone()"
          >
            <input miaControl type="tel" inputmode="tel" [formField]="f.phone" autocomplete="off" (input)="existing.set(null)" />
          </mia-field>
          <div aria-live="polite">
            @if (existing(); as c) {
              <div class="exists">
                <mia-icon name="info" [size]="19" />
                <p>{{ t('contacts.exists', { name: c.name }) }}</p>
                <button matButton="outlined" type="button" (click)="open(c.id)">{{ t('contacts.openExisting') }}</button>
              </div>
            }
          </div>
        </div>
        <ng-container miaActions>
          <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('contacts.createDo') }}
          </button>
        </ng-container>
      </mia-dialog-frame>
    </form>
  </ng-container>`,
  styles: `
    .exists {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 10px;
      padding: 11px 13px;
      border-radius: 11px;
      background: var(--mia-info-soft);
      mia-icon {
        color: var(--mia-info);
      }
      p {
        flex: 1 1 200px;
      }
    }
  `,
})
export class CreateContact {
  private readonly apollo = inject(Apollo);
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly ref = inject<MatDialogRef<CreateContact>>(MatDialogRef);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  protected readonly format = inject(Format);
  protected readonly failure = signal<string | null>(null);
  protected readonly existing = signal<ContactLineFragment | null>(null);
  private readonly model = signal({ name: '', phone: '' });
  protected readonly kept = computed(() => phoneOf(this.model().phone));
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, 200);
    phone(p.phone);
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    this.existing.set(null);
    const sent = await submit(this.f, async () => {
      const input = { name: this.model().name.trim(), phone: this.kept() ?? this.model().phone.trim() };
      const answer = await this.command.run(CreateContactDocument, input);
      const contact = answer.done?.contact;
      if (contact) {
        this.apollo.client.cache.evict({ id: 'ROOT_QUERY', fieldName: 'contacts' });
        this.toasts.good(this.i18n.text('contacts.created'));
        return this.open(contact.id);
      }
      const other = answer.why === null ? null : answer.payload?.contact;
      if (other) this.existing.set(other);
      else this.failure.set(answer.why ?? this.i18n.text('error.unknown'));
    });
    if (!sent) focusInvalid(this.f);
  }

  protected open(id: string): void {
    this.ref.close();
    void this.router.navigate(['/contacts', id]);
  }
}
