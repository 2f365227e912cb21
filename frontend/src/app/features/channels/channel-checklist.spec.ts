import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { settle } from '../../../testing/settle';
import { done, gateway } from '../../../testing/gateway';
import { texts } from '../../../testing/texts';
import { ChannelChecklist } from './channel-checklist';
import type { ChannelFieldsFragment } from './channels.gql';
import { someChannel } from './testing/channel';

type Line = ChannelFieldsFragment['checklist'][number];
const line = (step: Line['step'], state: Line['state'], o: Partial<Line> = {}): Line => ({
  step,
  state,
  code: null,
  message: null,
  checkedAt: new Date().toISOString(),
  ...o,
});
const open = async (checklist: readonly Line[], may = true) => {
  const server = gateway({ CheckChannel: () => ({ checkChannel: done({ __typename: 'ChannelPayload', channel: null }) }) });
  TestBed.configureTestingModule({ imports: [texts()], providers: [server.providers, provideRouter([])] });
  const f = TestBed.createComponent(ChannelChecklist);
  f.componentRef.setInput('channel', someChannel({ checklist: [...checklist] }));
  f.componentRef.setInput('may', may);
  const asked: string[] = [];
  f.componentInstance.credentials.subscribe((which) => asked.push(which));
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  return { f, root, server, asked, buttons: () => [...root.querySelectorAll('mia-check-line button')].map((b) => b.textContent?.trim()) };
};

describe('the connection checklist', () => {
  it('says the sentence of a failed line and gives its button', async () => {
    const { root, buttons, asked } = await open([
      line('TOKEN', 'FAILED', { code: 'token_invalid', message: 'O token de acesso não vale: gere um novo.' }),
      line('SECRET', 'NOT_CHECKED', { code: 'after_earlier', message: 'Espera pelos itens acima.' }),
      line('REGISTERED', 'NOT_CHECKED', { code: 'after_earlier' }),
      line('WEBHOOK', 'NOT_CHECKED', { code: 'after_earlier' }),
      line('TEST_MESSAGE', 'NOT_CHECKED', { code: 'test_not_sent', message: 'Envie uma mensagem de teste.' }),
    ]);
    expect(root.querySelector('.bad')?.textContent).toBe('O token de acesso não vale: gere um novo.');
    expect(buttons()).toEqual(['Trocar o token']);
    (root.querySelector('mia-check-line button') as HTMLElement).click();
    expect(asked).toEqual(['accessToken']);
  });

  it('offers the secret, the PIN and the test message where they help', async () => {
    const secret = await open([line('TOKEN', 'OK'), line('SECRET', 'FAILED', { code: 'secret_wrong' })]);
    (secret.root.querySelector('mia-check-line button') as HTMLElement).click();
    expect(secret.asked).toEqual(['appSecret']);
    TestBed.resetTestingModule();
    const pin = await open([line('REGISTERED', 'FAILED', { code: 'not_registered' }), line('TEST_MESSAGE', 'NOT_CHECKED')]);
    expect(pin.buttons()).toEqual(['Registrar']);
    TestBed.resetTestingModule();
    const test = await open([line('TOKEN', 'OK'), line('TEST_MESSAGE', 'NOT_CHECKED', { code: 'test_not_sent' })]);
    expect(test.buttons()).toEqual(['Enviar teste']);
  });

  it('reads state and name of a line to who does not see the sign', async () => {
    const { root } = await open([line('WEBHOOK', 'FAILED', { code: 'callback_not_public', message: 'x' })]);
    expect(root.querySelector('h3')?.textContent?.replace(/\s+/g, ' ')).toContain('Recebimento de mensagens : Precisa de correção');
  });

  it('has no buttons for who may only look', async () => {
    const { root } = await open([line('TOKEN', 'FAILED', { code: 'token_invalid' }), line('TEST_MESSAGE', 'NOT_CHECKED')], false);
    expect(root.querySelectorAll('button')).toHaveLength(0);
  });

  it('asks for the checks once more, but not while they run', async () => {
    const open1 = await open([line('TOKEN', 'OK')]);
    (open1.root.querySelector('header button') as HTMLElement).click();
    await settle(open1.f);
    expect(open1.server.of('CheckChannel')).toEqual([{ input: { channelId: 'channel-1', commandId: expect.any(String) as string } }]);
    TestBed.resetTestingModule();
    const { root } = await open([line('TOKEN', 'PENDING')]);
    expect((root.querySelector('header button') as HTMLButtonElement).disabled).toBe(true);
    expect(root.querySelector('header')?.textContent).toContain('Verificando com a Meta…');
  });
});
