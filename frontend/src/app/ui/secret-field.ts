import { Component, ElementRef, input, model, output, signal, viewChild } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { Control } from './field';
import { Icon } from './icon';

/** A password or token: covered, with an eye to look. Works with `[formField]` and stands in `<mia-field>`. */
@Component({
  selector: 'mia-secret-field',
  imports: [Control, Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <input
      #box
      miaControl
      [type]="open() ? 'text' : 'password'"
      [value]="value()"
      [disabled]="disabled()"
      [autocomplete]="autocomplete()"
      [attr.aria-required]="required() || null"
      autocapitalize="off"
      spellcheck="false"
      (input)="value.set(box.value)"
      (blur)="touch.emit()"
    />
    <button
      type="button"
      [attr.aria-pressed]="open()"
      [attr.aria-label]="open() ? t('ui.secret.hide') : t('ui.secret.show')"
      (click)="open.set(!open())"
    >
      <mia-icon [name]="open() ? 'visibility_off' : 'visibility'" [size]="19" />
    </button>
  </ng-container>`,
  styles: `
    :host {
      position: relative;
      display: block;
    }
    input {
      padding-inline-end: 44px;
    }
    button {
      position: absolute;
      inset-inline-end: 3px;
      top: 3px;
      display: grid;
      place-items: center;
      width: 34px;
      height: 32px;
      border: 0;
      border-radius: 8px;
      background: none;
      color: var(--mia-muted);
      cursor: pointer;
      &:hover {
        color: var(--mia-ink);
        background: var(--mia-panel-2);
      }
    }
  `,
})
export class SecretField implements FormValueControl<string> {
  readonly value = model('');
  readonly disabled = input(false);
  readonly required = input(false);
  readonly touch = output();
  readonly autocomplete = input<'current-password' | 'new-password' | 'off'>('off');
  protected readonly open = signal(false);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');

  focus(): void {
    this.box()?.nativeElement.focus();
  }
}
