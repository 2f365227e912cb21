import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { startTestSimulator } from '../testing/simulator.ts';
import type { TestSimulator } from '../testing/simulator.ts';

const ANA = '5511987650001';
let sim: TestSimulator;
beforeEach(async () => {
  sim = await startTestSimulator();
});
afterEach(() => sim.stop());

const photo = () => readFile(new URL('../assets/photo.jpg', import.meta.url));
const form = (file: Blob | null, fields: Record<string, string> = { messaging_product: 'whatsapp' }): FormData => {
  const f = new FormData();
  for (const [k, v] of Object.entries(fields)) f.set(k, v);
  if (file) f.set('file', file, 'file');
  return f;
};
const upload = (file: Blob | null, fields?: Record<string, string>) => sim.graph('POST', `${sim.number}/media`, form(file, fields));
const bearer = () => ({ authorization: `Bearer ${sim.credentials.accessToken}` });
/** A photo that a customer sent: its address for the business. */
const received = async (): Promise<{ id: string; url: string; sha256: string }> => {
  await sim.write(ANA, { sample: 'photo' });
  await sim.drained();
  const id = (sim.callback.messages()[0]?.['image'] as { id: string }).id;
  return (await sim.graph('GET', id)).body;
};

test('what a customer sent is looked up, downloaded with the token, and is the same to the byte; the webhook tells its hash in base64', async () => {
  const info = await received();
  const bytes = Buffer.from(await (await fetch(info.url, { headers: bearer() })).arrayBuffer());
  expect(bytes.equals(await photo())).toBe(true);
  expect(info.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect((sim.callback.messages()[0]?.['image'] as { sha256: string }).sha256).toBe(createHash('sha256').update(bytes).digest('base64'));
});

test('the address needs the token, its signature and its five minutes', async () => {
  const { url, id } = await received();
  expect((await fetch(url)).status).toBe(401);
  const expired = new URL(url);
  expired.searchParams.set('ext', String(Date.now() - 1));
  expect((await fetch(expired, { headers: bearer() })).status).toBe(404);
  const ext = Number(new URL(url).searchParams.get('ext'));
  expect(Math.round((ext - Date.now()) / 60_000)).toBe(5);
  // Asked for another number than the one it belongs to, it is not there.
  expect((await sim.graph('GET', `${id}?phone_number_id=${sim.credentials.phoneNumbers[1]?.id}`)).body).toMatchObject({
    error: { code: 100, error_subcode: 33 },
  });
});

test('an upload is checked: product, file, type, size; and reaches the phone', async () => {
  const jpeg = new Blob([await photo()], { type: 'image/jpeg' });
  expect((await upload(jpeg, {})).body).toMatchObject({ error: { code: 100 } });
  expect((await upload(null)).body).toMatchObject({ error: { code: 100 } });
  expect((await upload(new Blob(['x'], { type: 'image/gif' }))).body).toMatchObject({ error: { code: 100 } });
  expect((await upload(new Blob([Buffer.alloc(5 * 1024 * 1024 + 1)], { type: 'image/jpeg' }))).body).toMatchObject({
    error: { code: 131053 },
  });
  expect((await upload(jpeg, { messaging_product: 'whatsapp', type: 'image/png' })).body).toMatchObject({ error: { code: 100 } });
  const { body } = await upload(jpeg);
  await sim.write(ANA, { type: 'text', text: 'oi' });
  await sim.send({ to: ANA, type: 'image', image: { id: body['id'], caption: 'Veja' } });
  await sim.drained();
  const shown = (await sim.sim('GET', `chats/${ANA}/${sim.number}`))['bubbles']?.[1] as unknown as {
    content: { mediaId: string; caption: string };
  };
  expect(shown.content).toMatchObject({ mediaId: body['id'], caption: 'Veja', mime: 'image/jpeg' });
  const seen = await fetch(`${sim.url}/_sim/media/${shown.content.mediaId}`);
  expect([seen.headers.get('content-type'), (await seen.arrayBuffer()).byteLength]).toEqual(['image/jpeg', (await photo()).length]);
});

test('a file that a browser could run is never shown in place', async () => {
  const { body } = await sim.ask(
    'POST',
    `/_sim/media?phoneNumberId=${sim.number}&filename=x.html`,
    new TextEncoder().encode('<script>1</script>'),
    { 'content-type': 'text/html', 'x-simulator': '1' },
  );
  const seen = await fetch(`${sim.url}/_sim/media/${(body as unknown as { id: string }).id}`);
  expect(seen.headers.get('content-type')).toBe('application/octet-stream');
  expect(seen.headers.get('content-disposition')).toBe('attachment');
});

describe('downloads that go wrong', () => {
  const download = async (fault: Record<string, unknown>) => {
    const { url } = await received();
    await sim.sim('POST', 'faults', fault);
    return fetch(url, { headers: bearer(), signal: AbortSignal.timeout(700) });
  };

  test('stalling after half of the bytes', async () => {
    const response = await download({ kind: 'download', lie: 'stall' });
    expect(response.headers.get('content-length')).toBe(String((await photo()).length));
    await expect(response.arrayBuffer()).rejects.toThrow(/timeout|aborted/i);
  });
  test('ending early', async () => {
    await expect((await download({ kind: 'cut', on: 'download', when: 'after' })).arrayBuffer()).rejects.toThrow();
  });
  test('other bytes of the same size', async () => {
    const bytes = Buffer.from(await (await download({ kind: 'download', lie: 'bytes' })).arrayBuffer());
    expect([bytes.length, bytes.equals(await photo())]).toEqual([(await photo()).length, false]);
  });
  test('more bytes than told', async () => {
    expect((await (await download({ kind: 'download', lie: 'size' })).arrayBuffer()).byteLength).toBeGreaterThan((await photo()).length);
  });
  test('another type', async () => {
    expect((await download({ kind: 'download', lie: 'type' })).headers.get('content-type')).toContain('text/html');
  });
});
