import { Component, inject, signal } from '@angular/core';
import { FormField, form, maxLength, required, submit, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatDialogClose } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { CopyField } from '../../ui/copy-field';
import { DialogFrame } from '../../ui/dialog-frame';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import type { Scope } from '../../../gql/schema';
import { CreateApiKeyDocument } from './api-keys.gql';

const SCOPES: readonly Scope[] = ['READ', 'SEND', 'CONTACTS', 'MANAGE'];

/** Makes a key; it is shown this once. */
@Component({
  selector: 'mia-create-api-key',
  imports: [Control, CopyField, DialogFrame, Field, FormError, FormField, Icon, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (secret(); as key) {
      <mia-dialog-frame [title]="t('apiKeys.made', { name: name() })">
        <div class="form" role="status">
          <p class="once"><mia-icon name="warning" [size]="19" />{{ t('apiKeys.once') }}</p>
          <mia-copy-field [label]="t('apiKeys.key')" [value]="key" />
          <mia-copy-field [label]="t('apiKeys.use')" value="Authorization: Bearer mia_…" />
        </div>
        <button miaActions matButton="filled" type="button" mat-dialog-close>{{ t('apiKeys.kept') }}</button>
      </mia-dialog-frame>
    } @else {
      <form novalidate (submit)="send($event)">
        <mia-dialog-frame [title]="t('apiKeys.create')">
          <div class="form">
            <mia-form-error [text]="failure()" />
            <mia-field [label]="t('field.name')" [hint]="t('apiKeys.nameHint')" [state]="f.name()">
              <input miaControl [formField]="f.name" autocomplete="off" />
            </mia-field>
            <fieldset [attr.aria-describedby]="f.scopes().touched() && f.scopes().invalid() ? 'scopes-wrong' : null">
              <legend>{{ t('apiKeys.scopes') }}</legend>
              @for (s of scopes; track s) {
                <label>
                  <input #box type="checkbox" [checked]="chosen(s)" (change)="choose(s, box.checked)" />
                  <span
                    ><strong>{{ t('apiKeys.scope.' + s) }}</strong> <span class="muted">{{ t('apiKeys.scopeAbout.' + s) }}</span></span
                  >
                </label>
              }
              @if (f.scopes().touched() && f.scopes().invalid()) {
                <p class="wrong" id="scopes-wrong" role="alert">{{ t('apiKeys.scopesMissing') }}</p>
              }
            </fieldset>
          </div>
          <ng-container miaActions>
            <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
            <button matButton="filled" type="submit" [disabled]="f().submitting()">
              {{ f().submitting() ? t('ui.wait') : t('apiKeys.createDo') }}
            </button>
          </ng-container>
        </mia-dialog-frame>
      </form>
    }
  </ng-container>`,
  styles: `
    fieldset {
      display: grid;
      gap: 10px;
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      margin-bottom: 8px;
      padding: 0;
      font-size: 13px;
      font-weight: 550;
    }
    label {
      display: flex;
      gap: 11px;
      cursor: pointer;
      strong {
        display: block;
        font-weight: 550;
      }
    }
    input[type='checkbox'] {
      flex: none;
      width: 17px;
      height: 17px;
      margin: 2px 0 0;
      accent-color: var(--mia-accent);
    }
    .wrong {
      color: var(--mia-bad);
      font-size: 12.5px;
    }
    .once {
      display: flex;
      gap: 9px;
      padding: 11px 13px;
      border-radius: 11px;
      background: var(--mia-warn-soft);
      color: var(--mia-warn);
    }
  `,
})
export class CreateApiKey {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  protected readonly scopes = SCOPES;
  protected readonly failure = signal<string | null>(null);
  protected readonly secret = signal<string | null>(null);
  private readonly model = signal<{ readonly name: string; readonly scopes: readonly Scope[] }>({ name: '', scopes: ['READ'] });
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, NAME_MAX);
    validate(p.scopes, ({ value }) => (value().length > 0 ? null : { kind: 'scopes' }));
  });

  protected name(): string {
    return this.model().name.trim();
  }
  protected chosen(scope: Scope): boolean {
    return this.model().scopes.includes(scope);
  }
  protected choose(scope: Scope, on: boolean): void {
    this.model.update((m) => ({ ...m, scopes: SCOPES.filter((s) => (s === scope ? on : m.scopes.includes(s))) }));
    this.f.scopes().markAsTouched();
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const answer = await this.command.run(CreateApiKeyDocument, { name: this.name(), scopes: [...this.model().scopes] });
      if (answer.why !== null) return void this.failure.set(answer.why);
      // A repeated answer has no secret any more.
      if (!answer.done.secret) return void this.failure.set(this.i18n.text('apiKeys.lost'));
      this.secret.set(answer.done.secret);
    });
    if (!sent) focusInvalid(this.f);
  }
}
