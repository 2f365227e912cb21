import { provideHttpClient } from '@angular/common/http';
import { ApplicationConfig, Injector, inject, provideBrowserGlobalErrorListeners } from '@angular/core';
import { MAT_DIALOG_DEFAULT_OPTIONS, MatDialogConfig } from '@angular/material/dialog';
import { MAT_TOOLTIP_DEFAULT_OPTIONS } from '@angular/material/tooltip';
import { TitleStrategy, provideRouter, withComponentInputBinding, withInMemoryScrolling } from '@angular/router';
import { routes } from './app.routes';
import { provideGraphql } from './core/apollo';
import { provideI18n } from './core/i18n';
import { NEW_CONVERSATION, type ConversationWith } from './core/new-conversation';
import { PageTitle } from './core/page-title';
import { providePartErrors, restartOnMissingPage } from './core/stale-build';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      restartOnMissingPage(),
    ),
    providePartErrors(),
    { provide: TitleStrategy, useExisting: PageTitle },
    {
      provide: MAT_DIALOG_DEFAULT_OPTIONS,
      // The given options replace Material's own, role and all.
      useValue: { ...new MatDialogConfig(), ariaModal: true, width: '480px', maxWidth: '94vw' },
    },
    { provide: MAT_TOOLTIP_DEFAULT_OPTIONS, useValue: { showDelay: 450, hideDelay: 0, touchendHideDelay: 1_500 } },
    {
      provide: NEW_CONVERSATION,
      useFactory: () => {
        const injector = inject(Injector);
        return async (who: ConversationWith) => {
          const { Starter } = await import('./features/conversations/start/starter');
          await injector.get(Starter).open(who);
        };
      },
    },
    provideI18n(),
    provideGraphql(),
  ],
};
