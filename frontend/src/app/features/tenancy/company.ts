import { Component, inject, linkedSignal, signal } from '@angular/core';
import { FormField, form, maxLength, readonly, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { ErrorText } from '../../core/error-text';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { newCommandId } from '../../core/ids';
import { Session } from '../../core/session';
import { Toasts } from '../../core/toasts';
import { Chip } from '../../ui/chip';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { RenameCompanyDocument } from './company.gql';
import { CompanyMore } from './company-more';

/** The company's own page: its name and time zone. */
@Component({
  selector: 'mia-company',
  imports: [Chip, CompanyMore, Control, Field, FormError, FormField, MatButton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div class="page">
      <header class="page-head">
        <div>
          <h1>{{ t('companyPage.title') }}</h1>
          <p class="muted">{{ t('companyPage.text') }}</p>
        </div>
        @if (session.company()?.demo) {
          <mia-chip tone="info" icon="info">{{ t('company.demo') }}</mia-chip>
        }
      </header>
      <section class="card">
        <form class="form" novalidate (submit)="send($event)">
          <mia-form-error [text]="failure()" />
          <mia-field [label]="t('field.companyName')" [hint]="may() ? null : t('companyPage.ownerOnly')" [state]="f.name()">
            <input miaControl [formField]="f.name" autocomplete="organization" />
          </mia-field>
          <mia-field [label]="t('field.timeZone')" [hint]="t('companyPage.timeZoneHint')">
            <input miaControl [value]="session.company()?.timeZone ?? ''" readonly />
          </mia-field>
          @if (may()) {
            <div class="form-actions">
              <button matButton="filled" type="submit" [disabled]="f().submitting()">
                {{ f().submitting() ? t('ui.wait') : t('ui.save') }}
              </button>
            </div>
          }
        </form>
      </section>
      <mia-company-more />
    </div>
  </ng-container>`,
  styles: `
    section {
      padding: 24px;
    }
  `,
})
export default class CompanyPage {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly failure = signal<string | null>(null);
  private readonly model = linkedSignal(() => ({ name: this.session.company()?.name ?? '' }));
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, NAME_MAX);
    readonly(p.name, { when: () => !this.may() });
  });

  protected may(): boolean {
    return this.session.can('company.manage');
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const input = { commandId: newCommandId(), name: this.model().name.trim() };
      try {
        const { data } = await firstValueFrom(this.apollo.mutate({ mutation: RenameCompanyDocument, variables: { input } }));
        const refusal = data?.renameCompany.refusal;
        if (refusal) return void this.failure.set(this.errors.refusal(refusal));
        this.toasts.good(this.i18n.text('ui.saved'));
        await this.session.refresh();
      } catch (error) {
        this.failure.set(this.errors.of(error));
      }
    });
    if (!sent) focusInvalid(this.f);
  }
}
