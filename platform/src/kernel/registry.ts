import type { Domain, EventDef } from '@master-ia/schemas/contract.ts';

export type KnownEvent = { readonly type: string; readonly def: EventDef; readonly domain: string; readonly category: string };
/** Finds definitions by name. Built once from a service's list of domains; two events or categories of one name are refused. */
export type Registry = {
  event(type: string): KnownEvent | undefined;
  domainOf(category: string): string;
  readonly domains: readonly Domain[];
};

export const registry = (domains: readonly Domain[]): Registry => {
  const events = new Map<string, KnownEvent>();
  const categories = new Map<string, string>();
  for (const d of domains)
    for (const a of d.aggregates) {
      if (categories.has(a.category)) throw new Error(`category ${a.category} is defined twice`);
      categories.set(a.category, d.name);
      for (const [type, def] of Object.entries(a.events)) {
        if (events.has(type)) throw new Error(`event ${type} is defined twice`);
        events.set(type, { type, def, domain: d.name, category: a.category });
      }
    }
  return {
    domains,
    event: (type) => events.get(type),
    domainOf: (category) => {
      const name = categories.get(category);
      if (name === undefined) throw new Error(`no domain has the category ${category}`);
      return name;
    },
  };
};
