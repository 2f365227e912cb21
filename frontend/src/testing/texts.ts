import { TranslocoTestingModule } from '@jsverse/transloco';
import en from '../../public/i18n/en.json' with { type: 'json' };
import ptBR from '../../public/i18n/pt-BR.json' with { type: 'json' };

/** The real texts, pt-BR shown. */
export const texts = (language: 'pt-BR' | 'en' = 'pt-BR') =>
  TranslocoTestingModule.forRoot({
    langs: { 'pt-BR': ptBR, en },
    translocoConfig: { availableLangs: ['pt-BR', 'en'], defaultLang: language, fallbackLang: 'pt-BR', reRenderOnLangChange: true },
    preloadLangs: true,
  });
