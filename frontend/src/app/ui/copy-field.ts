import { Component, DestroyRef, computed, inject, input, signal } from '@angular/core';
import { Clipboard } from '@angular/cdk/clipboard';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon';

const SAID_MS = 2_000;

/** A value to copy, labelled; a secret one is covered until asked for. */
@Component({
  selector: 'mia-copy-field',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <span class="label" [id]="id">{{ label() }}</span>
    <div class="box" role="group" [attr.aria-labelledby]="id">
      <code class="num" tabindex="0">{{ shown() }}</code>
      @if (secret()) {
        <button
          type="button"
          [attr.aria-pressed]="open()"
          [attr.aria-label]="open() ? t('ui.secret.hide') : t('ui.secret.show')"
          (click)="open.set(!open())"
        >
          <mia-icon [name]="open() ? 'visibility_off' : 'visibility'" [size]="18" />
        </button>
      }
      <button type="button" class="copy" (click)="copy()">
        <mia-icon [name]="copied() ? 'check' : 'copy'" [size]="18" />
        <span aria-live="polite">{{ copied() ? t('ui.copy.done') : t('ui.copy.do') }}</span>
      </button>
    </div>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 6px;
      min-width: 0;
    }
    .label {
      font-weight: 550;
      font-size: 13px;
    }
    .box {
      display: flex;
      align-items: center;
      min-height: var(--mia-control);
      border: 1px solid var(--mia-line);
      border-radius: var(--mia-radius-control);
      background: var(--mia-panel-2);
      overflow: hidden;
    }
    code {
      flex: 1;
      min-width: 0;
      padding: 8px 12px;
      overflow-x: auto;
      white-space: nowrap;
      scrollbar-width: none;
      font:
        500 12.5px/20px ui-monospace,
        'SF Mono',
        Menlo,
        Consolas,
        monospace;
    }
    code:focus-visible {
      outline-offset: -2px;
    }
    button {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      min-height: 36px;
      padding: 0 11px;
      border: 0;
      background: none;
      color: var(--mia-accent);
      font:
        550 13px 'Inter Variable',
        system-ui,
        sans-serif;
      cursor: pointer;
      &:hover {
        background: var(--mia-accent-soft);
      }
      &:focus-visible {
        outline-offset: -2px;
      }
    }
    .copy {
      border-inline-start: 1px solid var(--mia-line);
    }
  `,
})
export class CopyField {
  private static next = 1;
  private readonly clipboard = inject(Clipboard);
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly secret = input(false);
  protected readonly id = `mia-copy-${CopyField.next++}`;
  protected readonly open = signal(false);
  protected readonly copied = signal(false);
  protected readonly shown = computed(() => (this.secret() && !this.open() ? '•'.repeat(Math.min(32, this.value().length)) : this.value()));
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected copy(): void {
    this.copied.set(this.clipboard.copy(this.value()));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.copied.set(false), SAID_MS);
  }
}
