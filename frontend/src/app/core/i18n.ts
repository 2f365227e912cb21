import {
  DOCUMENT,
  EnvironmentProviders,
  Injectable,
  computed,
  inject,
  isDevMode,
  makeEnvironmentProviders,
  provideAppInitializer,
} from '@angular/core';
import { HttpClient } from '@angular/common/http';
import { toSignal } from '@angular/core/rxjs-interop';
import { provideTransloco, TranslocoService, type Translation, type TranslocoLoader } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { store, stored } from './storage';

export const LANGUAGES = ['pt-BR', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
/** Each language in its own words. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { 'pt-BR': 'Português (Brasil)', en: 'English' };

export const asLanguage = (text: string | null | undefined): Language | null => LANGUAGES.find((l) => l === text) ?? null;

const fromBrowser = (): Language => (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'pt-BR');

@Injectable({ providedIn: 'root' })
class Loader implements TranslocoLoader {
  private readonly http = inject(HttpClient);
  getTranslation(language: string) {
    return this.http.get<Translation>(`i18n/${language}.json`);
  }
}

/** The language of the screen: what this browser chose, else the account, else the browser. Texts in code come from `text`. */
@Injectable({ providedIn: 'root' })
export class I18n {
  private readonly transloco = inject(TranslocoService);
  private readonly document = inject(DOCUMENT);
  private readonly active = toSignal(this.transloco.langChanges$, { initialValue: this.transloco.getActiveLang() });
  readonly language = computed<Language>(() => asLanguage(this.active()) ?? 'pt-BR');

  /** Loads the texts, then switches; remembers the choice in this browser. */
  async choose(language: Language): Promise<void> {
    store('lang', language);
    await this.apply(language);
  }

  /** The account's language; a choice made in this browser wins. */
  async follow(account: string | null | undefined): Promise<void> {
    const language = asLanguage(account);
    if (language && !stored('lang')) await this.apply(language);
  }

  text(key: string, params?: Record<string, unknown>): string {
    this.active();
    return this.transloco.translate(key, params);
  }

  /** Whether the loaded texts have that key. */
  has(key: string): boolean {
    return key in this.transloco.getTranslation(this.active()) || key in this.transloco.getTranslation('pt-BR');
  }

  async apply(language: Language): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    this.document.documentElement.lang = language;
  }
}

export function provideI18n(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideTransloco({
      config: {
        availableLangs: [...LANGUAGES],
        defaultLang: asLanguage(stored('lang')) ?? fromBrowser(),
        fallbackLang: 'pt-BR',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
        missingHandler: { logMissingKey: true, useFallbackTranslation: true },
      },
      loader: Loader,
    }),
    provideAppInitializer(() => inject(I18n).apply(asLanguage(stored('lang')) ?? fromBrowser())),
  ]);
}
