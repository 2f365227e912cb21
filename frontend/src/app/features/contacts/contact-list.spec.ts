import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { button } from '../../../testing/form';
import { gateway } from '../../../testing/gateway';
import { signedInAs } from '../../../testing/session';
import { texts } from '../../../testing/texts';
import ContactList from './contact-list';

const pageInfo = { __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
const page = (names: readonly string[]) => ({
  contacts: {
    __typename: 'ContactConnection',
    pageInfo,
    edges: names.map((name, i) => ({
      __typename: 'ContactEdge',
      cursor: String(i),
      node: {
        __typename: 'Contact',
        id: name,
        name,
        givenName: null,
        profileName: name,
        phone: null,
        blocked: i === 1,
        createdAt: '2026-11-21T11:00:00Z',
      },
    })),
  },
});
const open = async (
  path: string,
  answer: (v: Record<string, unknown>) => Record<string, unknown> | Error,
  permissions: readonly Permission[] = ['contacts.write'],
) => {
  const server = gateway({ ContactsPage: answer });
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      server.providers,
      signedInAs(permissions).provider,
      provideRouter([{ path: 'contacts', component: ContactList }], withComponentInputBinding()),
    ],
  });
  const harness = await RouterTestingHarness.create();
  await harness.navigateByUrl(path);
  const pass = async (ms = 0) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await harness.fixture.whenStable();
  };
  await pass();
  return { root: harness.fixture.nativeElement as HTMLElement, server, pass, url: () => TestBed.inject(Router).url };
};

describe('the contact list', () => {
  it('invites to create the first one', async () => {
    const { root } = await open('/contacts', () => page([]));
    expect(root.textContent).toContain('Nenhum contato ainda');
    expect(button(root, 'Novo contato')).toBeTruthy();
  });

  it('shows no way to create to who may not', async () => {
    const { root } = await open('/contacts', () => page([]), []);
    expect(root.querySelectorAll('button')).toHaveLength(0);
  });

  it('searches after a pause in typing, keeps it in the address, and says when nobody is found', async () => {
    const { root, server, pass, url } = await open('/contacts', (v) => page('search' in (v['filter'] as object) ? [] : ['Ana']));
    const box = root.querySelector('input[type=search]') as HTMLInputElement;
    for (const text of ['z', 'zé', 'zé  ']) {
      box.value = text;
      box.dispatchEvent(new Event('input'));
    }
    await pass(300);
    await pass();
    expect(server.of('ContactsPage').map((v) => v['filter'])).toEqual([{}, { search: 'zé' }]);
    expect(decodeURI(url())).toBe('/contacts?q=zé');
    expect(root.textContent).toContain('Ninguém encontrado para “zé”');
    button(root, 'Ver todos').click();
    await pass();
    await pass();
    expect(url()).toBe('/contacts');
  });

  it('takes search and filter from the address', async () => {
    const { server } = await open('/contacts?q=ana&blocked=1', () => page(['Ana']));
    expect(server.of('ContactsPage')[0]).toMatchObject({ filter: { search: 'ana', blocked: true } });
  });

  it('says when it could not be read, and tries again', async () => {
    let away = true;
    const { root, pass } = await open('/contacts', () => (away ? new Error('away') : page([])));
    expect(root.querySelector('[role=alert]')?.textContent).toContain('Sem resposta do servidor.');
    away = false;
    button(root, 'Tentar de novo').click();
    await pass();
    await pass();
    expect(root.textContent).toContain('Nenhum contato ainda');
  });
});
