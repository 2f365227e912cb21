import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { ROOT } from './program.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** How long a person waits for what should be there. */
const PATIENCE_MS = 10_000;
/** What Chromium itself says while the server is away. */
const AWAY =
  /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|CONNECTION_CLOSED)|WebSocket connection to .* failed|status of 50[234]/;

/** The system's Chromium; CHROMIUM names another. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: FLAGS });

/** Somebody at a browser of their own: cookies, storage and pages apart from everybody else's. */
export type Person = {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** A further tab. */
  tab(): Promise<Page>;
  /** While the server is away on purpose, complaints about that are no errors. */
  serverAway(away: boolean): void;
  /** A console line that matches is expected in this scenario; say why beside the call. */
  expect(line: RegExp): void;
  /** Console errors and exceptions so far, in words. */
  errors(): readonly string[];
  photograph(label: string): Promise<void>;
};

export const FAILURES = join(ROOT, 'screens/failures');
const fileName = (text: string): string => text.replace(/[^\w-]+/g, '-');

/** Desktop, Portuguese, light, unless `o` says otherwise. */
export const newPerson = async (browser: Browser, name: string, o: BrowserContextOptions = {}): Promise<Person> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...o,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const found: string[] = [];
  const expected: RegExp[] = [];
  let away = false;
  const take = (line: string): void => {
    if (away && AWAY.test(line)) return;
    if (expected.some((e) => e.test(line))) return;
    found.push(line);
  };
  context.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') take(`${name}, console ${m.type()} at ${m.location().url}: ${m.text()}`);
  });
  context.on('weberror', (e) => take(`${name}, exception: ${String(e.error().stack ?? e.error())}`));
  const page = await context.newPage();
  return {
    name,
    context,
    page,
    tab: () => context.newPage(),
    serverAway: (is) => (away = is),
    expect: (line) => void expected.push(line),
    errors: () => found,
    photograph: async (label) => {
      await mkdir(FAILURES, { recursive: true });
      for (const [i, p] of context.pages().entries())
        await p
          .screenshot({ path: join(FAILURES, `${fileName(label).slice(0, 60)}-${fileName(name)}-${String(i)}.png`), timeout: 5_000 })
          .catch(() => undefined);
    },
  };
};
