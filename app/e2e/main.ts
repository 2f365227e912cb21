// npm run e2e -- [WORD…] [--engine=embedded|postgresql]: the product as people meet it, in a real browser. Plays the scenarios whose name has one of the words, or all.
// The last line is `N passed, N failed`.
import { rm } from 'node:fs/promises';
import { buildConsoleIfStale } from '../../scripts/build-console.ts';
import { FAILURES, openBrowser } from './browser.ts';
import { engines, enginesMissing, removeTemplate } from './place.ts';
import { scenarios } from './scenarios.ts';
import { playOn } from './stage.ts';

/** The whole run; what takes longer is ended and has failed. */
const LIMIT_MS = 15 * 60_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const asked = process.argv.slice(2);
const words = asked.filter((a) => !a.startsWith('--')).map((w) => w.toLowerCase());
const engineAsked = asked.find((a) => a.startsWith('--engine='))?.slice('--engine='.length);
const strange = asked.filter((a) => a.startsWith('--') && !['--engine=embedded', '--engine=postgresql'].includes(a));
const wanted = scenarios.filter((s) => words.length === 0 || words.some((w) => s.name.toLowerCase().includes(w)));
if (strange.length > 0 || wanted.length === 0) {
  say(`nothing to play for: ${asked.join(' ')}\nscenarios:\n${scenarios.map((s) => `  ${s.name}`).join('\n')}`);
  process.exit(1);
}
setTimeout(() => {
  say(`\nended after ${LIMIT_MS / 60_000} minutes`);
  process.exit(1);
}, LIMIT_MS).unref();

let [passed, failed] = [0, 0];
await rm(FAILURES, { recursive: true, force: true });
const built = await buildConsoleIfStale({ log: say });
if (!built.ok) {
  say(`The console could not be built:\n${built.why}`);
  process.exit(1);
}
const browser = await openBrowser();
const began = performance.now();
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
try {
  for (const engine of engines().filter((e) => engineAsked === undefined || e === engineAsked)) {
    for (const scenario of wanted.filter((s) => s.engines.includes(engine))) {
      const start = performance.now();
      try {
        await playOn(engine, browser, scenario);
        passed++;
        say(`✓ ${scenario.name} (${engine})  ${seconds(start)}`);
      } catch (error) {
        failed++;
        say(
          `✗ ${scenario.name} (${engine})  ${seconds(start)}\n${(error instanceof Error ? error.message : String(error)).replace(/^/gm, '    ')}`,
        );
      }
    }
  }
} finally {
  await browser.close();
  await removeTemplate();
}
if (failed > 0) say(`\nscreens of what failed: ${FAILURES}`);
for (const missing of enginesMissing()) say(`\n!!! ENGINE NOT FOUND: ${missing}`);
say(`\nplayed in ${seconds(began)}`);
say(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
