import { Injectable, effect, inject, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { I18n } from './i18n';

const MOST = 99;

/** The tab's title: "(3) Conversas · Master IA". Routes give `title` as a translation key; the inbox tells how many conversations are unread. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly i18n = inject(I18n);
  private readonly key = signal<string | undefined>(undefined);
  private readonly thing = signal<string | null>(null);
  readonly unread = signal(0);

  constructor() {
    super();
    effect(() => {
      const key = this.key();
      const page = this.thing() ?? (key ? this.i18n.text(key) : '');
      this.title.setTitle(titleOf(this.unread(), page));
    });
  }

  override updateTitle(state: RouterStateSnapshot): void {
    this.key.set(this.buildTitle(state));
    this.thing.set(null);
  }

  /** The name of what the page is about, once it is known; until the next navigation. */
  about(name: string): void {
    this.thing.set(name);
  }
}

export const titleOf = (unread: number, page: string): string => {
  const count = unread > MOST ? `(${MOST}+) ` : unread > 0 ? `(${unread}) ` : '';
  return `${count}${page ? `${page} · ` : ''}Master IA`;
};
