import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, form, maxLength, readonly, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { Session } from '../../core/session';
import { Toasts } from '../../core/toasts';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { UpdateContactNameDocument, type ContactCardFragment } from './contact.gql';

/** The contact's names: the company's own, which it may change, and the one that the provider told. */
@Component({
  selector: 'mia-contact-name',
  imports: [Control, Field, FormError, FormField, MatButton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <form class="form" novalidate (submit)="send($event)">
      <mia-form-error [text]="failure()" />
      <mia-field [label]="t('contacts.givenName')" [hint]="t('contacts.givenNameHint')" [state]="f.name()">
        <input miaControl [formField]="f.name" autocomplete="off" [placeholder]="contact().profileName ?? ''" />
      </mia-field>
      @if (changed()) {
        <div class="form-actions">
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('ui.save') }}
          </button>
          <button matButton type="button" (click)="reset()">{{ t('ui.cancel') }}</button>
        </div>
      }
    </form>
    @if (contact().profileName; as told) {
      <dl>
        <dt class="muted">{{ t('contacts.profileName') }}</dt>
        <dd>{{ told }}</dd>
      </dl>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 14px;
    }
    dl {
      display: grid;
      gap: 3px;
      margin: 0;
    }
    dt {
      font-size: 12.5px;
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class ContactName {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  readonly contact = input.required<Pick<ContactCardFragment, 'id' | 'givenName' | 'profileName'>>();
  protected readonly failure = signal<string | null>(null);
  private readonly saved = (): string => this.contact().givenName ?? '';
  private readonly model = linkedSignal(() => ({ name: this.saved() }));
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, 200);
    readonly(p.name, { when: () => !this.session.can('contacts.write') });
  });

  protected changed(): boolean {
    return this.model().name.trim() !== this.saved();
  }
  protected reset(): void {
    this.failure.set(null);
    this.model.set({ name: this.saved() });
    this.f().reset();
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    if (!this.changed()) return;
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const before = this.saved();
      const why = await this.save(this.model().name.trim());
      if (why) return void this.failure.set(why);
      const undo = { label: this.i18n.text('ui.undo'), run: () => void this.takeBack(before) };
      this.toasts.good(this.i18n.text('contacts.renamed'), before ? undo : undefined);
    });
    if (!sent) focusInvalid(this.f);
  }

  private async save(name: string): Promise<string | null> {
    return (await this.command.run(UpdateContactNameDocument, { contactId: this.contact().id, name })).why;
  }
  private async takeBack(name: string): Promise<void> {
    const why = await this.save(name);
    if (why) this.toasts.bad(why);
  }
}
