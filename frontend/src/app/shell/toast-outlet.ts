import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Toasts } from '../core/toasts';
import { Icon } from '../ui/icon';

/** Where toasts appear; once, at the root. */
@Component({
  selector: 'mia-toast-outlet',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <section role="status" aria-live="polite" [attr.aria-label]="t('ui.toast.region')">
      @for (toast of toasts.shown(); track toast.id) {
        <div
          class="toast"
          [class]="toast.tone"
          animate.enter="enter"
          (mouseenter)="toasts.hold(toast.id)"
          (mouseleave)="toasts.resume(toast.id)"
          (focusin)="toasts.hold(toast.id)"
          (focusout)="toasts.resume(toast.id)"
        >
          @if (toast.tone !== 'plain') {
            <mia-icon [name]="toast.tone === 'good' ? 'check_circle' : 'error'" [size]="19" />
          }
          <p>{{ toast.text }}</p>
          @if (toast.action; as action) {
            <button type="button" class="act" (click)="toasts.act(toast)">{{ action.label }}</button>
          }
          <button type="button" [attr.aria-label]="t('ui.toast.close')" (click)="toasts.dismiss(toast.id)">
            <mia-icon name="close" [size]="17" />
          </button>
        </div>
      }
    </section>
  </ng-container>`,
  styles: `
    section {
      position: fixed;
      inset-inline: 16px;
      bottom: 20px;
      z-index: 1200;
      display: grid;
      justify-items: center;
      gap: 8px;
      pointer-events: none;
    }
    .toast {
      display: flex;
      align-items: center;
      gap: 10px;
      max-width: min(560px, 100%);
      min-height: 44px;
      padding: 4px 6px 4px 16px;
      border-radius: 12px;
      background: light-dark(#23242f, #2e3040);
      color: #f3f3f8;
      box-shadow: var(--mia-lift);
      pointer-events: auto;
    }
    .enter {
      animation: rise 0.18s ease-out;
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(10px);
      }
    }
    .good mia-icon:first-child {
      color: #4fd6ae;
    }
    .bad mia-icon:first-child {
      color: #ff9d94;
    }
    p {
      flex: 1;
      padding: 6px 0;
      overflow-wrap: anywhere;
    }
    button {
      display: grid;
      place-items: center;
      min-width: 34px;
      min-height: 34px;
      border: 0;
      border-radius: 8px;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
      &:hover {
        background: rgb(255 255 255 / 12%);
      }
      &:focus-visible {
        outline-color: #c4c2ff;
      }
    }
    .act {
      padding: 0 12px;
      color: #c4c2ff;
      font-weight: 620;
    }
    /* Above what is being written. */
    :host-context(html:has(mia-composer)) section {
      bottom: 148px;
    }
    @media (max-width: 760px) {
      section {
        bottom: calc(var(--mia-bar) + 12px + env(safe-area-inset-bottom));
      }
    }
  `,
})
export class ToastOutlet {
  protected readonly toasts = inject(Toasts);
}
