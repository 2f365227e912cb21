import { Component, input } from '@angular/core';

/** The frame of one message. `joined`: follows another of the same side, without its own corner. */
@Component({
  selector: 'mia-bubble',
  host: { '[class]': 'side()', '[class.joined]': 'joined()', '[class.bad]': 'bad()', '[class.tuck]': 'tuck()' },
  template: `
    @if (author(); as name) {
      <p class="author">{{ name }}</p>
    }
    <ng-content />
    <footer><ng-content select="[miaMeta]" /></footer>
  `,
  styles: `
    :host {
      position: relative;
      display: block;
      width: fit-content;
      max-width: min(580px, 78%);
      min-width: 76px;
      padding: 8px 12px 6px;
      border: 1px solid var(--mia-line);
      border-radius: 16px 16px 16px 5px;
      background: var(--mia-bubble-in);
      overflow-wrap: anywhere;
    }
    :host(.in.joined) {
      border-top-left-radius: 5px;
    }
    :host(.out) {
      margin-inline-start: auto;
      border-color: transparent;
      border-radius: 16px 16px 5px;
      background: var(--mia-bubble-out);
    }
    :host(.out.joined) {
      border-top-right-radius: 5px;
    }
    :host(.note) {
      margin-inline-start: auto;
      border-color: color-mix(in srgb, var(--mia-warn) 35%, transparent);
      border-radius: 12px;
      background: var(--mia-bubble-note);
    }
    :host(.bad) {
      border-color: color-mix(in srgb, var(--mia-bad) 55%, transparent);
    }
    .author {
      margin-bottom: 2px;
      color: var(--mia-accent);
      font-size: 12px;
      font-weight: 600;
    }
    :host(.note) .author {
      color: var(--mia-warn);
    }
    /* The time stands beside the end of a text's last line: mia-rich-text leaves room of --mia-tuck there. */
    :host(.tuck) {
      --mia-tuck: calc(var(--mia-time) + 18px);
    }
    :host(.tuck.out) {
      --mia-tuck: calc(var(--mia-time) + 36px);
    }
    :host(.tuck) footer {
      margin-top: -15px;
    }
    footer {
      display: flex;
      align-items: center;
      justify-content: flex-end;
      gap: 4px;
      min-height: 16px;
      margin-top: 1px;
      color: var(--mia-muted);
      font-size: 11.5px;
      line-height: 16px;
    }
    @media (max-width: 760px) {
      :host {
        max-width: 88%;
      }
    }
  `,
})
export class Bubble {
  readonly side = input.required<'in' | 'out' | 'note'>();
  readonly author = input<string | null>(null);
  readonly joined = input(false);
  readonly bad = input(false);
  /** What it ends with is a line of text: time and tick stand at its end. */
  readonly tuck = input(false);
}
