import { DOCUMENT, Injectable, effect, inject, signal } from '@angular/core';
import { store, stored } from './storage';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const saved = (): ThemeName => {
  const s = stored('theme');
  return s === 'light' || s === 'dark' ? s : 'auto';
};

/** Light, dark or the system's. The same key is read by the script in index.html before the first paint. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly name = signal<ThemeName>(saved());
  readonly current = this.name.asReadonly();

  constructor() {
    effect(() => {
      const name = this.name();
      if (name === 'auto') delete this.document.documentElement.dataset['theme'];
      else this.document.documentElement.dataset['theme'] = name;
      store('theme', name === 'auto' ? null : name);
    });
  }

  choose(name: ThemeName): void {
    this.name.set(name);
  }
}
