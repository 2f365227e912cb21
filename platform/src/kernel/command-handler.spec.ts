import { z } from 'zod';
import { command } from '@master-ia/schemas/contract.ts';
import type { EventStore } from '../ports/event-store.ts';
import { uuidFrom } from '../runtime/ids.ts';
import { CLERK, parcelId, personId, postOffice, TENANT } from '../testing/post-office.ts';
import { processes, StepRefused } from './process.ts';
import { refuse } from './decider.ts';

const refused = (code: string, more: object = {}) => ({ ok: false, refusal: { code, ...more } });

describe('a command', () => {
  it('answers where its events went', async () => {
    const o = postOffice();
    const answer = await o.ask(1, { id: uuidFrom('c') });
    expect(answer).toEqual({
      ok: true,
      commandId: uuidFrom('c'),
      result: { parcelId: parcelId(1) },
      position: await o.store.head(),
      seen: { storeId: o.store.storeId, at: [{ position: await o.store.head(), domain: 'post', key: `parcel-${parcelId(1)}` }] },
      repeated: false,
    });
    const [raw] = await o.store.read(`parcel-${parcelId(1)}`, { from: 0, max: 1 });
    expect(raw).toMatchObject({
      id: uuidFrom(TENANT, `parcel-${parcelId(1)}`, uuidFrom('c'), '0'),
      tenant: TENANT,
      domain: 'post',
      version: 1,
      at: o.clock.now(),
    });
  });
  it('that changes nothing answers the position of the stream’s last event', async () => {
    const o = postOffice();
    const first = await o.ask(1);
    await o.ask(2);
    expect(await o.ask(1)).toMatchObject({ ok: true, repeated: false, position: first.ok && first.position });
  });
  it.each([
    ['nobody knows', 'NeverHeard', {}, refused('unknown_command')],
    ['is not what its schema says', 'AskParcel', { parcelId: 'x' }, refused('invalid', { field: 'parcelId' })],
    ['is refused by its decider', 'NoteParcel', { parcelId: parcelId(1), text: 't' }, refused('not_found', { field: 'parcelId' })],
  ])('that %s is refused as a value', async (_, name, data, expected) => {
    const o = postOffice();
    expect(await o.send(name, data)).toMatchObject(expected);
    expect(await o.types()).toEqual([]);
  });
  it('is authorised with what it says, before anything is prepared', async () => {
    const asked: unknown[] = [];
    let prepared = 0;
    const o = postOffice({ authorise: async ({ facts: _, ...c }) => (asked.push(c), false), onPrepare: () => void prepared++ });
    expect(await o.ask(1)).toEqual(refused('forbidden'));
    expect(asked).toEqual([
      { actor: CLERK, tenant: TENANT, permission: 'ask', data: { parcelId: parcelId(1), personId, words: 'parcel 1' } },
    ]);
    expect(prepared).toBe(0);
  });
  it('waits for what its sender has seen, and says so when that stays away', async () => {
    const o = postOffice();
    await o.ask(1);
    const position = await o.store.head();
    expect(await o.ask(2, { after: position })).toMatchObject({ ok: true });
    o.given.state.behind = true;
    expect(await o.ask(3, { after: position })).toEqual(refused('facts_behind'));
  });
  it('that is too large, or about an erased person, is refused', async () => {
    const o = postOffice();
    expect(await o.send('AskParcel', { parcelId: parcelId(1), personId, words: 'x'.repeat(262_144) })).toEqual(refused('too_large'));
    await o.vault.destroy(TENANT, [{ kind: 'contact', id: personId }]);
    expect(await o.ask(1)).toEqual(refused('erased'));
    expect(await o.types()).toEqual([]);
  });
  it('keeps a time that the provider told, unless it lies in the future', async () => {
    const o = postOffice();
    const past = new Date(o.clock.now().getTime() - 60_000);
    await o.ask(1, { occurredAt: past });
    await o.ask(2, { occurredAt: new Date(o.clock.now().getTime() + 60_000) });
    expect((await o.events()).map((e) => e.meta.occurredAt)).toEqual([past, o.clock.now()]);
  });
  it('is logged without its body', async () => {
    const o = postOffice();
    await o.ask(1);
    await o.send('NoteParcel', { parcelId: parcelId(9), text: 'secret words' });
    expect(o.lines.map((l) => [l.level, l.message])).toEqual([
      ['debug', 'decided'],
      ['info', 'refused'],
    ]);
    expect(o.lines[0]?.fields).toMatchObject({
      tenant: TENANT,
      stream: expect.stringMatching(/^parcel-/) as string,
      correlation: expect.any(String) as string,
    });
    expect(JSON.stringify(o.lines)).not.toMatch(/secret words|parcel 1/);
  });
});

describe('the same command again', () => {
  it('answers the first answer, from another process too, and prepares nothing', async () => {
    let prepared = 0;
    const o = postOffice({ onPrepare: () => void prepared++ });
    const first = await o.ask(1, { id: uuidFrom('c') });
    expect(await o.ask(1, { id: uuidFrom('c') })).toEqual({ ...first, repeated: true });
    const body = { parcelId: parcelId(1), personId, words: 'parcel 1' };
    expect(await o.handler().send({ name: 'AskParcel', id: uuidFrom('c'), tenant: TENANT, data: body, actor: CLERK })).toEqual({
      ...first,
      repeated: true,
    });
    expect([await o.types(), prepared]).toEqual([['ParcelAsked'], 1]);
  });
  it('with another body, or under another name, is refused', async () => {
    const o = postOffice();
    await o.ask(1, { id: uuidFrom('c') });
    expect(await o.send('AskParcel', { parcelId: parcelId(1), personId, words: 'other' }, { id: uuidFrom('c') })).toEqual(
      refused('id_reused'),
    );
    expect(await o.send('NoteParcel', { parcelId: parcelId(1), text: 'x' }, { id: uuidFrom('c') })).toEqual(refused('id_reused'));
  });
  it('with another secret is the same command', async () => {
    const o = postOffice();
    const body = { parcelId: parcelId(1), personId, words: 'x' };
    await o.send('AskParcel', { ...body, secret: 'one' }, { id: uuidFrom('c') });
    expect(await o.send('AskParcel', { ...body, secret: 'two' }, { id: uuidFrom('c') })).toMatchObject({ ok: true, repeated: true });
    expect(JSON.stringify((await o.store.all('start', { max: 9 })).events)).not.toMatch(/"one"|"two"/);
  });
  it('with another body from who reports facts is its first word', async () => {
    const o = postOffice();
    await o.ask(1, { id: uuidFrom('c') });
    for (const kind of ['reaction', 'connector'] as const)
      expect(
        await o.send('AskParcel', { parcelId: parcelId(1), personId, words: 'other' }, { id: uuidFrom('c'), actor: { kind, id: 'x' } }),
      ).toMatchObject({ ok: true, repeated: true });
  });
  it('that was refused is not remembered', async () => {
    const o = postOffice();
    const note = () => o.send('NoteParcel', { parcelId: parcelId(1), text: 'x' }, { id: uuidFrom('n') });
    expect(await note()).toMatchObject(refused('not_found'));
    await o.ask(1);
    expect(await note()).toMatchObject({ ok: true, repeated: false });
  });
  it('whose append went unanswered finds what it stored', async () => {
    let lost = true;
    const o = postOffice({
      between: (inner): EventStore => ({
        ...inner,
        append: async (...a) => {
          const answer = await inner.append(...a);
          if (!lost) return answer;
          lost = false;
          throw new Error('the answer was lost');
        },
      }),
    });
    await expect(o.ask(1, { id: uuidFrom('c') })).rejects.toThrow('the answer was lost');
    expect(await o.ask(1, { id: uuidFrom('c') })).toMatchObject({ ok: true, repeated: true });
    expect(await o.types()).toEqual(['ParcelAsked']);
  });
});

describe('another company', () => {
  it('does not find the stream, whatever it sends', async () => {
    const o = postOffice();
    await o.ask(1, { id: uuidFrom('c') });
    const other = { tenant: uuidFrom('other') };
    expect(await o.ask(1, other)).toEqual(refused('not_found'));
    expect(await o.ask(1, { ...other, id: uuidFrom('c') })).toEqual(refused('not_found'));
    expect(await o.send('NoteParcel', { parcelId: parcelId(1), text: 'x' }, other)).toEqual(refused('not_found'));
    expect(await o.types()).toEqual(['ParcelAsked']);
  });
});

describe('at the same time', () => {
  it('who meets a newer revision decides again, prepared once', async () => {
    let prepared = 0;
    let intruder: (() => Promise<unknown>) | undefined;
    const o = postOffice({
      onPrepare: () => void prepared++,
      between: (inner): EventStore => ({
        ...inner,
        append: async (stream, expected, events) => {
          const come = intruder;
          intruder = undefined;
          await come?.();
          return inner.append(stream, expected, events);
        },
      }),
    });
    const other = o.handler();
    const body = { parcelId: parcelId(1), personId, words: 'x' };
    intruder = () => other.send({ name: 'AskParcel', id: uuidFrom('intruder'), tenant: TENANT, data: body, actor: CLERK });
    // The other one was first: nothing is left to do.
    expect(await o.ask(1)).toMatchObject({ ok: true, repeated: false });
    expect([await o.types(), prepared]).toEqual([['ParcelAsked'], 2]);
    intruder = () =>
      other.send({ name: 'NoteParcel', id: uuidFrom('n'), tenant: TENANT, data: { parcelId: parcelId(1), text: 'theirs' }, actor: CLERK });
    expect(await o.send('NoteParcel', { parcelId: parcelId(1), text: 'ours' })).toMatchObject({ ok: true, result: { notes: 2 } });
    expect((await o.events()).flatMap((e) => (e.type === 'ParcelNoted' ? (e.data as { text: string }).text : []))).toEqual([
      'theirs',
      'ours',
    ]);
  });
  it('gives up with a conflict when it never wins, and only then', async () => {
    let tries = 0;
    const o = postOffice({
      between: (inner): EventStore => ({ ...inner, append: async () => (tries++, { ok: false, actual: 0 }) }),
    });
    expect(await o.ask(1)).toEqual(refused('conflict'));
    expect(tries).toBe(8);
  });
  it('one process decides one after the other, without a conflict', async () => {
    let conflicts = 0;
    const o = postOffice({
      between: (inner): EventStore => ({
        ...inner,
        append: async (...a) => {
          const answer = await inner.append(...a);
          if (!answer.ok) conflicts++;
          return answer;
        },
      }),
    });
    await o.ask(1);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => o.send('NoteParcel', { parcelId: parcelId(1), text: String(n) })),
    );
    expect(answers.map((a) => a.ok && (a.result as { notes: number }).notes)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(conflicts).toBe(0);
  });
  it('a command that throws does not hold up those behind it', async () => {
    let calls = 0;
    const o = postOffice({
      onPrepare: () => {
        if (++calls === 1) throw new Error('broken');
      },
    });
    const first = o.ask(1);
    const second = o.ask(1);
    await expect(first).rejects.toThrow('broken');
    expect(await second).toMatchObject({ ok: true });
  });
});

describe('a process', () => {
  const definitions = {
    SendTwo: command<{ notes: number }>('two')(z.object({ parcelId: z.uuid(), text: z.string(), stop: z.boolean().default(false) })),
  };
  const two = processes(definitions, {
    SendTwo: async (d, io) => {
      await io.step('AskParcel', 'ask', { parcelId: d.parcelId, personId, words: d.text });
      if (d.stop) return refuse('stopped', 'stop');
      const { result } = await io.step<{ notes: number }>('NoteParcel', 'note', { parcelId: d.parcelId, text: d.text });
      return result;
    },
  });
  const office = (more: Parameters<typeof postOffice>[0] = {}) => postOffice({ processes: [two], ...more });
  const body = { parcelId: parcelId(1), text: 'x' };
  it('sends its steps with its own rights, and answers where the last one went', async () => {
    const o = office({ authorise: async ({ permission }) => permission === 'two' });
    const answer = await o.send('SendTwo', body);
    expect(answer).toMatchObject({ ok: true, repeated: false, result: { notes: 1 }, position: await o.store.head() });
    expect(answer.ok && answer.seen.at).toHaveLength(2);
    expect(await o.send('NoteParcel', { parcelId: parcelId(1), text: 'y' })).toEqual(refused('forbidden'));
  });
  it('again repeats its steps, and goes on where it was cut off', async () => {
    const o = office();
    await o.ask(1, { id: uuidFrom(uuidFrom('p'), 'AskParcel', 'ask') });
    const cut = await o.send('SendTwo', { parcelId: parcelId(2), text: 'x' }, { id: uuidFrom('q') });
    expect(await o.send('SendTwo', { parcelId: parcelId(2), text: 'x' }, { id: uuidFrom('q') })).toMatchObject({
      ok: true,
      repeated: true,
      result: cut.ok && cut.result,
      position: cut.ok && cut.position,
    });
    expect(await o.send('SendTwo', { parcelId: parcelId(1), text: 'parcel 1' }, { id: uuidFrom('p') })).toMatchObject({
      ok: true,
      repeated: false,
      result: { notes: 1 },
    });
    expect(await o.types()).toEqual(['ParcelAsked', 'ParcelAsked', 'ParcelNoted', 'ParcelNoted']);
  });
  it('is refused with its own words, or with those of a step', async () => {
    expect(await office().send('SendTwo', { ...body, stop: true })).toEqual(refused('stopped', { field: 'stop' }));
    const o = office();
    await o.ask(1, { tenant: uuidFrom('other') });
    expect(await o.send('SendTwo', body)).toEqual(refused('not_found'));
    expect(await o.send('SendTwo', { parcelId: 'x' })).toMatchObject(refused('invalid'));
  });
  it('may look at a refusal and go on', async () => {
    const lenient = processes(definitions, {
      SendTwo: async (d, io) => {
        try {
          await io.step('NoteParcel', 'note', { parcelId: d.parcelId, text: 'x' });
        } catch (error) {
          if (error instanceof StepRefused) return { notes: -1 };
          throw error;
        }
        return { notes: 0 };
      },
    });
    expect(await postOffice({ processes: [lenient] }).send('SendTwo', body)).toMatchObject({ ok: true, result: { notes: -1 } });
  });
});
