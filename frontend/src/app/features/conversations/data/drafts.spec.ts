import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';
import { done, gateway, refused } from '../../../../testing/gateway';
import { signedInAs } from '../../../../testing/session';
import { texts } from '../../../../testing/texts';
import { Live } from '../../../core/live';
import { Toasts } from '../../../core/toasts';
import { Drafts } from './drafts';
import { InboxList } from './inbox-list';
import { Outbox } from './outbox';

const flush = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve));
};

const setUp = () => {
  const server = { away: false, refuses: true };
  const api = gateway({
    SendMessage: () =>
      server.away
        ? new Error('away')
        : { sendMessage: server.refuses ? refused('window_closed') : done({ messageId: 'm', message: null, conversation: null }) },
    AddNote: () => ({ addNote: refused('conversation_not_found', { message: 'Não há.' }) }),
  });
  const reconnected = new Subject<void>();
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [api.providers, signedInAs([]).provider, { provide: Live, useValue: { reconnected } }],
  });
  const [drafts, outbox] = [TestBed.inject(Drafts), TestBed.inject(Outbox)];
  const send = (text: string) => outbox.send('c', { send: { text } }, { kind: 'TEXT', text });
  const toasts = () => TestBed.inject(Toasts).shown().length;
  return { server, drafts, outbox, send, reconnected, toasts };
};

describe('Drafts', () => {
  beforeEach(() => sessionStorage.clear());

  it('get back what was refused, before what was begun since, with the reason', async () => {
    const { drafts, outbox, send } = setUp();
    send('Oi, tudo bem?');
    drafts.change('c', { reply: 'E mais' });
    await flush();
    expect(drafts.of('c')).toMatchObject({ mode: 'reply', reply: 'Oi, tudo bem?\nE mais' });
    expect(drafts.of('c').failure).toBeTruthy();
    expect(outbox.of('c')).toEqual([]);
  });

  it('get a refused note back as a note', async () => {
    const { drafts, outbox } = setUp();
    outbox.send('c', { note: 'cliente antigo' }, { kind: 'TEXT', text: 'cliente antigo' });
    await flush();
    expect(drafts.of('c')).toMatchObject({ mode: 'note', note: 'cliente antigo', reply: '' });
  });

  it('tell who is elsewhere by now', async () => {
    const { send, toasts } = setUp();
    TestBed.inject(InboxList).openId.set('c');
    send('um');
    await flush();
    expect(toasts()).toBe(0);
    TestBed.inject(InboxList).openId.set('d');
    send('dois');
    await flush();
    expect(toasts()).toBe(1);
  });

  it('stay as they are when the server does not answer: the message waits by itself and goes when it is back', async () => {
    const { server, drafts, outbox, send, reconnected } = setUp();
    Object.assign(server, { away: true, refuses: false });
    drafts.change('c', { reply: 'E mais' });
    send('Oi');
    await flush();
    expect([drafts.of('c').reply, outbox.of('c').map((p) => p.state)]).toEqual(['E mais', ['away']]);
    server.away = false;
    reconnected.next();
    await flush();
    expect([drafts.of('c').reply, outbox.of('c')]).toEqual(['E mais', []]);
  });

  it('outlive a reload, for the same person', async () => {
    const { drafts } = setUp();
    drafts.change('c', { reply: 'Oi', mode: 'note', note: 'n' });
    TestBed.resetTestingModule();
    expect(setUp().drafts.of('c')).toMatchObject({ reply: 'Oi', note: 'n', mode: 'note' });
  });
});
