import { registry } from '@master-ia/platform/kernel/registry.ts';
import { decodeEvent, encodeEvent } from '@master-ia/platform/crypto/event-codec.ts';
import { memoryKeyVault } from '@master-ia/platform/key-vault/memory.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { positionOf } from '@master-ia/platform/testing/project.ts';
import { domains } from '@master-ia/schemas/domains.ts';
import { COMPANY } from './memory-service.ts';

const vault = memoryKeyVault();
const known = registry(domains);
const at = new Date('2026-01-15T12:00:00.000Z');

/** Every frozen sample as it would be stored, read back with its personal fields and without them. */
export const samples = await Promise.all(
  domains.flatMap((d) =>
    Object.entries<readonly unknown[]>(d.samples).flatMap(([type, list]) =>
      list.map(async (data, i) => {
        const { def, category } = known.event(type)!;
        const place = { tenant: COMPANY, stream: `${category}-${uuidFrom(type)}`, id: uuidFrom(type, String(i)), type };
        const encoded = encodeEvent(def, data);
        await vault.ensure(COMPANY, encoded.subjects);
        const keys = await vault.keys(COMPANY, encoded.subjects);
        const payload = encoded.seal(place, keys);
        const decoded = decodeEvent(def, { ...place, version: def.version, payload });
        const meta = {
          ...place,
          revision: 0,
          position: positionOf(10),
          key: place.stream,
          at,
          occurredAt: at,
          actor: { kind: 'connector' as const, id: 'test' },
          commandId: place.id,
          correlationId: place.id,
        };
        return {
          domain: d.name,
          type,
          def,
          data,
          payload,
          opened: { type, data: decoded.open(keys), meta },
          closed: { type, data: decoded.sealed, meta },
        };
      }),
    ),
  ),
);
