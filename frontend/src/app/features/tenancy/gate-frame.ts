import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { I18n, LANGUAGES, LANGUAGE_NAMES } from '../../core/i18n';

/** The frame of the pages before sign-in: mark, title, content, languages. */
@Component({
  selector: 'mia-gate-frame',
  imports: [TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <main class="card">
      <img src="favicon.svg" width="44" height="44" alt="" />
      <h1>{{ title() }}</h1>
      @if (text(); as words) {
        <p class="muted">{{ words }}</p>
      }
      <ng-content />
    </main>
    <footer>
      @for (l of languages; track l) {
        <button type="button" [attr.lang]="l" [attr.aria-pressed]="i18n.language() === l" (click)="i18n.choose(l)">{{ names[l] }}</button>
      }
    </footer>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      grid-template-rows: 1fr auto;
      justify-items: center;
      min-height: 100dvh;
      padding: 24px 16px;
      background: radial-gradient(90% 60% at 50% 0, var(--mia-accent-soft), transparent) var(--mia-canvas);
    }
    main {
      align-self: center;
      display: grid;
      gap: 10px;
      width: min(400px, 100%);
      padding: 34px 32px 32px;
      border-radius: 22px;
    }
    img {
      margin-bottom: 6px;
    }
    .muted {
      margin-bottom: 8px;
      text-wrap: pretty;
    }
    footer {
      display: flex;
      gap: 4px;
    }
    footer button {
      min-height: 36px;
      padding: 0 12px;
      border: 0;
      border-radius: 9px;
      background: none;
      color: var(--mia-muted);
      font: inherit;
      font-size: 13px;
      cursor: pointer;
      &[aria-pressed='true'] {
        color: var(--mia-ink);
        font-weight: 600;
      }
      &:hover {
        background: color-mix(in srgb, var(--mia-ink) 6%, transparent);
      }
    }
    @media (max-width: 480px) {
      main {
        padding: 26px 20px;
      }
    }
  `,
})
export class GateFrame {
  protected readonly i18n = inject(I18n);
  protected readonly languages = LANGUAGES;
  protected readonly names = LANGUAGE_NAMES;
  readonly title = input.required<string>();
  readonly text = input<string | null>(null);
}
