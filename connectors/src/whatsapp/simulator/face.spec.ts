import { readdir, readFile } from 'node:fs/promises';
import { isSimulatedNumber } from '@master-ia/schemas/channels/simulated.ts';
import { startTestSimulator } from './testing/simulator.ts';
import type { TestSimulator } from './testing/simulator.ts';

const UI = new URL('./ui/', import.meta.url);
const file = (name: string): Promise<string> => readFile(new URL(name, UI), 'utf8');
const texts = async (language: string) => JSON.parse(await file(`i18n/${language}.json`)) as Record<string, string>;

describe('the pages', () => {
  test('both languages have the same texts with the same places, and every text that is named exists', async () => {
    const [pt, en] = [await texts('pt-BR'), await texts('en')];
    expect(Object.keys(en).sort()).toEqual(Object.keys(pt).sort());
    const places = (s: string | undefined) => [...(s ?? '').matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
    for (const key of Object.keys(pt)) expect([key, places(en[key])]).toEqual([key, places(pt[key])]);
    const names = new Set<string>();
    for (const name of (await readdir(UI)).filter((n) => /\.(html|js)$/.test(n))) {
      const source = await file(name);
      for (const m of source.matchAll(/data-t(?:-label|-placeholder)?="([^"]+)"|\bt\('([^']+)'/g)) names.add(m[1] ?? m[2] ?? '');
    }
    expect(names.size).toBeGreaterThan(80);
    expect([...names].filter((n) => !(n in pt))).toEqual([]);
  });

  test('nothing in them needs an inline script, an inline style or an absolute address', async () => {
    for (const name of (await readdir(UI)).filter((n) => /\.(html|js|css)$/.test(n))) {
      const source = await file(name);
      if (name.endsWith('.html')) {
        expect(source).not.toMatch(/<script(?![^>]*\bsrc=)/);
        expect(source).not.toMatch(/\sstyle=|<style|\son\w+=/);
      }
      expect([name, source.match(/(?:href|src|fetch\(|url\()=?["'`(]+\/[^/]/)]).toEqual([name, null]);
      expect(source).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write/);
    }
  });
});

describe('what the process serves', () => {
  let sim: TestSimulator;
  beforeEach(async () => {
    sim = await startTestSimulator();
  });
  afterEach(() => sim.stop());

  test('the phone and the developer page, at the root and under /simulator/, with a policy against foreign code', async () => {
    for (const path of [
      '/',
      '/simulator/',
      '/simulator/developer.html',
      '/developer.html',
      '/simulator/phone.js',
      '/simulator/i18n/en.json',
      '/simulator/_sim/state',
    ]) {
      const response = await fetch(sim.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
    const bare = await fetch(`${sim.url}/simulator`, { redirect: 'manual' });
    expect([bare.status, bare.headers.get('location')]).toEqual([308, 'simulator/']);
    expect((await fetch(`${sim.url}/simulator/../../main.ts`)).status).toBe(404);
  });

  test('its numbers are in the reserved range, and Meta’s are not', () => {
    for (const n of sim.credentials.phoneNumbers) expect([n.id, isSimulatedNumber(n.id)]).toEqual([n.id, true]);
    for (const id of ['106540352242922', '1906385232743451', '9990000', '99900000000000a', '9990000000000011', ''])
      expect([id, isSimulatedNumber(id)]).toEqual([id, false]);
  });

  test('a page of another origin cannot drive it', async () => {
    const crossed = await fetch(`${sim.url}/_sim/credentials/rotate-secret`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{}',
    });
    expect(crossed.status).toBe(415);
    const preflight = await fetch(`${sim.url}/_sim/credentials/rotate-secret`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('what a test asks wrongly is answered with what is wrong', async () => {
    const answers = [
      await sim.ask('POST', '/_sim/messages', { from: '5511987650001', phoneNumberId: 'none', content: { type: 'text', text: 'x' } }),
      await sim.ask('POST', '/_sim/messages', { from: '5511987650001', phoneNumberId: sim.number, content: { type: 'text' } }),
      await sim.ask('POST', '/_sim/messages', {
        from: '5511987650001',
        phoneNumberId: sim.number,
        content: { type: 'button', text: 'x', payload: 'x' },
      }),
      await sim.ask('PUT', '/_sim/settings', { colour: 'red' }),
      await sim.ask('POST', '/_sim/faults', { kind: 'error' }),
      await sim.ask('GET', '/_sim/nothing'),
    ];
    expect(answers.map((a) => a.status)).toEqual([404, 400, 400, 400, 400, 404]);
    for (const a of answers) expect(a.body['error']).toEqual(expect.any(String));
    expect(sim.said).toEqual([]);
  });

  test('what the business wrote before anybody looked is in the chat, and is no send and no news', async () => {
    const said = { to: '5511987650001', phoneNumberId: sim.number, at: Date.UTC(2026, 0, 2), reached: 'read' };
    const { id } = await sim.sim('POST', 'history', { ...said, text: 'Bom dia!' });
    await sim.sim('POST', 'history', { ...said, text: 'Ainda não chegou', reached: 'sent' });
    await sim.drained();
    const chat = await sim.sim('GET', `chats/5511987650001/${sim.number}`);
    expect(chat['bubbles']).toMatchObject([{ id, mine: false, at: said.at, type: 'text', content: { body: 'Bom dia!' } }]);
    expect(chat['unread']).toBe(0);
    expect((await sim.sim('GET', 'ledger'))['sends']).toEqual([]);
    expect(sim.callback.received).toEqual([]);
    expect((await sim.ask('POST', '/_sim/history', { ...said, to: '5511000000000', text: 'x' })).status).toBe(404);
  });

  test('a new test account has its own number, templates and subscription, and takes nothing from the first', async () => {
    const made = await sim.sim('POST', 'accounts', { name: 'Outra empresa' });
    const added = (made['phoneNumbers'] as unknown as { id: string; wabaId: string; registered: boolean }[]).at(-1);
    expect(added).toMatchObject({ id: '999000000000004', registered: false });
    expect((await sim.graph('GET', `${added?.wabaId}/message_templates`)).body['data']).not.toHaveLength(0);
    expect((await sim.graph('GET', `${added?.wabaId}/subscribed_apps`)).body).toEqual({ data: [] });
    await sim.sim('POST', 'messages', { from: '5511987650001', phoneNumberId: added?.id, content: { type: 'text', text: 'oi' } });
    await sim.drained();
    expect(sim.callback.received).toEqual([]);
  });
});
