import { Component, input, output } from '@angular/core';

/** On or off, at once. The words beside it are its content. */
@Component({
  selector: 'mia-switch',
  template: `<label>
    <input #box type="checkbox" role="switch" [checked]="on()" [disabled]="disabled()" (change)="flipped.emit(box.checked)" />
    <span class="track" aria-hidden="true"></span>
    <span><ng-content /></span>
  </label>`,
  styles: `
    label {
      display: flex;
      align-items: flex-start;
      gap: 12px;
      cursor: pointer;
    }
    input {
      position: absolute;
      opacity: 0;
    }
    .track {
      flex: none;
      position: relative;
      width: 38px;
      height: 22px;
      border: 1px solid var(--mia-control-line);
      border-radius: 999px;
      background: var(--mia-panel-2);
      transition: background 0.12s;
      &::after {
        content: '';
        position: absolute;
        inset-inline-start: 3px;
        top: 3px;
        width: 14px;
        height: 14px;
        border-radius: 50%;
        background: var(--mia-control-line);
        transition: translate 0.12s;
      }
    }
    input:checked + .track {
      border-color: var(--mia-accent);
      background: var(--mia-accent);
      &::after {
        translate: 16px 0;
        background: var(--mia-on-accent);
      }
    }
    input:focus-visible + .track {
      outline: 2px solid var(--mia-accent);
      outline-offset: 2px;
    }
    input:disabled ~ * {
      opacity: 0.6;
      cursor: not-allowed;
    }
  `,
})
export class Switch {
  readonly on = input.required<boolean>();
  readonly disabled = input(false);
  readonly flipped = output<boolean>();
}
