import assert from 'node:assert/strict';
import { STOP_MS } from './product.ts';
import { runProgram } from './program.ts';
import type { Scenario } from './stage.ts';

/** Two starts on one data directory; Ctrl-C; a configuration that says nonsense. No browser is needed. */
export const secondStart: Scenario = {
  name: 'a second start on one data directory names the process that holds it',
  engines: ['embedded'],
  play: async (stage) => {
    const place = await stage.place();
    const first = await stage.product({ place });
    const second = await runProgram('app/src/main.ts', [], { ...place.env, PORT: '0' });
    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(`\\b${String(first.program.pid)}\\b`));
    assert.doesNotMatch(second.err, /\n\s+at /, 'a sentence, not a stack');
    assert.equal((await fetch(`${first.url}/health`)).status, 200, 'the first goes on');
  },
};

export const ctrlC: Scenario = {
  name: 'Ctrl-C stops the product within five seconds and the next start goes on',
  engines: ['embedded', 'postgresql'],
  play: async (stage) => {
    const place = await stage.place();
    for (let round = 1; round <= 2; round++) {
      const product = await stage.product({ place });
      assert.equal((await fetch(`${product.url}/health`)).status, 200);
      const from = performance.now();
      await product.stop();
      assert.ok(performance.now() - from < STOP_MS, `stopped in ${String(Math.round(performance.now() - from))} ms`);
      await assert.rejects(fetch(`${product.url}/health`), 'nobody listens any more');
    }
  },
};

const malformed: readonly (readonly [name: string, env: Readonly<Record<string, string>>])[] = [
  ['PORT', { PORT: '70000' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'localhost' }],
  ['DEMO', { DEMO: 'yes' }],
  ['MASTER_KEY', { MASTER_KEY: 'c2hvcnQ=' }],
  ['MASTER_KEY', { DATABASE_URL: 'postgres://localhost/mia' }],
  ['ADMIN_PASSWORD', { ADMIN_EMAIL: 'ana@example.com', ADMIN_COMPANY: 'Loja' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['KAFKA_BROKERS', { KAFKA_BROKERS: 'localhost:9092' }],
];
export const configuration: Scenario = {
  name: 'a malformed or contradictory configuration is refused by name',
  engines: ['embedded'],
  play: async (stage) => {
    const place = await stage.place({ empty: true });
    const all = await Promise.all(malformed.map(async ([name, env]) => ({ name, env, ended: await runProgram('app/src/main.ts', [], { DATA_DIR: place.dataDir, PORT: '0', ...env }) })));
    for (const { name, env, ended } of all) {
      assert.equal(ended.code, 1, JSON.stringify(env));
      assert.match(ended.err, new RegExp(`^${name}: `, 'm'), JSON.stringify(env));
      assert.doesNotMatch(ended.err, /\n\s+at /, 'a sentence, not a stack');
    }
  },
};
