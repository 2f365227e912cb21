import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { button, control } from '../../../testing/form';
import { gateway } from '../../../testing/gateway';
import { signedInAs } from '../../../testing/session';
import { settle } from '../../../testing/settle';
import { texts } from '../../../testing/texts';
import { until } from '../../../testing/until';
import ChannelPage from './channel-page';
import type { ChannelFieldsFragment } from './channels.gql';
import { someChannel } from './testing/channel';

const typed = (o: Partial<ChannelFieldsFragment> = {}) => {
  const c = someChannel(o);
  return { __typename: 'Channel', ...c, checklist: c.checklist.map((x) => ({ __typename: 'ChannelCheck', ...x })) };
};
const pageInfo = { __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
const noTemplates = { templates: { __typename: 'TemplateConnection', edges: [], pageInfo, totalCount: 0 } };
const open = async (channel: Record<string, unknown> | null | Error, permissions: readonly Permission[] = ['channels.manage']) => {
  const server = gateway({
    ChannelPage: () => (channel instanceof Error ? channel : { channel: channel && { problems: [], ...channel } }),
    ChannelVerifyToken: () => ({ channel: { __typename: 'Channel', id: 'channel-1', verifyToken: 'verify-me' } }),
    TemplateList: () => noTemplates,
  });
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [server.providers, provideRouter([]), signedInAs(permissions).provider],
  });
  const f = TestBed.createComponent(ChannelPage);
  f.componentRef.setInput('id', 'channel-1');
  await settle(f);
  await settle(f);
  return { f, root: f.nativeElement as HTMLElement, server };
};

describe('a channel’s page', () => {
  it('says why a suspended channel holds its sends, how many, and how to mend it', async () => {
    const { root } = await open(typed({ state: 'SUSPENDED', suspension: 'O token venceu.', held: 3 }));
    const banner = root.querySelector('.suspended');
    expect(banner?.textContent).toContain('O token venceu.');
    expect(banner?.textContent).toContain('Envios esperando: 3.');
    expect(banner?.querySelector('button')?.textContent).toContain('Trocar o token');
  });

  it('follows what changes', async () => {
    const { f, root, server } = await open(typed());
    expect(root.querySelector('.suspended')).toBeNull();
    server.tell('ChannelChanged', { channelChanged: typed({ state: 'SUSPENDED', suspension: 'Conta bloqueada.' }) });
    await settle(f);
    expect(root.querySelector('.suspended')?.textContent).toContain('Conta bloqueada.');
  });

  it('gives address and verify token to copy, the token covered', async () => {
    const { root } = await open(typed());
    const [url, token] = [...root.querySelectorAll('mia-channel-webhook code')].map((c) => c.textContent);
    expect([url, token]).toEqual(['https://painel.example.com/webhooks/whatsapp/channel-1', '•'.repeat(9)]);
  });

  it('lists deliveries that were not understood', async () => {
    const problem = { __typename: 'DeliveryProblem', id: 'd', receivedAt: '2026-11-21T11:00:00Z', size: 1_400 };
    const { root } = await open({
      ...typed(),
      problems: [
        { ...problem, code: 'not_json' },
        { ...problem, id: 'e', code: 'odd' },
      ],
    });
    const lines = [...root.querySelectorAll('mia-channel-problems li')].map((l) => l.textContent);
    expect(lines[0]).toMatch(/Não era um JSON válido.*1,4 kB/);
    expect(lines[1]).toContain('Não foi entendida (odd)');
  });

  it('shows, but gives no buttons to, who may not manage channels', async () => {
    const { root, server } = await open(typed({ state: 'SUSPENDED', suspension: 'x' }), ['channels.read']);
    expect(server.of('ChannelVerifyToken')).toEqual([]);
    expect(root.querySelector('mia-channel-disconnect')).toBeNull();
    expect([...root.querySelectorAll('button')].map((b) => b.textContent?.trim()).filter((t) => !t?.startsWith('Copiar'))).toEqual([]);
    expect(root.textContent).not.toContain('Token de verificação');
  });

  it('offers to correct the number of a real channel only', async () => {
    const words = 'Corrigir o número';
    expect(button((await open(typed())).root, words)).toBeTruthy();
    TestBed.resetTestingModule();
    const { root } = await open(typed({ simulated: true }));
    expect(root.querySelector('mia-channel-data')?.textContent).not.toContain(words);
    expect(root.textContent).toContain('de um canal de simulação não mudam');
  });

  it('opens the form with what the channel has', async () => {
    const { f, root } = await open(typed());
    button(root, 'Corrigir o número').click();
    await until(() => document.querySelector('mia-channel-number input') !== null);
    expect(control(document, 'ID da conta').value).toBe('102290129340398');
    f.destroy();
  });

  it('says that a channel does not exist, or could not be read', async () => {
    expect((await open(null)).root.textContent).toContain('Este canal não existe');
    TestBed.resetTestingModule();
    expect((await open(new Error('away'))).root.textContent).toContain('Sem resposta do servidor.');
  });
});
