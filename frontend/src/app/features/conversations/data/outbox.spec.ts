import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Apollo } from 'apollo-angular';
import { Subject } from 'rxjs';
import { texts } from '../../../../testing/texts';
import { Live } from '../../../core/live';
import { Session } from '../../../core/session';
import type { Line } from './lines';
import { Outbox } from './outbox';

type Call = { readonly input: { readonly commandId: string; readonly text?: string }; readonly answer: Subject<unknown> };
const tick = () => new Promise((resolve) => setTimeout(resolve));
const text = (words: string) => [{ send: { text: words } }, { kind: 'TEXT' as const, text: words }] as const;
const taken = (refusal: unknown = null) => ({
  data: { sendMessage: { position: '1', refusal, messageId: null, message: null, conversation: null } },
});

const open = () => {
  const calls: Call[] = [];
  const reconnected = new Subject<void>();
  TestBed.configureTestingModule({
    imports: [texts()],
    providers: [
      { provide: Live, useValue: { reconnected } },
      { provide: Session, useValue: { company: signal({ id: 'co' }), user: signal({ id: 'me' }) } },
      {
        provide: Apollo,
        useValue: {
          mutate: ({ variables }: { variables: { input: Call['input'] } }) => {
            const answer = new Subject<unknown>();
            calls.push({ input: variables.input, answer });
            return answer;
          },
        },
      },
    ],
  });
  return { calls, reconnected, box: TestBed.inject(Outbox) };
};
const answer = async (call: Call | undefined, with_: unknown) => {
  call?.answer.next(with_);
  call?.answer.complete();
  await tick();
};

describe('Outbox', () => {
  beforeEach(() => sessionStorage.clear());

  it('sends one conversation in order, the next when the one before is answered', async () => {
    const { calls, box } = open();
    box.send('c', ...text('one'));
    box.send('c', ...text('two'));
    await tick();
    expect(calls.map((c) => c.input.text)).toEqual(['one']);
    await answer(calls[0], taken());
    expect(calls.map((c) => c.input.text)).toEqual(['one', 'two']);
    await answer(calls[1], taken());
    expect(box.of('c')).toEqual([]);
  });

  it('keeps what the server did not answer, holds back what was written after it, and sends both again with the same ids in order', async () => {
    const { calls, reconnected, box } = open();
    box.send('c', ...text('one'));
    box.send('c', ...text('two'));
    await tick();
    calls[0]?.answer.error(new Error('gone'));
    await tick();
    expect(box.of('c').map((p) => p.state)).toEqual(['away', 'away']);
    expect(calls).toHaveLength(1);
    reconnected.next();
    await tick();
    await answer(calls[1], taken());
    await answer(calls[2], taken());
    expect(calls.map((c) => c.input.text)).toEqual(['one', 'one', 'two']);
    expect(calls[1]?.input.commandId).toBe(calls[0]?.input.commandId);
    expect(box.of('c')).toEqual([]);
  });

  it('gives back what is refused', async () => {
    const { calls, box } = open();
    const back: string[] = [];
    box.refused.subscribe((r) => back.push(r.code));
    box.send('c', ...text('one'));
    await tick();
    await answer(calls[0], taken({ code: 'window_closed', message: '', field: null }));
    expect([back, box.of('c')]).toEqual([['window_closed'], []]);
  });

  it('shows a message once when the socket is faster than the answer, and only for its own writer', async () => {
    const { box } = open();
    box.send('c', ...text('Oi'));
    await tick();
    const line = (author: string) =>
      ({ id: 'm', type: 'MESSAGE', direction: 'OUT', kind: 'TEXT', text: 'Oi', author: { id: author, name: '' } }) as Line;
    box.seen('c', line('somebody'));
    expect(box.of('c')).toHaveLength(1);
    box.seen('c', line('me'));
    expect(box.of('c')).toHaveLength(0);
  });

  it('goes on with what a reload interrupted, under the same id', async () => {
    const first = open();
    first.box.send('c', ...text('one'));
    await tick();
    const id = first.calls[0]?.input.commandId;
    TestBed.resetTestingModule();
    const second = open();
    await tick();
    expect(second.calls.map((c) => c.input.commandId)).toEqual([id]);
  });
});
