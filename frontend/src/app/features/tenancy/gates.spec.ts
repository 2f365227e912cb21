import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { texts } from '../../../testing/texts';
import { AuthApi, type AuthAnswer } from '../../core/auth-api';
import { Session } from '../../core/session';
import Enter from './enter';
import Invite from './invite';
import Recover from './recover';
import SignIn from './sign-in';

@Component({ selector: 'mia-blank', template: 'inbox' })
class Blank {}

type Opened = { answer?: AuthAnswer; signedIn?: boolean; as?: string };
/** `o` is looked at again with every question: a test may change it. */
const open = async (path: string, o: Opened = {}) => {
  const calls: unknown[][] = [];
  const answer =
    (name: string) =>
    (...args: unknown[]) => (calls.push([name, ...args]), Promise.resolve(o.answer ?? { ok: true }));
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      {
        provide: Session,
        useValue: {
          load: () => Promise.resolve(o.signedIn ?? false),
          user: signal(o.as === undefined ? null : { email: o.as }),
          signIn: answer('signIn'),
          enter: answer('enter'),
          recover: answer('recover'),
          acceptInvite: answer('acceptInvite'),
        },
      },
      {
        provide: AuthApi,
        useValue: {
          link: () =>
            Promise.resolve({
              purpose: 'invite',
              email: 'bia@example.com',
              company: 'Clínica Vida',
            }),
        },
      },
      provideRouter(
        [
          { path: 'sign-in', component: SignIn },
          { path: 'enter', component: Enter },
          { path: 'recover', component: Recover },
          { path: 'invite', component: Invite },
          { path: '**', component: Blank },
        ],
        withComponentInputBinding(),
      ),
    ],
  });
  const harness = await RouterTestingHarness.create();
  await harness.navigateByUrl(path);
  await harness.fixture.whenStable();
  const root = harness.fixture.nativeElement as HTMLElement;
  const type = async (values: readonly string[]) => {
    [...root.querySelectorAll('input')].forEach((input, i) => {
      input.value = values[i] ?? '';
      input.dispatchEvent(new Event('input'));
    });
    root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await harness.fixture.whenStable();
    await harness.fixture.whenStable();
  };
  const press = async (text: string) => {
    [...root.querySelectorAll('button')].find((b) => b.textContent?.includes(text))?.click();
    await harness.fixture.whenStable();
  };
  return { root, calls, type, press, url: () => TestBed.inject(Router).url };
};

describe('sign-in', () => {
  it('goes where the person wanted to go', async () => {
    const { calls, type, url } = await open('/sign-in?next=%2Fcontacts%2F7');
    await type([' ana@example.com ', 'secret']);
    expect(calls).toEqual([['signIn', 'ana@example.com', 'secret']]);
    expect(url()).toBe('/contacts/7');
  });

  it('says in words why not, and stays', async () => {
    const { root, type, url } = await open('/sign-in', { answer: { ok: false, code: 'wrong_credentials' } });
    await type(['ana@example.com', 'wrong']);
    expect(root.textContent).toContain('E-mail ou senha incorretos.');
    expect(url()).toBe('/sign-in');
  });

  it('asks for what is missing before it asks the server', async () => {
    const { root, calls, type } = await open('/sign-in');
    await type(['', '']);
    expect(calls).toEqual([]);
    expect(root.querySelectorAll('[role=alert]')).toHaveLength(2);
    expect(document.activeElement?.getAttribute('type') ?? 'email').toBe('email');
  });
});

describe('/enter', () => {
  it('signs in with the token, which leaves the address bar', async () => {
    const { calls, url } = await open('/enter#tok.en');
    expect(calls).toEqual([['enter', 'tok.en']]);
    expect(url()).toBe('/inbox');
  });

  it('says that a link was used', async () => {
    const { root } = await open('/enter#old', { answer: { ok: false, code: 'link_used' } });
    expect(root.textContent).toContain('Este link já foi usado.');
    expect(root.querySelector('a')?.getAttribute('href')).toBe('/sign-in');
  });

  it('lets who is signed in go on with a used link', async () => {
    const { url } = await open('/enter#old', { answer: { ok: false, code: 'link_used' }, signedIn: true });
    expect(url()).toBe('/inbox');
  });

  it('offers to try again when the server is away', async () => {
    const { root, calls } = await open('/enter#tok', { answer: { ok: false, code: 'unreachable' } });
    (root.querySelector('button[matButton="filled"]') as HTMLElement).click();
    expect(calls).toHaveLength(2);
  });
});

describe('/recover', () => {
  it('sets a new password', async () => {
    const { calls, type, url } = await open('/recover#tok');
    await type(['curta']);
    expect(calls).toEqual([]);
    await type(['uma frase bem comprida']);
    expect(calls).toEqual([['recover', 'tok', 'uma frase bem comprida']]);
    expect(url()).toBe('/inbox');
  });

  it('says when the link is not whole', async () => {
    const { root } = await open('/recover');
    expect(root.textContent).toContain('Link incompleto');
  });
});

describe('/invite', () => {
  const shown = (root: HTMLElement) => [...root.querySelectorAll('input')].map((i) => i.autocomplete);

  it('takes somebody new in, and says to what', async () => {
    const { root, calls, type } = await open('/invite#tok');
    expect(root.textContent).toMatch(/Clínica Vida[\s\S]*bia@example\.com/);
    expect(shown(root)).toEqual(['name', 'new-password']);
    await type(['Bia Lima', 'uma frase bem comprida']);
    expect(calls).toEqual([['acceptInvite', 'tok', { name: 'Bia Lima', password: 'uma frase bem comprida' }]]);
  });

  it('takes a name as long as the server does, and no longer', async () => {
    const { root, calls, type } = await open('/invite#tok');
    await type(['B'.repeat(NAME_MAX + 1), 'uma frase bem comprida']);
    expect(calls).toEqual([]);
    expect(root.textContent).toContain(String(NAME_MAX));
    await type(['B'.repeat(NAME_MAX), 'uma frase bem comprida']);
    expect(calls).toHaveLength(1);
  });

  it('asks who says that they have an account for its password, however short, and for no name', async () => {
    const { root, calls, type, press, url } = await open('/invite#tok', { signedIn: true, as: 'ana@example.com' });
    await press('Já tenho uma conta');
    expect(shown(root)).toEqual(['current-password']);
    await type(['']);
    expect(calls).toEqual([]);
    await type(['antiga']);
    expect([calls, url()]).toEqual([[['acceptInvite', 'tok', { password: 'antiga' }]], '/inbox']);
  });

  it('asks the person who is signed in for nothing', async () => {
    const { root, calls, type, url } = await open('/invite#tok', { signedIn: true, as: 'bia@example.com' });
    expect(shown(root)).toEqual([]);
    await type([]);
    expect([calls, url()]).toEqual([[['acceptInvite', 'tok', {}]], '/inbox']);
  });

  it('tells who is used to come in without a password how to, and goes on once they have', async () => {
    const o: Opened = { answer: { ok: false, code: 'sign_in_first' } };
    const { root, calls, type, url } = await open('/invite#tok', o);
    await type(['Bia Lima', 'uma frase bem comprida']);
    expect(root.textContent).toMatch(
      /bia@example\.com já é usada e não tem senha[\s\S]*neste navegador[\s\S]*Minha conta[\s\S]*recuperação/,
    );
    expect([shown(root).length, root.querySelector('button')?.textContent?.trim()]).toEqual([0, 'Já entrei, continuar']);
    await type([]);
    expect(root.querySelector('mia-form-error')?.textContent).toContain('Entre nela neste navegador');
    o.answer = { ok: true };
    await type([]);
    expect([calls.slice(1), url()]).toEqual([Array(2).fill(['acceptInvite', 'tok', {}]), '/inbox']);
  });

  it('asks for the password that they have set meanwhile', async () => {
    const o: Opened = { answer: { ok: false, code: 'sign_in_first' } };
    const { root, type } = await open('/invite#tok', o);
    await type(['Bia Lima', 'uma frase bem comprida']);
    o.answer = { ok: false, code: 'invalid' };
    await type([]);
    expect(shown(root)).toEqual(['current-password']);
    expect(root.querySelector('mia-form-error')?.textContent?.trim()).toBe('');
  });

  it('asks for the password of the account that somebody forgot to have', async () => {
    const { root, type, url } = await open('/invite#tok', { answer: { ok: false, code: 'wrong_credentials' } });
    await type(['Bia Lima', 'uma frase bem comprida']);
    expect(root.textContent).toContain('Já existe uma conta com este e-mail.');
    expect(shown(root)).toEqual(['current-password']);
    expect(root.querySelector('input')?.value).toBe('');
    await type(['errada']);
    expect(root.textContent).toContain('E-mail ou senha incorretos.');
    expect(url()).toMatch(/^\/invite/);
  });
});
