import { openLog } from './log.ts';
import { withoutPersonalData } from './redaction.ts';

const lines: string[] = [];
const log = openLog({ level: 'info', name: 'test', to: { write: (line) => void lines.push(line) } });
beforeEach(() => lines.splice(0));
const last = (): Record<string, unknown> => JSON.parse(lines.at(-1)!) as Record<string, unknown>;

test('a decision is one JSON line with its time, level, name and fields', () => {
  log.info({ tenant: 't', stream: 'message-1', correlation: 'c', outcome: 'accepted' }, 'command decided');
  expect(lines).toHaveLength(1);
  expect(last()).toMatchObject({
    level: 'info',
    name: 'test',
    tenant: 't',
    stream: 'message-1',
    correlation: 'c',
    outcome: 'accepted',
    msg: 'command decided',
  });
  expect(String(last().time)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});
test('what is below the level is not written', () => {
  log.debug({}, 'x');
  expect(lines).toEqual([]);
});
test('bodies, addresses and secrets are not written under their names', () => {
  log
    .child({ token: 'canary1' })
    .warn({ body: 'canary2', phone: 'canary3', channel: { accessToken: 'canary4', id: 'kept' }, headers: { a: 'canary5' } }, 'x');
  expect(lines[0]).not.toContain('canary');
  expect(last()).toMatchObject({ channel: { id: 'kept' } });
});
test('of an error its message, code, stack and cause are written, masked, and no other field', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(ana@example.com) exists' });
  log.error({ error: new Error('could not call +55 11 98765-4321 with Bearer abcdefghijklmnop', { cause }) }, 'failed');
  expect(last()).toMatchObject({
    error: { type: 'Error', message: 'could not call +… with Bearer …', cause: { code: '23505', message: 'duplicate key' } },
  });
  expect(lines[0]).not.toMatch(/ana@|98765|abcdefghijklmnop/);
});
test.each([
  ['from 5511987654321 to x', 'from +… to x'],
  ['call +1 (415) 555-2671 now', 'call +… now'],
  ['mail joão.silva@exemplo.com.br', 'mail …@…'],
  ['https://graph/me?access_token=EAAGabc123&x=1', 'https://graph/me?access_token=…&x=1'],
  ['postgres://u:pw@h/db', 'postgres://…@h/db'],
  ['key mia_Abcdef123456', 'key mia_…'],
  ['token EAAGm0PX4ZCpsBAKZBZCabcdef used', 'token EAA… used'],
  ['position 00000000000000000042', 'position 00000000000000000042'],
  ['stream message-6f0c5b1e-3c1d-5d5a-9d0e-123456789012', 'stream message-6f0c5b1e-3c1d-5d5a-9d0e-123456789012'],
])('%s', (text, masked) => {
  expect(withoutPersonalData(text)).toBe(masked);
});
