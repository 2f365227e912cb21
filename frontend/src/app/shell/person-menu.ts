import { Component, inject, input } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { ErrorText } from '../core/error-text';
import { I18n, LANGUAGES, LANGUAGE_NAMES } from '../core/i18n';
import { Session } from '../core/session';
import { Sound } from '../core/sound';
import { THEMES, Theme } from '../core/theme';
import { Toasts } from '../core/toasts';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';

/** One's own account, language, theme, sound, and the way out. */
@Component({
  selector: 'mia-person-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink, TranslocoDirective],
  templateUrl: './person-menu.html',
  styleUrl: './menus.scss',
})
export class PersonMenu {
  private readonly errors = inject(ErrorText);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly i18n = inject(I18n);
  protected readonly theme = inject(Theme);
  protected readonly sound = inject(Sound);
  protected readonly languages = LANGUAGES;
  protected readonly languageNames = LANGUAGE_NAMES;
  protected readonly themes = THEMES;
  protected readonly themeIcons = { auto: 'contrast', light: 'light_mode', dark: 'dark_mode' } as const;
  readonly mini = input(false);

  protected async signOut(): Promise<void> {
    const answer = await this.session.signOut();
    if (!answer.ok) this.toasts.bad(this.errors.auth(answer));
  }
}
