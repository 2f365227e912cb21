import type { KeyObject } from 'node:crypto';
import type { Erased, Meta, Subject } from '@master-ia/schemas/contract.ts';
import { decodeEvent, type DecodedEvent } from '../crypto/event-codec.ts';
import type { Metadata } from '../kernel/metadata.ts';
import type { AnyEvent } from '../kernel/projection.ts';
import type { Registry } from '../kernel/registry.ts';
import type { Raw } from '../ports/event-store.ts';
import { subjectName, type KeyVault } from '../ports/key-vault.ts';

/** An event that cannot be read; folding it fails. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}
export type Decoded = AnyEvent | Undecodable;
/** Opens stored events for folds, each once per process however many views read it. */
export type Decoder = { decode(raws: readonly Raw[], wanted: (type: string) => boolean): Promise<readonly (Decoded | undefined)[]> };

type Opened = ReadonlyMap<string, KeyObject | Erased>;

/** An envelope whose metadata is parsed when a fold first asks for something in it: statuses, half of all events, never do. */
class LazyMeta {
  readonly #raw: Raw;
  #parsed: Metadata | undefined;
  readonly id: string;
  readonly tenant: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Meta['position'];
  readonly key: string;
  readonly at: Date;
  constructor(raw: Raw) {
    this.#raw = raw;
    this.id = raw.id;
    this.tenant = raw.tenant;
    this.stream = raw.stream;
    this.revision = raw.revision;
    this.position = raw.position;
    this.key = raw.key;
    this.at = raw.at;
  }
  get #metadata(): Metadata {
    return (this.#parsed ??= JSON.parse(this.#raw.metadata) as Metadata);
  }
  get occurredAt(): Date {
    const { o } = this.#metadata;
    if (o === undefined) return this.at;
    const told = new Date(o);
    // Told by the provider, never later than the append: thread order depends on it.
    return told > this.at ? this.at : told;
  }
  get actor(): Meta['actor'] {
    return this.#metadata.a;
  }
  get commandId(): string {
    return this.#metadata.c;
  }
  get correlationId(): string {
    return this.#metadata.r;
  }
  get causationId(): string | undefined {
    return this.#metadata.p;
  }
}

/**
 * Events as folds see them; undefined: not wanted. Personal fields whose key is destroyed are ERASED: the place where a subject's erasure is checked against
 * `vault.erased_subject` inside the writing transaction is the statement of `liveWrite`.
 * `remember: false`: for who decodes each event once; remembering costs garbage collection.
 */
export const eventDecoder = (o: {
  readonly registry: Registry;
  readonly vault: Pick<KeyVault, 'cached' | 'keys'>;
  readonly remember?: boolean;
}): Decoder => {
  const known = o.remember === false ? undefined : new WeakMap<Raw, Decoded>();
  const eventOf = (raw: Raw, data: unknown): AnyEvent => ({ type: raw.type, data, meta: new LazyMeta(raw) as Meta });
  const failure = (raw: Raw, e: unknown): Undecodable =>
    new Undecodable(`${raw.type} at ${raw.position}: ${e instanceof Error ? e.message : String(e)}`, { cause: e });

  const cachedKeys = (raw: Raw, subjects: readonly Subject[]): boolean =>
    subjects.every((s) => o.vault.cached(raw.tenant, subjectName(s)) !== undefined);
  const open = (raw: Raw, event: DecodedEvent, loaded?: Opened): Decoded => {
    try {
      return eventOf(raw, event.open({ get: (name) => loaded?.get(name) ?? o.vault.cached(raw.tenant, name) }));
    } catch (e) {
      return failure(raw, e);
    }
  };

  return {
    decode: async (raws, wanted) => {
      const events = new Array<Decoded | undefined>(raws.length);
      const waiting: { readonly i: number; readonly raw: Raw; readonly event: DecodedEvent }[] = [];
      for (let i = 0; i < raws.length; i++) {
        const raw = raws[i]!;
        const before = known?.get(raw);
        if (before) {
          events[i] = before;
          continue;
        }
        const type = o.registry.event(raw.type);
        if (!type) events[i] = failure(raw, new Error('this program does not know the event'));
        else if (!wanted(raw.type)) continue;
        else {
          try {
            const event = decodeEvent(type.def, raw);
            if (cachedKeys(raw, event.subjects)) events[i] = open(raw, event);
            else {
              waiting.push({ i, raw, event });
              continue;
            }
          } catch (e) {
            events[i] = failure(raw, e);
          }
        }
        known?.set(raw, events[i]!);
      }
      if (waiting.length === 0) return events;
      const byTenant = new Map<string, Map<string, Subject>>();
      for (const { raw, event } of waiting) {
        const subjects = byTenant.get(raw.tenant) ?? new Map<string, Subject>();
        byTenant.set(raw.tenant, subjects);
        for (const s of event.subjects) subjects.set(subjectName(s), s);
      }
      const loaded = new Map<string, Opened>();
      await Promise.all(
        [...byTenant].map(async ([tenant, subjects]) => loaded.set(tenant, await o.vault.keys(tenant, [...subjects.values()]))),
      );
      for (const { i, raw, event } of waiting) {
        const opened = known?.get(raw) ?? open(raw, event, loaded.get(raw.tenant));
        events[i] = opened;
        known?.set(raw, opened);
      }
      return events;
    },
  };
};
