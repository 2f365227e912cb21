import { TestBed } from '@angular/core/testing';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { Subject } from 'rxjs';
import type { MessageStatus } from '../../../../gql/schema';
import { button } from '../../../../testing/form';
import { done, gateway, refused } from '../../../../testing/gateway';
import { signedInAs } from '../../../../testing/session';
import { texts } from '../../../../testing/texts';
import { until } from '../../../../testing/until';
import { Live } from '../../../core/live';
import { Toasts } from '../../../core/toasts';
import type { Row } from '../data/conversation-rows';
import { Directory } from '../data/directory';
import type { Line } from '../data/lines';
import { Outbox } from '../data/outbox';
import { ThreadStore } from '../data/thread-store';
import { firstUnreadOf, pageOf, someLine, someRow } from '../testing/thread';
import { ThreadView } from './thread-view';

type Answers = Parameters<typeof gateway>[0];
type Page = { last?: number; before?: string; around?: string; unread?: boolean };
const ours = (n: number, o: Partial<Line> = {}): Line =>
  someLine(n, { direction: 'OUT', author: { id: 'user-1', name: 'Ana Souza' }, ...o });
const activity = (n: number, what: string, o: Partial<Line> = {}): Line =>
  someLine(n, { type: 'ACTIVITY', direction: null, kind: null, text: null, activity: what, data: {}, ...o });
const failed = (n: number): Line =>
  ours(n, { status: 'FAILED', failure: { code: '131026', message: 'O número não tem WhatsApp.' }, actions: ['retry'] });

/** A message as a command answers it, through the cache. */
const answered = (line: Line) => done({ __typename: 'SendMessagePayload', message: { __typename: 'ThreadItem', ...line } });

/** The open thread of a conversation with these lines. jsdom lays nothing out: every line is on the screen. */
const open = async (lines: readonly Line[], o: { row?: Partial<Row>; may?: readonly Permission[]; answers?: Answers } = {}) => {
  const row = someRow('c', lines.length, o.row);
  const read = (v: Page) => ({
    conversation: { ...row, ...(v.unread && { firstUnreadId: firstUnreadOf(lines, row.unread) }), messages: pageOf(lines, v) },
  });
  const directory = {
    labels: [{ id: 'label-1', name: 'Orçamento', color: '#112233' }],
    users: [{ id: 'bia', name: 'Bia Lima', role: 'AGENT', state: 'ACTIVE' }],
  };
  const api = gateway({ OpenThread: read, ThreadPart: read, InboxDirectory: () => directory, ...o.answers });
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      api.providers,
      signedInAs(o.may ?? ['conversations.reply', 'team.read']).provider,
      { provide: Live, useValue: { reconnected: new Subject() } },
    ],
  });
  await TestBed.inject(Directory).load();
  const store = TestBed.inject(ThreadStore);
  await store.open('c', null);
  const f = TestBed.createComponent(ThreadView);
  const root = f.nativeElement as HTMLElement;
  await f.whenStable();
  const line = (id: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(`[data-line="${id}"]`);
    if (!found) throw new Error(`no line ${id}`);
    return found;
  };
  const tell = (l: Line) => api.tell('ThreadChanged', { messageChanged: { conversationId: 'c', position: l.position, item: l } });
  return { f, root, api, store, line, tell };
};
/** What stands in the thread, from top to bottom. */
const shown = (root: HTMLElement): readonly string[] =>
  [...root.querySelectorAll<HTMLElement>('mia-day-separator, [data-unread], [data-line]')].map(
    (el) => el.dataset['line'] ?? el.textContent.trim(),
  );

class NoSizes {
  observe(): void {
    return undefined;
  }
  disconnect(): void {
    return undefined;
  }
}

describe('the open thread', () => {
  beforeAll(() => {
    Object.assign(globalThis, { ResizeObserver: NoSizes });
    Object.assign(HTMLElement.prototype, { scrollTo: () => undefined });
  });
  beforeEach(() => sessionStorage.clear());

  describe('days and what is unread', () => {
    it('names each day once, before its first line', async () => {
      const { root } = await open([
        someLine(1, { at: '2024-03-05T12:00:00.000Z' }),
        someLine(2, { at: '2024-03-05T15:00:00.000Z' }),
        someLine(3, { at: '2024-03-07T12:00:00.000Z' }),
        someLine(4, { at: new Date(Date.now() - 1_000).toISOString() }),
      ]);
      const [first, m1, m2, second, m3, third, m4, ...rest] = shown(root);
      expect([m1, m2, m3, m4, rest]).toEqual(['m1', 'm2', 'm3', 'm4', []]);
      expect(first).toMatch(/5 de março de 2024/);
      expect(second).toMatch(/7 de março de 2024/);
      expect(third).toBe('Hoje');
      expect(root.textContent).toContain('Começo da conversa');
    });

    it('announces what is unread before its first line', async () => {
      const { root } = await open([someLine(1), ours(2), someLine(3), someLine(4)], { row: { unread: 2 } });
      await until(() => root.querySelector('[data-unread]') !== null);
      expect(shown(root).slice(1)).toEqual(['m1', 'm2', '2 mensagens não lidas', 'm3', 'm4']);
      expect(root.querySelector('[data-unread]')?.getAttribute('role')).toBe('separator');
    });

    it('counts one in the singular, and announces nothing when all is read', async () => {
      const one = await open([someLine(1), someLine(2)], { row: { unread: 1 } });
      await until(() => one.root.querySelector('[data-unread]') !== null);
      expect(shown(one.root).slice(1)).toEqual(['m1', '1 mensagem não lida', 'm2']);
      TestBed.resetTestingModule();
      expect((await open([someLine(1), someLine(2)])).root.querySelector('[data-unread]')).toBeNull();
    });

    it('says that nothing was written yet', async () => {
      expect((await open([])).root.textContent).toContain('Nenhuma mensagem ainda.');
    });
  });

  describe('ticks', () => {
    const all: readonly (readonly [MessageStatus, string])[] = [
      ['QUEUED', 'Na fila'],
      ['SENDING', 'Enviando'],
      ['ACCEPTED', 'Aceita pelo provedor'],
      ['SENT', 'Enviada'],
      ['DELIVERED', 'Entregue'],
      ['READ', 'Lida'],
      ['UNKNOWN', 'Não sabemos se foi enviada'],
    ];
    it('tell of each of our messages how far it got, in words too, and of the customer’s nothing', async () => {
      const { root } = await open([...all.map(([status], i) => ours(i + 1, { status })), someLine(20)]);
      expect([...root.querySelectorAll('[data-line] [data-status]')].map((t) => [t.getAttribute('data-status'), t.ariaLabel])).toEqual(all);
      expect(root.querySelector('[data-line=m20] [data-status]')).toBeNull();
    });

    it('follow what happens', async () => {
      const { f, line, tell } = await open([ours(1, { status: 'SENT' })]);
      tell(ours(1, { status: 'READ' }));
      await f.whenStable();
      expect(line('m1').querySelector('[data-status]')?.getAttribute('data-status')).toBe('READ');
    });

    it('say that a message waits for its channel', async () => {
      const channel = { ...someRow('c', 1).channel, state: 'SUSPENDED' as const };
      const { line } = await open([ours(1, { status: 'QUEUED' }), ours(2, { status: 'SENT' })], { row: { channel } });
      expect(line('m1').textContent).toContain('Espera: o canal está suspenso');
      expect(line('m2').textContent).not.toContain('Espera');
    });
  });

  describe('what failed', () => {
    it('says why and is sent again at a click, once', async () => {
      let answer = (): void => undefined;
      const asked = new Promise<void>((resolve) => (answer = resolve));
      const { root, api, line } = await open([failed(1)], {
        answers: { RetryMessage: () => asked.then(() => ({ retryMessage: answered(ours(1, { status: 'QUEUED' })) })) },
      });
      expect(line('m1').querySelector('[data-status]')?.ariaLabel).toBe('Não enviada: O número não tem WhatsApp.');
      const retry = button(line('m1'), 'Tentar de novo') as HTMLButtonElement;
      retry.click();
      retry.click();
      await until(() => retry.disabled);
      answer();
      await until(() => root.querySelector('mia-failure-line') === null);
      expect(api.of('RetryMessage')).toEqual([{ input: { commandId: expect.any(String) as string, messageId: 'm1' } }]);
      expect(line('m1').querySelector('[data-status]')?.getAttribute('data-status')).toBe('QUEUED');
    });

    it('stays, with a word, when it may not be', async () => {
      const { line } = await open([failed(1)], {
        answers: {
          RetryMessage: () => ({ retryMessage: { __typename: 'SendMessagePayload', ...refused('window_closed'), message: null } }),
        },
      });
      const said = jest.spyOn(TestBed.inject(Toasts), 'bad');
      button(line('m1'), 'Tentar de novo').click();
      await until(() => said.mock.calls.length > 0);
      expect(said.mock.calls[0]?.[0]).toContain('Passaram 24 horas');
      await until(() => !(button(line('m1'), 'Tentar de novo') as HTMLButtonElement).disabled);
    });

    it('gives no button to who may not answer', async () => {
      const { line } = await open([failed(1)], { may: ['conversations.read'] });
      expect(line('m1').textContent).toContain('O número não tem WhatsApp.');
      expect(line('m1').querySelector('[data-action]')).toBeNull();
    });

    it('leaves what is in doubt to a person', async () => {
      const { line, api } = await open([ours(1, { status: 'UNKNOWN', actions: ['mark_sent', 'send_again'] })], {
        answers: { MarkMessageSent: () => ({ markMessageSent: answered(ours(1, { status: 'SENT' })) }) },
      });
      expect([...line('m1').querySelectorAll<HTMLElement>('[data-action]')].map((b) => b.dataset['action'])).toEqual([
        'mark_sent',
        'send_again',
      ]);
      button(line('m1'), 'Marcar como enviada').click();
      await until(() => line('m1').querySelector('[data-action]') === null);
      expect(api.of('MarkMessageSent')).toMatchObject([{ input: { messageId: 'm1' } }]);
    });
  });

  describe('a quoted reply', () => {
    const reply = (quoted: Partial<NonNullable<Line['replyTo']>>): Line =>
      ours(300, { text: 'Sim', replyTo: { messageId: 'm2', direction: 'IN', kind: 'TEXT', text: 'Tem em azul?', ...quoted } });

    it('shows who said what, and goes there', async () => {
      const { line, store } = await open([someLine(1), someLine(2, { text: 'Tem em azul?' }), reply({})]);
      const quote = line('m300').querySelector('mia-quote button') as HTMLButtonElement;
      expect([quote.querySelector('b')?.textContent, quote.querySelector('span')?.textContent]).toEqual(['Name c', 'Tem em azul?']);
      quote.click();
      await until(() => line('m2').classList.contains('marked'));
      expect([document.activeElement, store.target()?.id]).toEqual([line('m2'), 'm2']);
    });

    it('loads what is around a message that is further back', async () => {
      const many = Array.from({ length: 120 }, (_, i) => someLine(i + 1));
      // On a screen without a layout both ends are always near: they are not reached.
      const { root, line, store } = await open([...many, reply({})], { answers: { ThreadPart: () => new Promise(() => undefined) } });
      expect(store.lines().some((l) => l.id === 'm2')).toBe(false);
      (line('m300').querySelector('mia-quote button') as HTMLElement).click();
      await until(() => root.querySelector('[data-line=m2].marked') !== null);
      expect([store.newer(), root.querySelector('[data-testid=to-newest]') !== null]).toEqual([true, true]);
    });

    it('names what has no words by its kind, our own as ours, and cannot go to what is not here', async () => {
      const { line } = await open([
        reply({ kind: 'IMAGE', text: '', direction: 'OUT' }),
        { ...reply({ messageId: null, text: '' }), id: 'gone' },
      ]);
      const of = (id: string) => line(id).querySelector('mia-quote button') as HTMLButtonElement;
      expect([of('m300').querySelector('b')?.textContent, of('m300').querySelector('span')?.textContent]).toEqual(['Nós', 'Foto']);
      expect([of('gone').textContent?.includes('A mensagem citada não está aqui'), of('gone').disabled]).toEqual([true, true]);
    });
  });

  it('tells what happened between the messages, without a bubble', async () => {
    const bia = { author: { id: 'bia', name: 'Bia Lima' } };
    const { root, line } = await open([
      activity(1, 'opened'),
      someLine(2),
      activity(3, 'assigned', { ...bia, data: { assigneeId: 'bia' } }),
      activity(4, 'assigned', { data: { assigneeId: 'gone' } }),
      activity(5, 'labelled', { ...bia, data: { labelId: 'label-1', on: true } }),
      activity(6, 'closed', bia),
      activity(7, 'reopened', { data: { by: 'message' } }),
    ]);
    const said = [...root.querySelectorAll('mia-activity-line span')].map((s) => s.textContent.replace(/\s*\d\d:\d\d\s*$/, '').trim());
    expect(said).toEqual([
      'O cliente começou a conversa',
      'Bia Lima pegou a conversa',
      'Passada para alguém da equipe',
      'Bia Lima aplicou a etiqueta Orçamento',
      'Bia Lima encerrou a conversa',
      'Reaberta: o cliente escreveu',
    ]);
    expect([line('m1').querySelector('mia-bubble'), line('m2').querySelector('mia-bubble') !== null]).toEqual([null, true]);
  });

  it('tells a screen reader of a new message of the customer, and only of those', async () => {
    const { f, root, tell } = await open([someLine(1)]);
    const aloud = () => root.querySelector('[aria-live=polite]')?.textContent?.trim();
    tell(ours(2, { text: 'Olá' }));
    await f.whenStable();
    expect(aloud()).toBe('');
    tell(someLine(3, { text: 'Quanto custa?' }));
    await f.whenStable();
    expect(aloud()).toBe('Nova mensagem de Name c: Quanto custa?');
  });

  it('shows what is on its way at once, as waiting', async () => {
    const { f, root } = await open([someLine(1)], { answers: { SendMessage: () => new Promise(() => undefined) } });
    TestBed.inject(Outbox).send('c', { send: { text: 'Já vai' } }, { kind: 'TEXT', text: 'Já vai' });
    await f.whenStable();
    const pending = root.querySelector('[data-pending]');
    expect([pending?.textContent?.includes('Já vai'), pending?.querySelector('[data-status]')?.getAttribute('data-status')]).toEqual([
      true,
      'QUEUED',
    ]);
  });
});
