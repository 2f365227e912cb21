import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { button, control, send, type } from '../../../testing/form';
import { done, gateway, refused } from '../../../testing/gateway';
import { signedInAs } from '../../../testing/session';
import { texts } from '../../../testing/texts';
import ConnectChannel from './connect-channel';
import { someChannel } from './testing/channel';

const DEMO = { company: { id: 'demo', name: 'Demonstração', demo: true, hidden: false }, role: 'OWNER' as const, current: true };

const open = async (answer: Record<string, unknown> = done({ __typename: 'ChannelPayload', channel: null }), demo = false) => {
  const server = gateway({ ConnectWhatsAppCloudChannel: () => ({ connectWhatsAppCloudChannel: answer }) });
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [server.providers, provideRouter([]), signedInAs(['channels.manage'], demo ? { memberships: [DEMO] } : {}).provider],
  });
  const went: unknown[] = [];
  TestBed.inject(Router).navigate = (to) => (went.push(to), Promise.resolve(true));
  const f = TestBed.createComponent(ConnectChannel);
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  const first = async (o: Partial<Record<string, string>> = {}) => {
    type(root, 'Nome do canal', o['name'] ?? 'Recepção');
    type(root, 'Número do WhatsApp', o['phone'] ?? '(11) 90000-0001');
    type(root, 'ID do número', o['id'] ?? ' 106540352242922 ');
    type(root, 'ID da conta', o['account'] ?? '102290129340398');
    await send(f, root);
  };
  const second = async () => {
    type(root, 'Token de acesso', ' EAAtoken ');
    type(root, 'Chave secreta', 'segredo');
    await send(f, root);
  };
  return {
    f,
    root,
    server,
    went,
    first,
    second,
    wrong: () => [...root.querySelectorAll('[role=alert]')].map((x) => x.textContent?.trim()),
  };
};

describe('connecting a number', () => {
  it('sends what was typed, cleaned, and goes to the channel’s checklist', async () => {
    const channel = { __typename: 'Channel', ...someChannel({ id: 'new' }), checklist: [] };
    const { server, went, first, second } = await open(done({ __typename: 'ChannelPayload', channel }));
    await first();
    await second();
    expect(server.of('ConnectWhatsAppCloudChannel')).toEqual([
      {
        input: {
          commandId: expect.any(String) as string,
          name: 'Recepção',
          phoneNumber: '+5511900000001',
          phoneNumberId: '106540352242922',
          businessAccountId: '102290129340398',
          accessToken: 'EAAtoken',
          appSecret: 'segredo',
        },
      },
    ]);
    expect(went).toEqual([['/settings/channels', 'new']]);
  });

  it('asks for the whole first step before the second', async () => {
    const { root, first, wrong } = await open();
    await first({ name: '', phone: '123' });
    expect(wrong()).toEqual(['Preencha este campo.', 'Use o código do país e o DDD, por exemplo +55 11 98765-4321.']);
    expect(document.activeElement).toBe(control(root, 'Nome do canal'));
    expect(root.textContent).not.toContain('Conectar e verificar');
  });

  it.each([
    [{ id: '5511900000001' }, 'Este é o número de telefone.'],
    [{ id: '+55 11 90000-0001' }, 'Este é o número de telefone.'],
    [{ id: '10654x' }, 'Um ID tem só dígitos'],
    [{ account: '106540352242922' }, 'Este é o ID do número.'],
    [{ account: '12' }, 'Um ID tem só dígitos'],
  ])('notices a wrong id: %j', async (typed, words) => {
    const { first, wrong } = await open();
    await first(typed);
    expect(wrong()).toHaveLength(1);
    expect(wrong()[0]).toContain(words);
  });

  it('goes back to the field that the server refused', async () => {
    const { root, first, second } = await open({
      __typename: 'ChannelPayload',
      ...refused('already_connected', { field: 'phoneNumberId' }),
      channel: null,
    });
    await first();
    await second();
    expect(root.textContent).toContain('Este número já está conectado.');
    expect(button(root, 'Continuar')).toBeTruthy();
  });

  it('leads to the simulator’s credentials only where there is a demo', async () => {
    expect((await open()).root.querySelector('mia-simulator-hint a')).toBeNull();
    TestBed.resetTestingModule();
    expect((await open(undefined, true)).root.querySelector('mia-simulator-hint a')?.getAttribute('href')).toBe(
      '/simulator/developer.html',
    );
  });
});
