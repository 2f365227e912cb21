import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { I18n, LANGUAGES, LANGUAGE_NAMES, asLanguage } from '../../core/i18n';
import { Session } from '../../core/session';
import { THEMES, Theme, type ThemeName } from '../../core/theme';
import { Control, Field } from '../../ui/field';
import { AccountName } from './account-name';
import { AccountPassword } from './account-password';

/** One's own account: name, password, language, looks. */
@Component({
  selector: 'mia-account',
  imports: [AccountName, AccountPassword, Control, Field, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div class="page">
      <header class="page-head">
        <div>
          <h1>{{ t('account.title') }}</h1>
          <p class="muted">{{ session.user()?.email }}</p>
        </div>
      </header>
      <section class="card">
        <h2>{{ t('account.who') }}</h2>
        <mia-account-name />
      </section>
      <section class="card">
        <h2>{{ session.user()?.hasPassword ? t('account.changePassword') : t('account.setPassword') }}</h2>
        <mia-account-password />
      </section>
      <section class="card">
        <h2>{{ t('account.screen') }}</h2>
        <div class="form">
          <mia-field [label]="t('person.language')">
            <select miaControl #language (change)="chooseLanguage(language.value)">
              @for (l of languages; track l) {
                <option [value]="l" [selected]="i18n.language() === l">{{ names[l] }}</option>
              }
            </select>
          </mia-field>
          <mia-field [label]="t('person.theme')">
            <select miaControl #look (change)="chooseTheme(look.value)">
              @for (name of themes; track name) {
                <option [value]="name" [selected]="theme.current() === name">{{ t('theme.' + name) }}</option>
              }
            </select>
          </mia-field>
        </div>
      </section>
    </div>
  </ng-container>`,
  styles: `
    section {
      display: grid;
      gap: 16px;
      margin-bottom: 18px;
      padding: 22px 24px 24px;
    }
  `,
})
export default class AccountPage {
  protected readonly session = inject(Session);
  protected readonly i18n = inject(I18n);
  protected readonly theme = inject(Theme);
  protected readonly languages = LANGUAGES;
  protected readonly names = LANGUAGE_NAMES;
  protected readonly themes = THEMES;

  protected chooseLanguage(value: string): void {
    const language = asLanguage(value);
    if (language) void this.session.chooseLanguage(language);
  }
  protected chooseTheme(value: string): void {
    this.theme.choose(THEMES.find((n): n is ThemeName => n === value) ?? 'auto');
  }
}
