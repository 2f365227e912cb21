import { Component, Directive, computed, inject, input } from '@angular/core';
import type { FieldState } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';

let next = 1;

/** A form field: label above, control (content, marked `miaControl`), hint, error. With `[state]` the first error of a touched signal-form field shows by itself. */
@Component({
  selector: 'mia-field',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span class="top">
      <label [for]="id">{{ label() }}</label>
      @if (optional()) {
        <span class="muted">{{ t('ui.field.optional') }}</span>
      }
      <ng-content select="[miaFieldAside]" />
    </span>
    <ng-content />
    @if (wrong(); as e) {
      <p class="error" [id]="id + '-error'" role="alert">
        <mia-icon name="error" [size]="15" />{{ e.message || t('ui.field.error.' + e.kind, e.params) }}
      </p>
    } @else if (hint()) {
      <p class="hint muted" [id]="id + '-hint'">{{ hint() }}</p>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 6px;
      min-width: 0;
    }
    .top {
      display: flex;
      align-items: baseline;
      gap: 8px;
      font-size: 13px;
    }
    label {
      flex: 1;
      font-weight: 550;
    }
    .hint,
    .error {
      font-size: 12.5px;
      line-height: 17px;
    }
    .error {
      display: flex;
      gap: 5px;
      color: var(--mia-bad);
      mia-icon {
        margin-top: 1px;
      }
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly hint = input<string | null>(null);
  /** An error told from outside; wins over the state's. */
  readonly error = input<string | null>(null);
  readonly state = input<Pick<FieldState<unknown>, 'errors' | 'touched'> | null>(null);
  readonly optional = input(false);
  readonly id = `mia-field-${next++}`;

  protected readonly wrong = computed(() => {
    const told = this.error();
    if (told) return { kind: 'told', message: told, params: {} };
    const state = this.state();
    const first = state?.touched() ? state.errors()[0] : undefined;
    return first ? { kind: first.kind, message: first.message ?? '', params: paramsOf(first) } : null;
  });
  readonly invalid = computed(() => this.wrong() !== null);
  readonly describedBy = computed(() => (this.invalid() ? `${this.id}-error` : this.hint() ? `${this.id}-hint` : null));
}

const paramsOf = (error: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(error).filter(([, v]) => typeof v === 'number' || typeof v === 'string'));

/** Looks and wiring of a native control inside `<mia-field>`: id, description, invalid state. */
@Directive({
  selector: '[miaControl]',
  host: {
    class: 'mia-control',
    '[attr.id]': 'field?.id',
    '[attr.aria-describedby]': 'field?.describedBy()',
    '[attr.aria-invalid]': 'field?.invalid() ? "true" : null',
  },
})
export class Control {
  protected readonly field = inject(Field, { optional: true });
}
