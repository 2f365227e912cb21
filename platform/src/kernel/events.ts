import type { KeyObject } from 'node:crypto';
import type { Erased, Subject } from '@master-ia/schemas/contract.ts';
import { decodeEvent, encodeEvent, type DecodedEvent } from '../crypto/event-codec.ts';
import { MAX_EVENT_BYTES, EventTooLarge, type Raw, type RawEvent } from '../ports/event-store.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';
import { metaOf, type Metadata } from './metadata.ts';
import type { KnownEvent, Registry } from './registry.ts';
import type { StoredAny } from './streams.ts';

export { SubjectErased } from '../crypto/event-codec.ts';

/** An event of a type that this program does not know. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}
type Decoded = { readonly known: KnownEvent; readonly event: DecodedEvent; readonly meta: StoredAny['meta'] };

/** Raw events into typed ones. Each raw event is parsed once, however many readers it has. */
export const eventOpener = (registry: Registry, vault: KeyVault) => {
  const decoded = new WeakMap<Raw, Decoded>();
  const decode = (raw: Raw): Decoded => {
    const before = decoded.get(raw);
    if (before) return before;
    const known = registry.event(raw.type);
    if (!known) throw new UnknownEvent(`no domain knows ${raw.type}`);
    const now: Decoded = { known, event: decodeEvent(known.def, raw), meta: metaOf(raw) };
    decoded.set(raw, now);
    return now;
  };
  return {
    /** Personal fields are opened; those of destroyed keys are ERASED. */
    async open(raws: readonly Raw[]): Promise<readonly StoredAny[]> {
      // A key that was looked at once is kept for these events: the vault's own cache may let it go meanwhile.
      const held = new Map<string, KeyObject | Erased>();
      const place = (tenant: string, name: string): string => `${tenant} ${name}`;
      const wanted = new Map<string, Subject[]>();
      for (const raw of raws)
        for (const s of decode(raw).event.subjects) {
          const name = subjectName(s);
          if (held.has(place(raw.tenant, name))) continue;
          const key = vault.cached(raw.tenant, name);
          if (key !== undefined) held.set(place(raw.tenant, name), key);
          else wanted.set(raw.tenant, [...(wanted.get(raw.tenant) ?? []), s]);
        }
      await Promise.all(
        [...wanted].map(async ([tenant, subjects]) => {
          for (const [name, key] of await vault.keys(tenant, subjects)) held.set(place(tenant, name), key);
        }),
      );
      return raws.map((raw) => {
        const { event, meta } = decode(raw);
        return { type: raw.type, data: event.open({ get: (name: string) => held.get(place(raw.tenant, name)) }), meta };
      });
    },
    /** Every personal field ERASED: for readers that look at none of them. */
    closed(raw: Raw): StoredAny {
      const { event, meta } = decode(raw);
      return { type: raw.type, data: event.sealed, meta };
    },
  };
};
export type EventOpener = ReturnType<typeof eventOpener>;

export type Draft = {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly tenant: string;
  readonly stream: string;
  readonly domain: string;
  readonly key: string;
  readonly at: Date;
};
/** Typed events into raw ones: the keys are durable before anything is sealed with them. */
export const eventSealer = (registry: Registry, vault: KeyVault) => ({
  /** Throws {@link SubjectErased} and {@link EventTooLarge}. */
  async seal(drafts: readonly Draft[], metadata: Metadata): Promise<readonly RawEvent[]> {
    const text = JSON.stringify(metadata);
    const encoded = drafts.map((d) => {
      const known = registry.event(d.type);
      if (!known) throw new UnknownEvent(`no domain knows ${d.type}`);
      return { d, version: known.def.version, event: encodeEvent(known.def, d.data) };
    });
    const subjects = new Map<string, Subject>();
    for (const { event } of encoded) for (const s of event.subjects) subjects.set(subjectName(s), s);
    const tenant = drafts[0]?.tenant ?? '';
    const all = [...subjects.values()];
    const held = new Map<string, KeyObject | Erased>();
    for (const s of all) {
      const key = vault.cached(tenant, subjectName(s));
      if (key !== undefined) held.set(subjectName(s), key);
    }
    const missing = all.filter((s) => !held.has(subjectName(s)));
    if (missing.length > 0) {
      await vault.ensure(tenant, missing);
      for (const [name, key] of await vault.keys(tenant, missing)) held.set(name, key);
    }
    const get = (name: string) => held.get(name);
    return encoded.map(({ d, version, event }) => {
      const payload = event.seal({ tenant: d.tenant, stream: d.stream, id: d.id, type: d.type }, { get });
      if (Buffer.byteLength(payload) + Buffer.byteLength(text) > MAX_EVENT_BYTES)
        throw new EventTooLarge(`${d.type} is larger than ${String(MAX_EVENT_BYTES)} bytes`);
      return { id: d.id, type: d.type, version, tenant: d.tenant, domain: d.domain, key: d.key, at: d.at, payload, metadata: text };
    });
  },
});
export type EventSealer = ReturnType<typeof eventSealer>;
