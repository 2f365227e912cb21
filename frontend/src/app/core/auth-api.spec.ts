import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { AuthApi } from './auth-api';

describe('AuthApi', () => {
  let http: HttpTestingController;
  let api: AuthApi;
  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    http = TestBed.inject(HttpTestingController);
    api = TestBed.inject(AuthApi);
  });
  afterEach(() => http.verify());

  it('reads the code of a problem, and how long to wait', async () => {
    const answer = api.signIn('a@b.c', 'x');
    http
      .expectOne('/auth/sign-in')
      .flush({ code: 'too_many_attempts', detail: 'Too many.' }, { status: 429, statusText: 'x', headers: { 'Retry-After': '30' } });
    expect(await answer).toEqual({ ok: false, code: 'too_many_attempts', detail: 'Too many.', afterSeconds: 30 });
  });

  it('tells a server that is away from one that refuses', async () => {
    const away = api.enter('t');
    http.expectOne('/auth/enter').error(new ProgressEvent('error'));
    expect(await away).toEqual({ ok: false, code: 'unreachable' });
    const odd = api.enter('t');
    http.expectOne('/auth/enter').flush('<html>', { status: 500, statusText: 'x' });
    expect(await odd).toEqual({ ok: false, code: 'failed' });
  });

  it('sends the token of a link in the body, never in the address', async () => {
    const answer = api.enter('secret');
    const request = http.expectOne('/auth/enter');
    expect([request.request.method, request.request.body]).toEqual(['POST', { token: 'secret' }]);
    request.flush(null, { status: 204, statusText: 'No Content' });
    expect(await answer).toEqual({ ok: true });
  });

  it.each<[string, object | null, number, boolean | null]>([
    ['signed in', { signedIn: true }, 200, true],
    ['signed out', { signedIn: false }, 200, false],
    ['refused', null, 401, false],
    ['away', null, 503, null],
  ])('knows %s', async (_, body, status, expected) => {
    const answer = api.signedIn();
    http.expectOne('/auth/session').flush(body, { status, statusText: 'x' });
    expect(await answer).toBe(expected);
  });

  it('has no words for a used link', async () => {
    const info = api.link('t');
    http.expectOne('/auth/link').flush(null, { status: 410, statusText: 'x' });
    expect(await info).toBeNull();
  });
});
