import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { RichText } from '../../../ui/message/rich-text';
import { renderedParts, type Template, type Values } from '../data/templates';

/** A template as it will arrive, filled in while one types. */
@Component({
  selector: 'mia-template-preview',
  imports: [RichText, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <p class="title">{{ t('template.preview') }}</p>
    <div class="paper" data-testid="template-preview">
      <div class="bubble">
        @if (parts().header; as header) {
          <strong>{{ header }}</strong>
        }
        <mia-rich-text [text]="parts().body" />
        @if (parts().footer; as footer) {
          <small class="muted">{{ footer }}</small>
        }
      </div>
      @for (b of template().buttons; track $index) {
        <span class="button">{{ b }}</span>
      }
    </div>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 6px;
      align-content: start;
      min-width: 0;
    }
    .title {
      font-size: 13px;
      font-weight: 550;
    }
    .paper {
      display: grid;
      gap: 6px;
      padding: 16px;
      border: 1px solid var(--mia-line);
      border-radius: 14px;
      background: var(--mia-canvas);
    }
    .bubble {
      display: grid;
      gap: 5px;
      padding: 9px 12px;
      border-radius: 14px 14px 5px;
      background: var(--mia-bubble-out);
      overflow-wrap: anywhere;
    }
    strong {
      font-weight: 640;
    }
    small {
      font-size: 12px;
    }
    .button {
      padding: 8px;
      border-radius: 10px;
      background: var(--mia-panel);
      color: var(--mia-accent);
      font-size: 13px;
      font-weight: 560;
      text-align: center;
    }
  `,
})
export class TemplatePreview {
  readonly template = input.required<Template>();
  readonly values = input.required<Values>();
  protected readonly parts = computed(() => renderedParts(this.template(), this.values()));
}
