import type { KeyObject } from 'node:crypto';
import { ERASED, type Erased, type EventDef, type Subject } from '@master-ia/schemas/contract.ts';
import type { Raw } from '../ports/event-store.ts';
import { subjectName } from '../ports/key-vault.ts';
import { SealBroken, open, seal } from './sealing.ts';
import { UnsealableSchema, mapPlaces, sealedPlaces, sealingFields, type Places } from './sealed-places.ts';

/** Opened keys by {@link subjectName}: what `KeyVault.keys` answers. */
export type Keys = { get(subjectName: string): KeyObject | Erased | undefined };
/** Where an event belongs; its boxes open nowhere else. */
export type Place = Pick<Raw, 'tenant' | 'stream' | 'id' | 'type'>;
/** What decoding needs of a stored event. */
export type StoredPayload = Place & Pick<Raw, 'version' | 'payload'>;

/** Nothing can be sealed for a subject whose key is destroyed. */
export class SubjectErased extends Error {
  override readonly name = 'SubjectErased';
  readonly subject: string;
  constructor(subject: string) {
    super(`${subject} was erased`);
    this.subject = subject;
  }
}
/** A version that this program cannot read: newer than it, or an earlier one whose schema is not stated. */
export class UnknownEventVersion extends Error {
  override readonly name = 'UnknownEventVersion';
}

type Schema = Pick<EventDef, 'data' | 'subjects'>;
type Plan = { readonly places: Places | undefined; readonly kinds: NonNullable<EventDef['subjects']> };
const plans = new WeakMap<Schema, Plan>();
const planOf = (schema: Schema): Plan => {
  const known = plans.get(schema);
  if (known) return known;
  const places = sealedPlaces(schema.data);
  const kinds = schema.subjects ?? {};
  for (const field of sealingFields(places)) {
    if (!kinds[field]) throw new UnsealableSchema(`the kind of subject of ${field} is not stated`);
    if (places?.kind === 'object' && places.fields.some(([name]) => name === field))
      throw new UnsealableSchema(`${field} names a subject and cannot be sealed itself`);
  }
  const plan = { places, kinds };
  plans.set(schema, plan);
  return plan;
};

const aadOf = (p: Place): string => `${p.tenant}|${p.stream}|${p.id}|${p.type}`;
const subjectOf = (plan: Plan, data: unknown, field: string): Subject => {
  const id = (data as Record<string, unknown>)[field];
  if (typeof id !== 'string' || id === '') throw new UnsealableSchema(`${field} names no subject`);
  return { kind: plan.kinds[field]!, id };
};
const keyOf = (keys: Keys, subject: string): KeyObject | Erased => {
  const key = keys.get(subject);
  if (key === undefined) throw new Error(`the key of ${subject} was not loaded`);
  return key;
};

export type EncodedEvent = {
  /** Whose keys {@link EncodedEvent.seal} needs; none: the event has no personal data. */
  readonly subjects: readonly Subject[];
  /** The payload's JSON text. Throws {@link SubjectErased}. */
  seal(place: Place, keys: Keys): string;
};
/**
 * Takes the sealed fields out of an event's data. The payload is `{"d":{…},"s":{"<subject field>":"<box>"}}`: sealed places hold 0 in `d`; a box holds the JSON array of its
 * subject's values in the order of the schema, under the AAD `tenant|stream|event id|type`.
 */
export const encodeEvent = (def: EventDef, data: unknown): EncodedEvent => {
  const plan = planOf(def);
  if (!plan.places) return { subjects: [], seal: () => JSON.stringify({ d: data }) };
  const parts = new Map<string, unknown[]>();
  const plain = mapPlaces(plan.places, data, (value, of, nullIsPlain) => {
    if (value === null && nullIsPlain) return null;
    const part = parts.get(of);
    if (part) part.push(value);
    else parts.set(of, [value]);
    return 0;
  });
  if (parts.size === 0) return { subjects: [], seal: () => JSON.stringify({ d: plain }) };
  const sealing = [...parts].map(([field, values]) => ({ field, values, subject: subjectOf(plan, data, field) }));
  return {
    subjects: sealing.map((p) => p.subject),
    seal: (place, keys) => {
      const s: Record<string, string> = {};
      const aad = aadOf(place);
      for (const { field, values, subject } of sealing) {
        const name = subjectName(subject);
        const key = keyOf(keys, name);
        if (key === ERASED) throw new SubjectErased(name);
        s[field] = seal(key, JSON.stringify(values), aad);
      }
      return JSON.stringify({ d: plain, s });
    },
  };
};
/** {@link encodeEvent} in one step, with keys that are there already. */
export const sealEvent = (def: EventDef, data: unknown, place: Place, keys: Keys): string => encodeEvent(def, data).seal(place, keys);

export type DecodedEvent = {
  /** Whose keys {@link DecodedEvent.open} needs. */
  readonly subjects: readonly Subject[];
  /** The data in the current version, every sealed field ERASED: for folds that look at none of them, at the price of a JSON.parse. */
  readonly sealed: unknown;
  /** The data in the current version; fields of a destroyed key are ERASED. Throws {@link SealBroken} when a box was changed. */
  open(keys: Keys): unknown;
};
type Payload = { readonly d: unknown; readonly s?: Readonly<Record<string, string>> };

const upcast = (def: EventDef, version: number, data: unknown): unknown => {
  let current = data;
  for (let v = version; v < def.version; v++) {
    const step = def.upcast?.[v - 1];
    if (!step) throw new UnknownEventVersion(`no upcast from version ${v}`);
    current = step(current as never);
  }
  return current;
};
const schemaOf = (def: EventDef, e: StoredPayload, payload: Payload): Schema | undefined => {
  if (e.version === def.version) return def;
  if (e.version > def.version || e.version < 1)
    throw new UnknownEventVersion(`${e.type} has version ${e.version}, this program knows ${def.version}`);
  const earlier = def.earlier?.[e.version - 1];
  if (!earlier && payload.s)
    throw new UnknownEventVersion(`${e.type} does not state the schema of version ${e.version}, which sealed fields`);
  return earlier;
};

/** Reads a payload. Keys are only needed, and paid for, by `open`. */
export const decodeEvent = (def: EventDef, e: StoredPayload): DecodedEvent => {
  const payload = JSON.parse(e.payload) as Payload;
  const schema = schemaOf(def, e, payload);
  const plan = schema && planOf(schema);
  if (!plan?.places) {
    if (payload.s) throw new SealBroken(`${e.type} has sealed parts that its schema does not know`);
    let data: { readonly value: unknown } | undefined;
    const read = (): unknown => (data ??= { value: upcast(def, e.version, payload.d) }).value;
    return {
      subjects: [],
      get sealed() {
        return read();
      },
      open: read,
    };
  }
  const { places } = plan;
  const boxes = payload.s ?? {};
  const fields = Object.keys(boxes);
  const subjects = fields.map((field) => subjectOf(plan, payload.d, field));
  const filled = (valuesOf: (field: string) => readonly unknown[] | Erased): unknown => {
    const taken = new Map<string, { readonly values: readonly unknown[] | Erased; next: number }>();
    const data = mapPlaces(places, payload.d, (value, of) => {
      if (value !== 0) return value;
      let from = taken.get(of);
      if (!from) taken.set(of, (from = { values: valuesOf(of), next: 0 }));
      if (from.values === ERASED) return ERASED;
      if (from.next >= from.values.length) throw new SealBroken(`${e.type}: ${of} sealed fewer values than there are places`);
      return from.values[from.next++];
    });
    for (const field of fields) {
      const from = taken.get(field);
      if (!from || (from.values !== ERASED && from.next !== from.values.length))
        throw new SealBroken(`${e.type}: ${field} sealed more values than there are places`);
    }
    return upcast(def, e.version, data);
  };
  let sealed: { readonly value: unknown } | undefined;
  return {
    subjects,
    get sealed() {
      return (sealed ??= { value: filled(() => ERASED) }).value;
    },
    open: (keys) => {
      const aad = aadOf(e);
      return filled((field) => {
        const at = fields.indexOf(field);
        if (at < 0) throw new SealBroken(`${e.type}: the sealed part of ${field} is missing`);
        const key = keyOf(keys, subjectName(subjects[at]!));
        return key === ERASED ? ERASED : (JSON.parse(open(key, boxes[field]!, aad)) as unknown[]);
      });
    },
  };
};
/** {@link decodeEvent} in one step, with keys that are there already. */
export const openEvent = (def: EventDef, e: StoredPayload, keys: Keys): unknown => decodeEvent(def, e).open(keys);
