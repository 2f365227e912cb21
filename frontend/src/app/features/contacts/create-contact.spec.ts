import { TestBed } from '@angular/core/testing';
import { MatDialogRef } from '@angular/material/dialog';
import { Router, provideRouter } from '@angular/router';
import { of } from 'rxjs';
import { button, send, type } from '../../../testing/form';
import { done, gateway, refused } from '../../../testing/gateway';
import { texts } from '../../../testing/texts';
import { CreateContact } from './create-contact';

const contact = {
  __typename: 'Contact',
  id: 'contact-1',
  name: 'Ana Souza',
  givenName: 'Ana Souza',
  profileName: null,
  phone: '+5511987654321',
  blocked: false,
  createdAt: '2026-11-21T11:00:00Z',
};
const open = async (payload: Record<string, unknown>) => {
  const server = gateway({ CreateContact: () => ({ createContact: { __typename: 'ContactPayload', ...payload } }) });
  let closed = 0;
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      server.providers,
      provideRouter([]),
      { provide: MatDialogRef, useValue: { close: () => closed++, afterOpened: () => of(undefined) } },
    ],
  });
  const went: unknown[] = [];
  TestBed.inject(Router).navigate = (to) => (went.push(to), Promise.resolve(true));
  const f = TestBed.createComponent(CreateContact);
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  const fill = async (name: string, phone: string) => {
    type(root, 'Nome', name);
    type(root, 'Telefone', phone);
    await f.whenStable();
  };
  return { f, root, server, went, fill, closed: () => closed };
};

describe('a contact by hand', () => {
  it('shows beforehand how the phone is kept, sends it so, and opens the contact', async () => {
    const { f, root, server, went, fill } = await open(done({ contact }));
    await fill(' Ana Souza ', '(11) 8765-4321');
    expect(root.textContent).toContain('Será salvo como +55 11 98765-4321');
    await send(f, root);
    expect(server.of('CreateContact')).toEqual([
      { input: { name: 'Ana Souza', phone: '+5511987654321', commandId: expect.any(String) as string } },
    ]);
    expect(went).toEqual([['/contacts', 'contact-1']]);
  });

  it('offers to open who has the phone already', async () => {
    const { f, root, went, fill, closed } = await open({ ...refused('contact_exists', { field: 'phone' }), contact });
    await fill('Ana', '11 98765-4321');
    await send(f, root);
    expect(root.textContent).toContain('Ana Souza já tem este telefone.');
    expect(went).toEqual([]);
    button(root, 'Abrir contato').click();
    expect([went, closed()]).toEqual([[['/contacts', 'contact-1']], 1]);
  });

  it('does not ask the server about what is no phone', async () => {
    const { f, root, server, fill } = await open(done({ contact }));
    await fill('Ana', '8765');
    await send(f, root);
    expect(root.querySelector('[role=alert]')?.textContent).toContain('Use o código do país e o DDD');
    expect(server.asked).toEqual([]);
  });

  it('says what else was refused', async () => {
    const { f, root, fill } = await open({ ...refused('phone_invalid', { field: 'phone' }), contact: null });
    await fill('Ana', '+1 415 555 2671');
    await send(f, root);
    expect(root.textContent).toContain('Este número de telefone não é válido.');
  });
});
