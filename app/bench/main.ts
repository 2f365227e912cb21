// npm run bench -- [NAME…] [--engine=embedded|postgresql] [--quick]
import { append } from './append.ts';
import { reached, type Bench, type Figure } from './bench.ts';
import { commandToSocket } from './command-to-socket.ts';
import { deliveries } from './deliveries.ts';
import { pages } from './pages.ts';
import { liveDuringRebuild } from './live-during-rebuild.ts';
import { startBench } from './start.ts';
import { openEngine, type Engine } from './engine.ts';
import { load, machine } from './machine.ts';
import { rounded } from './numbers.ts';
import { rebuild } from './rebuild.ts';

const benches: readonly Bench[] = [append, commandToSocket, deliveries, rebuild, liveDuringRebuild, pages, startBench];
const kinds = ['embedded', 'postgresql'] as const;

const asked = process.argv.slice(2);
const quick = asked.includes('--quick');
const names = asked.filter((a) => !a.startsWith('--'));
const engineAsked = asked.find((a) => a.startsWith('--engine='))?.slice('--engine='.length);
const unknown = [
  ...names.filter((n) => !benches.some((b) => b.name === n)),
  ...asked.filter((a) => a.startsWith('--') && a !== '--quick' && !kinds.some((k) => a === `--engine=${k}`)),
];
if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(', ')}\nusage: npm run bench -- [${benches.map((b) => b.name).join(' | ')}] [--engine=${kinds.join('|')}] [--quick]`,
  );
  process.exit(1);
}

const limitOf = (f: Figure): string =>
  f.limit === undefined
    ? ''
    : `  (${f.limit.at === 'least' ? '≥' : '≤'} ${rounded(f.limit.value)}: ${reached(f) === true ? 'reached' : 'NOT REACHED'})`;
const line = (f: Figure): string =>
  `  ${f.what}: ${rounded(f.value)} ${f.unit}${limitOf(f)}${f.note === undefined ? '' : `\n      ${f.note}`}`;

const run = async (engine: Engine): Promise<readonly Figure[]> => {
  const all: Figure[] = [];
  for (const bench of benches.filter((b) => names.length === 0 || names.includes(b.name))) {
    console.log(`\n${bench.name} on ${engine.title}; load average before ${load()}\n  ${bench.what}`);
    const figures = await bench.run({ engine, quick, say: (text) => console.error(`    … ${text}`) });
    for (const f of figures) console.log(line(f));
    console.log(`  load average after ${load()}`);
    all.push(...figures);
  }
  return all;
};

console.log(machine().join('\n'));
if (quick) console.log('QUICK: small data and short runs; the figures mean nothing.');
const figures: Figure[] = [];
for (const kind of kinds.filter((k) => engineAsked === undefined || k === engineAsked)) {
  const engine = await openEngine(kind);
  try {
    figures.push(...(await run(engine)));
  } finally {
    await engine.stop();
  }
}
const missed = figures.filter((f) => reached(f) === false);
console.log(
  `\n${figures.length} figures, ${figures.filter((f) => reached(f) === true).length} of ${figures.filter((f) => f.limit).length} targets reached${missed.length > 0 ? `; not reached: ${missed.map((f) => f.what).join('; ')}` : ''}`,
);
process.exit(0);
