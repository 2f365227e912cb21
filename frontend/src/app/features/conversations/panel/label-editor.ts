import { Component, inject, signal } from '@angular/core';
import { FormField, form, maxLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { focusInvalid } from '../../../core/focus-invalid';
import { Chip } from '../../../ui/chip';
import { DialogFrame } from '../../../ui/dialog-frame';
import { Control, Field } from '../../../ui/field';
import { FormError } from '../../../ui/form-error';
import { Directory, type Label } from '../data/directory';
import { LABEL_COLORS } from './label-colors';

/** A new label: its name and colour. Answers with it. */
@Component({
  selector: 'mia-label-editor',
  imports: [Chip, Control, DialogFrame, Field, FormError, FormField, MatButton, MatDialogClose, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-dialog-frame [title]="t('label.new')">
      <form class="form" id="label-form" novalidate (submit)="send($event)">
        <mia-form-error [text]="failure()" />
        <mia-field [label]="t('label.name')" [state]="f.name()">
          <input miaControl [formField]="f.name" autocomplete="off" />
        </mia-field>
        <fieldset>
          <legend>{{ t('label.color') }}</legend>
          <div class="colors">
            @for (c of colors; track c) {
              <label [style.--c]="c">
                <input type="radio" name="color" [value]="c" [checked]="color() === c" (change)="color.set(c)" />
                <span class="sr-only">{{ t('label.colorNth', { n: $index + 1 }) }}</span>
              </label>
            }
          </div>
        </fieldset>
        @if (model().name.trim(); as name) {
          <div>
            <mia-chip [color]="color()">{{ name }}</mia-chip>
          </div>
        }
      </form>
      <ng-container miaActions>
        <button matButton type="button" mat-dialog-close>{{ t('ui.cancel') }}</button>
        <button matButton="filled" type="submit" form="label-form" [disabled]="f().submitting()">
          {{ f().submitting() ? t('ui.wait') : t('ui.save') }}
        </button>
      </ng-container>
    </mia-dialog-frame>
  </ng-container>`,
  styles: `
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0 0 6px;
      font-size: 13px;
      font-weight: 550;
    }
    .colors {
      display: flex;
      flex-wrap: wrap;
      gap: 10px;
    }
    label {
      position: relative;
      cursor: pointer;
    }
    input[type='radio'] {
      display: block;
      width: 30px;
      height: 30px;
      margin: 0;
      appearance: none;
      border: 3px solid var(--mia-panel);
      border-radius: 50%;
      background: var(--c);
      box-shadow: 0 0 0 1px var(--mia-line);
      cursor: pointer;
      &:checked {
        box-shadow: 0 0 0 2px var(--mia-ink);
      }
      &:focus-visible {
        outline-offset: 3px;
      }
    }
  `,
})
export class LabelEditor {
  private readonly data = inject<{ readonly name: string }>(MAT_DIALOG_DATA);
  private readonly directory = inject(Directory);
  private readonly dialog = inject<MatDialogRef<LabelEditor, Label>>(MatDialogRef);
  protected readonly colors = LABEL_COLORS;
  protected readonly color = signal<string>(LABEL_COLORS[this.directory.labels().length % LABEL_COLORS.length] ?? LABEL_COLORS[0]);
  protected readonly failure = signal<string | null>(null);
  protected readonly model = signal({ name: this.data.name });
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, 40);
  });

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const valid = await submit(this.f, async () => {
      const answer = await this.directory.saveLabel({ name: this.model().name.trim(), color: this.color() });
      if (!answer.done) return void this.failure.set(answer.text);
      if (answer.data.label) this.dialog.close(answer.data.label);
    });
    if (!valid) focusInvalid(this.f);
  }
}
