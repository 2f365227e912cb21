import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, ErrorHandler } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { texts } from '../../testing/texts';
import { Page } from './page';
import { providePartErrors, restartOnMissingPage } from './stale-build';
import { Toasts } from './toasts';

@Component({ template: '' })
class Blank {}

const gone = () => new TypeError('Failed to fetch dynamically imported module: http://localhost/chunk-ABCDEFGH.js');
const flush = () => new Promise((resolve) => setTimeout(resolve));

const setUp = (error: Error = gone()) => {
  const went: string[] = [];
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      { provide: Page, useValue: { restartAt: (path: string) => went.push(path) } },
      provideRouter(
        [
          { path: 'settings', loadComponent: () => Promise.reject(error) },
          { path: '**', component: Blank },
        ],
        restartOnMissingPage(),
      ),
      providePartErrors(),
    ],
  });
  const http = TestBed.inject(HttpTestingController);
  const go = (path: string) =>
    TestBed.inject(Router)
      .navigateByUrl(path)
      .catch(() => undefined);
  return {
    went,
    http,
    go,
    toasts: () =>
      TestBed.inject(Toasts)
        .shown()
        .map((t) => t.text),
  };
};

describe('a page older than the build that is served', () => {
  let logged: jest.SpyInstance;
  beforeEach(() => {
    sessionStorage.clear();
    logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    logged.mockRestore();
    TestBed.inject(HttpTestingController).verify();
  });

  it('starts again where the person was going', async () => {
    const { went, http, go } = setUp();
    await go('/settings?tab=1');
    http.expectOne('/index.html').flush('<html>');
    await flush();
    expect(went).toEqual(['/settings?tab=1']);
  });

  it('does so once: a part that is missing from the new build too is said', async () => {
    const first = setUp();
    await first.go('/settings');
    first.http.expectOne('/index.html').flush('<html>');
    await flush();
    TestBed.resetTestingModule();
    const second = setUp();
    await second.go('/settings');
    second.http.expectOne('/index.html').flush('<html>');
    await flush();
    expect([first.went, second.went, second.toasts()]).toEqual([['/settings'], [], ['Algo deu errado. Tente de novo.']]);
  });

  it('stays while the server is away', async () => {
    const { went, http, go, toasts } = setUp();
    await go('/settings');
    http.expectOne('/index.html').error(new ProgressEvent('error'));
    await flush();
    expect([went, toasts().length]).toEqual([[], 1]);
  });

  it('starts again where one is when a dialog is missing', async () => {
    const { went, http, go } = setUp();
    await go('/contacts/7');
    TestBed.inject(ErrorHandler).handleError(gone());
    http.expectOne('/index.html').flush('<html>');
    await flush();
    expect(went).toEqual(['/contacts/7']);
    expect(logged).toHaveBeenCalled();
  });

  it('leaves other errors alone', async () => {
    const { http, go } = setUp(new Error('something else'));
    await go('/settings');
    TestBed.inject(ErrorHandler).handleError(new Error('something else'));
    http.expectNone('/index.html');
    expect(logged).toHaveBeenCalledTimes(1);
  });
});
