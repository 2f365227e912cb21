import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { of } from 'rxjs';
import { control, send, type } from '../../../testing/form';
import { done, gateway, refused } from '../../../testing/gateway';
import { texts } from '../../../testing/texts';
import { ChannelNumber } from './channel-number';
import { someChannel } from './testing/channel';

const open = async (answer = done({}), language: 'pt-BR' | 'en' = 'pt-BR') => {
  const server = gateway({ UpdateChannel: () => ({ updateChannel: { __typename: 'ChannelPayload', channel: null, ...answer } }) });
  let closed = 0;
  TestBed.configureTestingModule({
    imports: [texts(language)],
    providers: [
      server.providers,
      { provide: MAT_DIALOG_DATA, useValue: someChannel() },
      { provide: MatDialogRef, useValue: { close: () => closed++, afterOpened: () => of(undefined) } },
    ],
  });
  const f = TestBed.createComponent(ChannelNumber);
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  return {
    f,
    root,
    server,
    closed: () => closed,
    wrong: () => [...root.querySelectorAll('mia-field')].flatMap((x) => x.querySelector('[role=alert]')?.textContent.trim() ?? []),
  };
};

describe('correcting a channel’s number', () => {
  it('begins with what is stored and sends only what was changed', async () => {
    const { f, root, server, closed } = await open();
    expect([...root.querySelectorAll('input')].map((x) => x.value)).toEqual(['+55 11 90000-0001', '106540352242922', '102290129340398']);
    type(root, 'ID do número', ' 106540352242933 ');
    await send(f, root);
    type(root, 'Número do WhatsApp', '(11) 90000-0002');
    type(root, 'ID do número', '106540352242922');
    await send(f, root);
    const input = { channelId: 'channel-1', commandId: expect.any(String) as string };
    expect(server.of('UpdateChannel')).toEqual([
      { input: { ...input, phoneNumberId: '106540352242933' } },
      { input: { ...input, phoneNumber: '+5511900000002' } },
    ]);
    expect(closed()).toBe(2);
  });

  it('says that nothing was changed', async () => {
    const { f, root, server, closed } = await open();
    type(root, 'Número do WhatsApp', '11 90000 0001');
    await send(f, root);
    expect(root.textContent).toContain('Mude o que quer corrigir.');
    expect([server.asked.length, closed()]).toEqual([0, 0]);
  });

  it('notices the number itself in place of its id before sending', async () => {
    const { f, root, server, wrong } = await open();
    type(root, 'ID do número', '5511900000001');
    await send(f, root);
    expect(wrong()[0]).toContain('Este é o número de telefone.');
    expect(server.asked).toEqual([]);
  });

  it.each([
    ['phone_invalid', 'phoneNumber', 'Número do WhatsApp', '+1 415 555-2671', 'Este número de telefone não é válido.'],
    ['number_taken', 'phoneNumberId', 'ID do número', '106540352242933', 'Outro canal já tem este ID de número.'],
    ['simulated_number', 'phoneNumberId', 'ID do número', '999000012345678', 'Este ID é de um número de simulação'],
  ])('shows %s at its field until that is corrected', async (code, field, label, typed, words) => {
    const { f, root, wrong, closed } = await open(refused(code, { field }));
    type(root, label, typed);
    await send(f, root);
    const at = control(root, label);
    expect(wrong()).toEqual([expect.stringContaining(words)]);
    expect(at.closest('mia-field')?.querySelector('[role=alert]')?.textContent).toContain(words);
    expect([document.activeElement === at, at.getAttribute('aria-invalid'), closed()]).toEqual([true, 'true', 0]);
    type(root, label, label === 'Número do WhatsApp' ? '+1 415 555-2672' : '106540352242944');
    await f.whenStable();
    expect(wrong()).toEqual([]);
  });

  it('says it in English too', async () => {
    const { f, root, wrong } = await open(refused('number_taken', { field: 'phoneNumberId' }), 'en');
    type(root, 'Phone number ID', '106540352242933');
    await send(f, root);
    expect(wrong()).toEqual([expect.stringContaining('Another channel has this phone number ID already.')]);
  });

  it('shows a refusal of no field above the form', async () => {
    const { f, root, wrong } = await open(refused('not_found'));
    type(root, 'ID da conta', '102290129340399');
    await send(f, root);
    expect(wrong()).toEqual([]);
    expect(root.querySelector('mia-form-error')?.textContent).toContain('Não encontramos isso.');
  });
});
