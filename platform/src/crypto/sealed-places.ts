import type { z } from 'zod';

/** Where the sealed fields of a schema's output are. `undefined` stands for: none from here on. */
export type Places =
  | {
      readonly kind: 'sealed';
      readonly of: string;
      /** `null` is outside of what is sealed: `sealed(…).nullable()`. */ readonly nullIsPlain: boolean;
    }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, Places])[] }
  | { readonly kind: 'list'; readonly item: Places }
  | { readonly kind: 'record'; readonly value: Places }
  | { readonly kind: 'tuple'; readonly items: readonly (Places | undefined)[]; readonly rest: Places | undefined }
  | { readonly kind: 'variant'; readonly discriminator: string; readonly options: ReadonlyMap<unknown, Places | undefined> };

/** A schema whose sealed fields could not be found again in stored data. */
export class UnsealableSchema extends Error {
  override readonly name = 'UnsealableSchema';
}

type Def = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly rest?: z.ZodType | null;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly getter?: () => z.ZodType;
};
const defOf = (schema: z.ZodType): Def => schema._zod.def;
const WRAPPERS = new Set(['optional', 'default', 'prefault', 'nonoptional', 'readonly', 'catch', 'success']);
/** Holders whose content does not keep its place in JSON. */
const HOLDERS = new Set(['map', 'set', 'promise', 'function']);

const union = (def: Def, walk: (s: z.ZodType) => Places | undefined): Places | undefined => {
  const options = def.options ?? [];
  const found = options.map(walk);
  const sealing = found.filter((p) => p !== undefined);
  if (sealing.length === 0) return undefined;
  if (def.discriminator !== undefined) {
    const byValue = new Map<unknown, Places | undefined>();
    options.forEach((option, i) => {
      for (const value of option._zod.propValues?.[def.discriminator!] ?? []) byValue.set(value, found[i]);
    });
    return { kind: 'variant', discriminator: def.discriminator, options: byValue };
  }
  const others = options.filter((_, i) => found[i] === undefined);
  // Which option a stored value belongs to must be seen from the value.
  if (sealing.length > 1 || sealing[0]!.kind === 'sealed' || others.some((o) => holdsObjects(o))) {
    throw new UnsealableSchema('a union with sealed fields needs a discriminator');
  }
  return sealing[0];
};
const holdsObjects = (schema: z.ZodType): boolean =>
  !['null', 'undefined', 'void', 'string', 'number', 'int', 'boolean', 'literal', 'enum', 'bigint', 'date', 'never'].includes(
    defOf(schema).type,
  );

const both = (left: Places | undefined, right: Places | undefined): Places | undefined => {
  if (!left || !right) return left ?? right;
  if (left.kind !== 'object' || right.kind !== 'object') throw new UnsealableSchema('only objects with sealed fields can be intersected');
  const names = new Set(left.fields.map(([name]) => name));
  if (right.fields.some(([name]) => names.has(name))) throw new UnsealableSchema('both sides of an intersection seal the same field');
  return { kind: 'object', fields: [...left.fields, ...right.fields] };
};

/** Finds what `sealed()` has marked, in the order of the schema. Throws {@link UnsealableSchema}. */
export const sealedPlaces = (schema: z.ZodType): Places | undefined => {
  const open = new Set<z.ZodType>();
  const recursive = new Set<z.ZodType>();
  const walk = (s: z.ZodType): Places | undefined => {
    const of = s.meta()?.['sealed'];
    if (typeof of === 'string') return { kind: 'sealed', of, nullIsPlain: false };
    if (open.has(s)) {
      recursive.add(s);
      return undefined;
    }
    open.add(s);
    const found = into(defOf(s));
    open.delete(s);
    if (found && recursive.has(s)) throw new UnsealableSchema('a recursive schema cannot have sealed fields; seal it as a whole');
    return found;
  };
  const into = (def: Def): Places | undefined => {
    if (WRAPPERS.has(def.type)) return walk(def.innerType!);
    switch (def.type) {
      case 'nullable': {
        const inner = walk(def.innerType!);
        return inner?.kind === 'sealed' ? { ...inner, nullIsPlain: true } : inner;
      }
      case 'object': {
        const fields = Object.entries(def.shape!).flatMap(([name, s]): [string, Places][] => {
          const places = walk(s);
          return places ? [[name, places]] : [];
        });
        return fields.length > 0 ? { kind: 'object', fields } : undefined;
      }
      case 'array': {
        const item = walk(def.element!);
        return item && { kind: 'list', item };
      }
      case 'record': {
        const value = walk(def.valueType!);
        return value && { kind: 'record', value };
      }
      case 'tuple': {
        const items = def.items!.map(walk);
        const rest = def.rest ? walk(def.rest) : undefined;
        return rest || items.some((i) => i !== undefined) ? { kind: 'tuple', items, rest } : undefined;
      }
      case 'union':
        return union(def, walk);
      case 'intersection':
        return both(walk(def.left!), walk(def.right!));
      case 'pipe':
        return walk(defOf(def.out!).type === 'transform' ? def.in! : def.out!);
      case 'lazy':
        return walk(def.getter!());
      default:
        if (HOLDERS.has(def.type) && def.valueType && walk(def.valueType))
          throw new UnsealableSchema(`a ${def.type} cannot have sealed fields`);
        return undefined;
    }
  };
  return walk(schema);
};

/** Every subject field that seals something. */
export const sealingFields = (places: Places | undefined): ReadonlySet<string> => {
  const found = new Set<string>();
  const walk = (p: Places | undefined): void => {
    switch (p?.kind) {
      case undefined:
        return;
      case 'sealed':
        found.add(p.of);
        return;
      case 'object':
        p.fields.forEach(([, inner]) => walk(inner));
        return;
      case 'list':
        return walk(p.item);
      case 'record':
        return walk(p.value);
      case 'tuple':
        p.items.forEach(walk);
        return walk(p.rest);
      case 'variant':
        p.options.forEach(walk);
    }
  };
  walk(places);
  return found;
};

type Replace = (value: unknown, of: string, nullIsPlain: boolean) => unknown;
/** A copy with every present sealed value replaced, in walk order; what has no sealed places is shared with the original. */
export const mapPlaces = (places: Places, value: unknown, replace: Replace): unknown => {
  if (value === undefined) return undefined;
  if (places.kind === 'sealed') return replace(value, places.of, places.nullIsPlain);
  if (value === null || typeof value !== 'object') return value;
  switch (places.kind) {
    case 'object': {
      const copy = { ...value } as Record<string, unknown>;
      for (const [name, inner] of places.fields) if (copy[name] !== undefined) copy[name] = mapPlaces(inner, copy[name], replace);
      return copy;
    }
    case 'list':
      return Array.isArray(value) ? value.map((v) => mapPlaces(places.item, v, replace)) : value;
    case 'record':
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, mapPlaces(places.value, v, replace)]));
    case 'tuple':
      return Array.isArray(value)
        ? value.map((v, i) => {
            const inner = i < places.items.length ? places.items[i] : places.rest;
            return inner ? mapPlaces(inner, v, replace) : (v as unknown);
          })
        : value;
    case 'variant': {
      const which = (value as Record<string, unknown>)[places.discriminator];
      // Written plain by mistake would be for ever.
      if (!places.options.has(which)) throw new UnsealableSchema(`no variant has the ${places.discriminator} ${JSON.stringify(which)}`);
      const inner = places.options.get(which);
      return inner ? mapPlaces(inner, value, replace) : value;
    }
  }
};
