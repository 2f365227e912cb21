import { Component, computed, input } from '@angular/core';
import { GLYPHS } from './glyphs';
import { STROKES } from './strokes';

/** One glyph by name, from `glyphs.ts` or `strokes.ts`; decorative: the control around it carries the words. */
@Component({
  selector: 'mia-icon',
  host: { 'aria-hidden': 'true', '[style.--s.px]': 'size()' },
  template: `@if (glyph(); as d) {
      <svg viewBox="0 -960 960 960" fill="currentColor"><path [attr.d]="d" /></svg>
    } @else {
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">
        <path [attr.d]="stroke()" />
      </svg>
    }`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      width: var(--s);
      height: var(--s);
    }
    svg {
      width: 100%;
      height: 100%;
    }
  `,
})
export class Icon {
  readonly name = input.required<string>();
  /** Pixels. */
  readonly size = input(20);
  protected readonly glyph = computed(() => GLYPHS[this.name()]);
  protected readonly stroke = computed(() => STROKES[this.name()] ?? '');
}

/** Whether a glyph of that name exists. */
export const hasIcon = (name: string): boolean => name in GLYPHS || name in STROKES;
