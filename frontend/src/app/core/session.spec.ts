import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { Apollo } from 'apollo-angular';
import { of, throwError } from 'rxjs';
import { someMe } from '../../testing/me';
import { texts } from '../../testing/texts';
import { AuthApi, type AuthAnswer } from './auth-api';
import { Page } from './page';
import { Session, safePath, type Me } from './session';
import { SessionEnd } from './session-end';

const setUp = (o: { signedIn?: (boolean | null)[]; me?: Me; meFails?: number; answer?: AuthAnswer } = {}) => {
  const signedIn = [...(o.signedIn ?? [true])];
  let fails = o.meFails ?? 0;
  const went: string[] = [];
  const answer = () => Promise.resolve<AuthAnswer>(o.answer ?? { ok: true });
  const asked = { me: 0, session: 0 };
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      provideRouter([]),
      {
        provide: AuthApi,
        useValue: {
          signedIn: () => (asked.session++, Promise.resolve(signedIn.length > 1 ? signedIn.shift() : signedIn[0])),
          signIn: answer,
          signOut: answer,
          enter: answer,
        },
      },
      {
        provide: Apollo,
        useValue: {
          query: () => (asked.me++, fails-- > 0 ? throwError(() => new Error('away')) : of({ data: { me: o.me ?? someMe() } })),
          mutate: () => of({ data: { switchCompany: { refusal: null } } }),
        },
      },
      { provide: Page, useValue: { restartAt: (path: string) => went.push(path) } },
    ],
  });
  return { session: TestBed.inject(Session), went, asked };
};

describe('Session', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('knows who is signed in and what they may do', async () => {
    const { session } = setUp();
    expect(await session.load()).toBe(true);
    expect(session.user()?.name).toBe('Ana Souza');
    expect([session.can('conversations.read'), session.can('apikeys.manage')]).toEqual([true, false]);
  });

  it('asks once however many guards wait', async () => {
    const { session, asked } = setUp();
    await Promise.all([session.load(), session.load(), session.load()]);
    await session.load();
    expect(asked).toEqual({ me: 1, session: 1 });
  });

  it('does not ask who it is when nobody is signed in', async () => {
    const { session, asked } = setUp({ signedIn: [false] });
    expect(await session.load()).toBe(false);
    expect([session.state(), asked.me]).toEqual(['signed-out', 0]);
  });

  it('waits for a server that does not answer, visibly', async () => {
    const { session } = setUp({ signedIn: [null, null, true], meFails: 1 });
    const loaded = session.load();
    await jest.advanceTimersByTimeAsync(0);
    expect(session.state()).toBe('unreachable');
    await jest.advanceTimersByTimeAsync(6_000);
    expect(await loaded).toBe(true);
    expect(session.state()).toBe('signed-in');
  });

  it('passes a refused sign-in on', async () => {
    const { session } = setUp({ signedIn: [false], answer: { ok: false, code: 'wrong_credentials' } });
    expect(await session.signIn('a@b.c', 'x')).toEqual({ ok: false, code: 'wrong_credentials' });
    expect(session.me()).toBeNull();
  });

  it('starts afresh at the sign-in page when the session is lost, once, and comes back', async () => {
    const { session, went } = setUp();
    await session.load();
    jest.spyOn(TestBed.inject(Router), 'url', 'get').mockReturnValue('/inbox/c/7?x=1');
    TestBed.inject(SessionEnd).lost();
    TestBed.inject(SessionEnd).lost();
    expect(went).toEqual(['/sign-in?next=%2Finbox%2Fc%2F7%3Fx%3D1']);
  });

  it('reads who one is again when the server says that the rights changed', async () => {
    const { session, asked } = setUp();
    await session.load();
    TestBed.inject(SessionEnd).changed();
    await jest.advanceTimersByTimeAsync(0);
    expect([asked.me, session.state()]).toEqual([2, 'signed-in']);
  });

  it('leaves nothing behind when signing out or switching company', async () => {
    const { session, went } = setUp();
    await session.load();
    await session.switchTo('company-2');
    await session.signOut();
    expect(went).toEqual(['/inbox', '/sign-in']);
  });

  it('leaves a hidden demo out of the list, unless one is in it', async () => {
    const own = { company: { id: 'own', name: 'Minha', demo: false, hidden: false }, role: 'OWNER' as const, current: true };
    const demo = { company: { id: 'demo', name: 'Demo', demo: true, hidden: true }, role: 'OWNER' as const, current: false };
    const { session } = setUp({ me: someMe({ memberships: [own, demo] }) });
    await session.load();
    expect(session.companies().map((m) => m.company.id)).toEqual(['own']);
  });
});

describe('safePath', () => {
  it.each([
    ['/inbox/c/1', '/inbox/c/1'],
    ['https://evil.example', '/inbox'],
    ['//evil.example', '/inbox'],
    ['/\\evil.example', '/inbox'],
    ['javascript:alert(1)', '/inbox'],
    [null, '/inbox'],
  ])('of %p is %s', (next, path) => expect(safePath(next)).toBe(path));
});
