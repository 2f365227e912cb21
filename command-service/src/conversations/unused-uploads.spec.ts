import { Readable } from 'node:stream';
import { authorOf } from '@master-ia/platform/ports/media-store.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { COMPANY, memoryService } from '../testing/memory-service.ts';
import { deleteUnusedUploads } from './unused-uploads.ts';

const HOUR = 3_600_000;
const setUp = async () => {
  const s = memoryService();
  const owner = await s.found();
  const channelId = await s.channel();
  const { media } = s;
  const received = (n: number, content: object = { kind: 'text', text: 'Oi' }) =>
    s.done<{ conversationId: string; contactId: string; messageId: string }>('ReceiveInbound', {
      channelId,
      providerId: `wamid.${n}`,
      deliveryId: uuidFrom('d'),
      toldAt: s.clock.now().toISOString(),
      sender: { phone: '+5511987654321' },
      content,
      parser: 1,
    });
  const { conversationId, contactId } = await received(1);
  const upload = async (text: string) => {
    const { id } = await media.put(COMPANY, { kind: 'contact', id: contactId }, Readable.from([Buffer.from(text)]), {
      maxBytes: 100,
      mime: 'image/png',
      author: authorOf(owner),
    });
    return id;
  };
  const send = (mediaId: string) => s.send('SendMessage', { conversationId, outgoing: { media: { mediaId } } }, { actor: owner });
  const sweep = (signal = new AbortController().signal) =>
    deleteUnusedUploads({ media, store: s.store, facts: s.facts, clock: s.clock }, signal);
  const there = async (...ids: readonly string[]) => Promise.all(ids.map(async (id) => (await media.info(COMPANY, id)) !== null));
  return { s, media, received, upload, send, sweep, there };
};

it('an upload that nobody sent is deleted when nobody can send it any more, and not before', async () => {
  const { s, media, received, upload, send, sweep, there } = await setUp();
  const [inTime, sent, again] = [await upload('in time'), await upload('sent'), await upload('again')];
  expect(await send(sent)).toMatchObject({ ok: true });
  s.clock.advance(24 * HOUR - 1);
  await received(2);
  // In the last moment that it is possible.
  const late = await upload('late');
  expect(await send(inTime)).toMatchObject({ ok: true });
  expect(await sweep()).toBe(0);
  await upload('again');
  s.clock.advance(2 * HOUR);
  expect(await sweep()).toBe(0);
  expect(await there(inTime, sent, again, late)).toEqual([true, true, true, true]);
  s.clock.advance(24 * HOUR);
  expect(await send(late)).toMatchObject({ ok: false, refusal: { code: expect.stringMatching(/media_unknown|window_closed/) as string } });
  expect(await sweep()).toBe(2);
  expect(await there(inTime, sent, again, late)).toEqual([true, true, false, false]);
  // What is used is looked at once.
  expect(await media.unused(s.clock.now(), 10)).toEqual([]);
});

it('a customer’s file stays', async () => {
  const { s, media, received, sweep, there } = await setUp();
  const { messageId, contactId } = await received(2, { kind: 'image', mime: 'image/jpeg', providerMediaId: '7' });
  const file = await media.put(COMPANY, { kind: 'contact', id: contactId }, Readable.from([Buffer.from('photo')]), {
    maxBytes: 100,
    mime: 'image/jpeg',
  });
  await s.done('RecordMedia', { messageId, mediaId: file.id, mime: 'image/jpeg', size: file.size, sha256: file.sha256 });
  s.clock.advance(1000 * HOUR);
  expect([await sweep(), await there(file.id)]).toEqual([0, [true]]);
});

it('nothing is deleted by facts that are behind', async () => {
  const { s, upload, send, sweep, there } = await setUp();
  const sent = await upload('sent');
  await s.stopFacts();
  expect(await send(sent)).toMatchObject({ ok: true });
  s.clock.advance(1000 * HOUR);
  expect([await sweep(), await there(sent)]).toEqual([0, [true]]);
  await s.stopFacts(false);
  expect([await sweep(), await there(sent)]).toEqual([0, [true]]);
});

it('many are deleted in slices, and a stop ends it', async () => {
  const { s, upload, sweep } = await setUp();
  for (let i = 0; i < 230; i++) await upload(`unused ${i}`);
  s.clock.advance(48 * HOUR);
  expect(await sweep(AbortSignal.abort())).toBe(0);
  expect(await sweep()).toBe(230);
});
