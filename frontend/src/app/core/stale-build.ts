import { HttpClient } from '@angular/common/http';
import { EnvironmentProviders, ErrorHandler, Injectable, Injector, inject, makeEnvironmentProviders } from '@angular/core';
import { NavigationError, Router, withNavigationErrorHandler } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { I18n } from './i18n';
import { Page } from './page';
import { Toasts } from './toasts';

/** A reload that did not help is not repeated within this time. */
const ONCE_MS = 60_000;
const KEY = 'mia.reloaded-at';

/** As Chromium, Firefox and Safari word it. */
const MISSING =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|'text\/html' is not a valid JavaScript MIME type/i;

/** Whether a part of the console that is loaded when needed could not be loaded. */
const isMissingPart = (error: unknown): boolean => error instanceof Error && MISSING.test(error.message);

/** A page that was open while the console was built anew asks for parts that are gone: it starts again with the new build, once. */
@Injectable({ providedIn: 'root' })
export class StaleBuild {
  private readonly http = inject(HttpClient);
  private readonly i18n = inject(I18n);
  private readonly page = inject(Page);
  private readonly toasts = inject(Toasts);
  private starting = false;

  /** Starts again at `path`, when the server answers: without it a reload would lose the page that is there. */
  async restartAt(path: string): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    const reachable = await firstValueFrom(
      this.http.get('/index.html', { responseType: 'text', headers: { 'cache-control': 'no-cache' } }),
    ).then(
      () => true,
      () => false,
    );
    if (reachable && this.first()) this.page.restartAt(path);
    else this.toasts.bad(this.i18n.text(reachable ? 'error.unknown' : 'refusal.unreachable'));
    this.starting = false;
  }

  /** Remembered beyond the reload: a part that is missing from the new build too must not reload for ever. */
  private first(): boolean {
    try {
      const last = Number(sessionStorage.getItem(KEY));
      if (Date.now() - last < ONCE_MS) return false;
      sessionStorage.setItem(KEY, String(Date.now()));
      return true;
    } catch {
      // Nothing can be remembered: better the old page than a loop.
      return false;
    }
  }
}

/** Parts that are loaded on a click: dialogs, menus. */
@Injectable()
class PartErrors extends ErrorHandler {
  // Asked when needed: the router and the texts themselves need the handler.
  private readonly injector = inject(Injector);

  override handleError(error: unknown): void {
    super.handleError(error);
    if (isMissingPart(error)) void this.injector.get(StaleBuild).restartAt(this.injector.get(Router).url);
  }
}

/** For the router: a page that could not be loaded is opened with the new build. */
export const restartOnMissingPage = () =>
  withNavigationErrorHandler(({ error, url }: NavigationError) => {
    if (isMissingPart(error)) void inject(StaleBuild).restartAt(url);
  });

export function providePartErrors(): EnvironmentProviders {
  return makeEnvironmentProviders([{ provide: ErrorHandler, useClass: PartErrors }]);
}
