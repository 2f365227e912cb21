import { parse, type ExecutionResult } from 'graphql';
import { roleGrants } from '@master-ia/schemas/permissions.ts';
import { silent } from '@master-ia/platform/ports/log.ts';
import { memoryPubSub } from '@master-ia/platform/pub-sub/memory.ts';
import type { GraphPorts, Identity } from './context.ts';
import { graphEngine } from './engine.ts';
import { GRAPH_LIMITS } from './limits.ts';
import { liveRows } from './live.ts';
import { operationContexts } from './operation-context.ts';
import { buildGraphSchema } from './schema.ts';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const owner: Identity = {
  tenant: TENANT,
  actor: { kind: 'user', id: TENANT },
  userId: TENANT,
  role: 'owner',
  viewer: { userId: TENANT, visibility: 'all' },
  permissions: new Set(roleGrants.owner.permissions),
  locale: 'en',
  sessionHash: 'h',
};
const engine = graphEngine({ schema: buildGraphSchema(), limits: GRAPH_LIMITS, openSchema: false });

it('lets a subscription go at once while it waits, and what it follows with it', async () => {
  const readDb = { query: async () => [], tx: async () => undefined as never };
  const live = liveRows({ pubSub: memoryPubSub({ log: silent }), readDb, log: silent });
  let followers = 0;
  const counted: typeof live = {
    ...live,
    follow: (table, tenant, on) => {
      followers++;
      const stop = live.follow(table, tenant, on);
      return () => {
        followers--;
        stop();
      };
    },
  };
  const { context, over } = operationContexts({ readDb } as unknown as GraphPorts, counted)(owner, '', undefined);
  const source = (await engine.follow(
    { document: parse('subscription { channelChanged { id } }'), contextValue: context },
    over,
  )) as AsyncGenerator<ExecutionResult>;
  const next = source.next();
  await Promise.resolve();
  expect(followers).toBe(1);
  await source.return(undefined);
  expect(await next).toEqual({ done: true, value: undefined });
  expect(followers).toBe(0);
  expect(await source.next()).toEqual({ done: true, value: undefined });
  live.close();
});

it('reads the same text once, and keeps what is wrong no longer than the answer', () => {
  const first = engine.read('{ me { role } }');
  const again = engine.read('{ me { role } }');
  if (!('document' in first) || !('document' in again)) throw new Error('a valid document was refused');
  expect(again.document).toBe(first.document);
  expect(engine.read('{ nothing }')).not.toBe(engine.read('{ nothing }'));
});

it('takes no text for a position', () => {
  const contexts = operationContexts({ readDb: {} } as unknown as GraphPorts, {} as never);
  expect(contexts(owner, '', '00000000000000000007').context.minPosition).toBe('00000000000000000007');
  expect(contexts(owner, '', undefined).context.minPosition).toBeNull();
  for (const wrong of ["7' or true", '7', 7, {}]) expect(() => contexts(owner, '', wrong)).toThrow('x-min-position');
});
