import type { CommandEnvelope } from '@master-ia/platform/ports/commands.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { systemIds, uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import type { ChannelFact } from '../channel-access.ts';
import { checkMovedChannels } from './channel-work-at-start.ts';

const TENANT = uuidFrom('tenant');
const address = (id: string, simulated: boolean): string =>
  `${simulated ? 'http://127.0.0.1:5001' : 'https://new.example'}/webhooks/whatsapp/${id}`;
const asked = async (facts: Readonly<Record<string, Partial<ChannelFact>>>, refused?: string): Promise<readonly string[]> => {
  const sent: CommandEnvelope[] = [];
  const rows = Object.entries(facts).map(([key, value]) => ({
    tenant: TENANT,
    key,
    value: { state: 'active', simulated: false, ...value },
  }));
  await checkMovedChannels({
    db: { query: async () => ({ rows, rowCount: rows.length }) } as unknown as Database,
    commands: {
      send: async (c) => {
        sent.push(c);
        return { ok: false, refusal: { code: refused ?? 'not_found' } };
      },
    },
    ids: systemIds,
    log: silent,
    callbackUrl: address,
  });
  expect(new Set(sent.map((c) => `${c.name} ${c.tenant}`))).toEqual(new Set(sent.length > 0 ? [`RequestChannelChecks ${TENANT}`] : []));
  return sent.map((c) => (c.data as { channelId: string }).channelId);
};

it('channels at another address, at none, and of which nothing is known are checked, whatever became of the one before', async () => {
  expect(
    await asked({
      port: { simulated: true, subscribedUrl: 'http://127.0.0.1:5000/webhooks/whatsapp/port' },
      domain: { subscribedUrl: 'https://old.example/webhooks/whatsapp/domain' },
      suspended: { state: 'suspended', subscribedUrl: 'https://old.example/webhooks/whatsapp/suspended' },
      none: { subscribedUrl: null },
      unknown: {},
    }),
  ).toEqual(['port', 'domain', 'suspended', 'none', 'unknown']);
});
it('channels at today’s address, and those that are disconnected, are left alone', async () => {
  expect(
    await asked({
      simulated: { simulated: true, subscribedUrl: address('simulated', true) },
      real: { subscribedUrl: address('real', false) },
      gone: { state: 'disconnected', subscribedUrl: 'https://old.example/x' },
    }),
  ).toEqual([]);
});
