import { parseArgs } from 'node:util';
import { reparse } from '@master-ia/connectors/whatsapp/ingest/reparse.ts';
import { systemIds } from '@master-ia/platform/runtime/ids.ts';
import { runBeside } from './beside.ts';

const usage = 'npm run reparse -- ingest [--since 2026-11-01T00:00:00Z]';
const { values, positionals } = parseArgs({ options: { since: { type: 'string' } }, allowPositionals: true });
const since = values.since === undefined ? undefined : new Date(values.since);

await runBeside(async (b) => {
  if (positionals[0] !== 'ingest' || positionals.length > 1 || (since && Number.isNaN(since.getTime()))) throw new Error(`usage: ${usage}`);
  const before = await b.store.head();
  const result = await reparse({
    raw: b.vault.raw,
    store: b.store,
    opener: b.opener,
    facts: b.facts,
    commands: b.commands,
    ids: systemIds,
    ...(since && { since }),
  });
  const appended = Number(await b.store.head()) - Number(before);
  process.stdout.write(`${String(result.deliveries)} deliveries read again, ${String(appended)} events since the beginning of this run\n`);
  for (const r of result.refused) process.stdout.write(`  ${r.deliveryId}: ${r.code}\n`);
  if (result.refused.length > 0) process.exitCode = 1;
});
