import assert from 'node:assert/strict';
import { runningProduct } from '../src/control.ts';
import { STOP_MS } from './product.ts';
import { runProgram } from './program.ts';
import type { Scenario } from './stage.ts';

/** Two starts on one data directory; Ctrl-C; a configuration that says nonsense. No browser is needed. */
export const secondStart: Scenario = {
  name: 'a second start on one data directory names the process that holds it',
  engines: ['embedded', 'postgresql'],
  play: async (stage) => {
    const place = await stage.place();
    const first = await stage.product({ place });
    for (const DEMO of ['on', 'off']) {
      const second = await runProgram('app/src/main.ts', [], { ...place.env, DEMO, PORT: '0' });
      assert.equal(second.code, 1);
      assert.match(second.err, new RegExp(`^the data directory .* is in use by process ${String(first.program.pid)}\\n$`));
    }
    assert.equal((await fetch(`${first.url}/health`)).status, 200, 'the first goes on');
    assert.equal((await runningProduct(place.dataDir))?.pid, first.program.pid, 'programs beside it still find it');
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

/** One environment each: what is malformed, and what contradicts itself. Every name must be told. */
const wrong: readonly { readonly env: Readonly<Record<string, string>>; readonly names: readonly string[] }[] = [
  {
    env: {
      PORT: '70000',
      HOST: 'no host',
      PUBLIC_URL: 'localhost',
      DEMO: 'yes',
      LOG_LEVEL: 'loud',
      MASTER_KEY: 'c2hvcnQ=',
      KAFKA_BROKERS: 'localhost:9092',
    },
    names: ['PORT', 'HOST', 'PUBLIC_URL', 'DEMO', 'LOG_LEVEL', 'MASTER_KEY', 'KAFKA_BROKERS'],
  },
  {
    env: { DATABASE_URL: 'postgres://localhost/mia', ADMIN_EMAIL: 'ana@example.com', ADMIN_COMPANY: 'Loja' },
    names: ['MASTER_KEY', 'ADMIN_PASSWORD'],
  },
];
export const configuration: Scenario = {
  name: 'a malformed or contradictory configuration is refused by name',
  engines: ['embedded'],
  play: async (stage) => {
    const place = await stage.place({ empty: true });
    for (const { env, names } of wrong) {
      const ended = await runProgram('app/src/main.ts', [], { DATA_DIR: place.dataDir, PORT: '0', ...env });
      assert.equal(ended.code, 1, JSON.stringify(env));
      for (const name of names) assert.match(ended.err, new RegExp(`^${name}: `, 'm'));
      assert.doesNotMatch(ended.err, /\n\s+at /, 'sentences, not a stack');
    }
  },
};
