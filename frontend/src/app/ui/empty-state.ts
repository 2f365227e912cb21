import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** What a place says when there is nothing in it, and what to do about it (content). */
@Component({
  selector: 'mia-empty-state',
  imports: [Icon],
  template: `
    <span class="ring"><mia-icon [name]="icon()" [size]="26" /></span>
    @if (page()) {
      <h1>{{ title() }}</h1>
    } @else {
      <p class="title">{{ title() }}</p>
    }
    @if (text(); as words) {
      <p class="muted">{{ words }}</p>
    }
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      align-content: center;
      gap: 8px;
      min-height: 220px;
      padding: 32px 24px;
      text-align: center;
    }
    .ring {
      display: grid;
      place-items: center;
      width: 56px;
      height: 56px;
      margin-bottom: 6px;
      border-radius: 18px;
      background: var(--mia-accent-soft);
      color: var(--mia-accent);
    }
    .title {
      font-weight: 620;
      font-size: 15px;
    }
    h1 {
      font-size: 20px;
    }
    .muted {
      max-width: 44ch;
      text-wrap: pretty;
    }
    :host ::ng-deep > button,
    :host ::ng-deep > a {
      margin-top: 10px;
    }
  `,
})
export class EmptyState {
  readonly icon = input.required<string>();
  readonly title = input.required<string>();
  readonly text = input<string | null>(null);
  /** It is the whole page: the title is its heading. */
  readonly page = input(false);
}
