import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Domain, EventDef } from '@master-ia/schemas/contract.ts';

export type JsonSchema = { readonly [key: string]: unknown };
export type EventSchema = {
  readonly domain: string;
  readonly type: string;
  readonly version: number;
  readonly exposure: EventDef['exposure'];
  readonly schema: JsonSchema;
};
type Version = Pick<EventDef, 'data' | 'subjects'>;

export const pathOf = (e: Pick<EventSchema, 'domain' | 'type' | 'version'>): string => `${e.domain}/${e.type}.v${e.version}.json`;

const schemaOf = (domain: string, type: string, version: number, exposure: EventDef['exposure'], def: Version): JsonSchema => {
  const { $schema, ...body } = z.toJSONSchema(def.data, {
    override: ({ jsonSchema }) => {
      const node = jsonSchema as Record<string, unknown>;
      // Readers have to let fields pass that a version gains.
      delete node['additionalProperties'];
      if (typeof node['sealed'] !== 'string') return;
      node['x-sealed'] = node['sealed'];
      delete node['sealed'];
    },
  }) as Record<string, unknown>;
  return {
    $schema,
    $id: `/schemas/${pathOf({ domain, type, version })}`,
    title: type,
    'x-exposure': exposure,
    ...(def.subjects && { 'x-subjects': def.subjects }),
    ...body,
  };
};

/** The payload of every version of every event. `x-sealed` marks a personal field and names the field whose subject's key seals it; `x-subjects` says of which kind that is. */
export const eventSchemas = (domains: readonly Domain[]): readonly EventSchema[] =>
  domains.flatMap((d) =>
    d.aggregates.flatMap((a) =>
      Object.entries(a.events).flatMap(([type, def]) =>
        [...(def.earlier ?? []), def].map((v, i, all) => {
          const version = v === def ? def.version : def.version - (all.length - 1) + i;
          return { domain: d.name, type, version, exposure: def.exposure, schema: schemaOf(d.name, type, version, def.exposure, v) };
        }),
      ),
    ),
  );

const isObject = (v: unknown): v is JsonSchema => typeof v === 'object' && v !== null && !Array.isArray(v);
const properties = (s: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  isObject(s['properties']) ? (s['properties'] as Record<string, JsonSchema>) : {};
const required = (s: JsonSchema): readonly string[] => (Array.isArray(s['required']) ? (s['required'] as string[]) : []);
const rest = ({ properties: _p, required: _r, ...others }: JsonSchema): JsonSchema => others;
const lists = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];

/** What the newer schema of a version breaks for who knows the older one, as paths; a version only ever gains optional fields. */
export const breaks = (older: JsonSchema, newer: JsonSchema, at = '$'): readonly string[] => {
  const found: string[] = [];
  const [before, now] = [properties(older), properties(newer)];
  for (const [name, schema] of Object.entries(before)) {
    const other = now[name];
    found.push(...(other ? breaks(schema, other, `${at}.${name}`) : [`${at}.${name} is gone`]));
  }
  for (const name of required(older)) if (now[name] && !required(newer).includes(name)) found.push(`${at}.${name} became optional`);
  for (const name of required(newer))
    if (!required(older).includes(name)) found.push(before[name] ? `${at}.${name} became required` : `${at}.${name} is new and required`);
  const [a, b] = [rest(older), rest(newer)];
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [x, y] = [a[key], b[key]];
    if (key === 'items' && isObject(x) && isObject(y)) found.push(...breaks(x, y, `${at}[]`));
    else if (lists.includes(key) && Array.isArray(x) && Array.isArray(y) && x.length === y.length)
      x.forEach((v, i) => found.push(...breaks(v as JsonSchema, y[i] as JsonSchema, `${at}.${key}[${i}]`)));
    else if (!isDeepStrictEqual(x, y)) found.push(`${at}: ${key} changed`);
  }
  return found;
};
