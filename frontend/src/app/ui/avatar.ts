import { Component, computed, input } from '@angular/core';

/** Two letters of a name: of the first and the last word; a sign for numbers and nameless. */
export const initials = (name: string): string => {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((w) => /^\p{L}/u.test(w));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((w) => [...(w ?? '')][0]?.toLocaleUpperCase() ?? '').join('') || '#';
};

/** Degrees on the colour wheel; the same text always has the same. */
export const hueOf = (text: string): number => [...text].reduce((a, c) => (a * 31 + (c.codePointAt(0) ?? 0)) % 360, 7);

/** The face of a person or company: initials on a colour of its own. Decorative: the name stands beside it. */
@Component({
  selector: 'mia-avatar',
  host: { 'aria-hidden': 'true', '[style.--size.px]': 'size()', '[style.--hue]': 'hue()', '[class.round]': 'round()' },
  template: `{{ letters() }}<ng-content />`,
  styles: `
    :host {
      position: relative;
      display: inline-grid;
      place-items: center;
      flex: none;
      width: var(--size);
      height: var(--size);
      border-radius: 30%;
      font:
        650 calc(var(--size) * 0.33) 'Inter Variable',
        system-ui,
        sans-serif;
      background: light-dark(hsl(var(--hue) 70% 92%), hsl(var(--hue) 30% 24%));
      color: light-dark(hsl(var(--hue) 65% 25%), hsl(var(--hue) 70% 84%));
      user-select: none;
    }
    :host(.round) {
      border-radius: 50%;
    }
  `,
})
export class Avatar {
  readonly name = input.required<string>();
  /** What the colour comes from; the name unless given (an id stays when the name changes). */
  readonly seed = input<string>();
  readonly size = input(40);
  readonly round = input(false);
  protected readonly letters = computed(() => initials(this.name()));
  protected readonly hue = computed(() => hueOf(this.seed() ?? this.name()));
}
