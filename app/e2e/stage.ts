import type { Browser, BrowserContextOptions } from 'playwright-core';
import { newPerson, type Person } from './browser.ts';
import { openPlace, type EngineName, type Place } from './place.ts';
import { startProduct, type Product } from './product.ts';
import type { Environment } from './program.ts';
import { within } from './until.ts';

/** What a scenario plays on: places, products and people that are cleared away after it. */
export type Stage = {
  readonly engine: EngineName;
  place(o?: { readonly empty?: boolean }): Promise<Place>;
  /** A running product on demo data of its own, or on the place given; `env` on top. */
  product(o?: { readonly place?: Place; readonly env?: Environment }): Promise<Product>;
  person(name: string, o?: BrowserContextOptions): Promise<Person>;
};
export type Scenario = {
  readonly name: string;
  readonly engines: readonly EngineName[];
  /** Instead of {@link LIMIT_MS}, for one that walks through everything. */
  readonly limitMs?: number;
  play(stage: Stage): Promise<void>;
};

/** Every scenario within this; nothing hangs. */
const LIMIT_MS = 120_000;
const CLOSED_MS = 5_000;

/** Plays a scenario; throws when it fails, when a console complained or when a product did. Photographs and logs come with the failure. */
export const playOn = async (engine: EngineName, browser: Browser, scenario: Scenario): Promise<void> => {
  const people: Person[] = [];
  const products: Product[] = [];
  const places: Place[] = [];
  const stage: Stage = {
    engine,
    place: async (o) => {
      const place = await openPlace(engine, o);
      places.push(place);
      return place;
    },
    product: async (o = {}) => {
      const place = o.place ?? (await stage.place());
      const product = await startProduct({ ...place.env, ...o.env });
      products.push(product);
      return product;
    },
    person: async (name, o) => {
      const person = await newPerson(browser, name, o);
      people.push(person);
      return person;
    },
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    const ms = scenario.limitMs ?? LIMIT_MS;
    timer = setTimeout(() => failed(new Error(`not done within ${ms / 1000} s`)), ms);
  });
  const problems: string[] = [];
  try {
    const playing = scenario.play(stage);
    playing.catch(() => undefined);
    await Promise.race([playing, late]);
  } catch (error) {
    problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    for (const person of people) await person.photograph(`${scenario.name} ${engine}`);
  }
  clearTimeout(timer);
  problems.push(...people.flatMap((p) => p.errors()));
  // A page that hangs must not hold up the rest; the browser itself is closed at the end.
  for (const person of people) await within('closing a browser', CLOSED_MS, person.context.close()).catch(() => undefined);
  for (const product of products) await product.stop().catch((error: unknown) => void problems.push(String(error)));
  if (problems.length > 0)
    problems.push(...products.map((p) => `${p.program.out()}${p.program.err()}`.trim()).filter((said) => said !== ''));
  for (const place of places) await place.remove().catch((error: unknown) => void problems.push(String(error)));
  if (problems.length > 0) throw new Error(problems.join('\n'));
};
