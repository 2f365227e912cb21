import { describeContract } from '../contracts/suite.ts';
import { timersCases } from '../contracts/timers.contract.ts';
import { silent } from '../ports/log.ts';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { fakeClock } from '../runtime/clock.ts';
import { testDatabases } from '../testing/postgres.ts';
import { openSqlTimers } from './sql.ts';

for (const engine of testDatabases())
  describeContract(`timers in SQL on ${engine.name}`, timersCases, async () => {
    const made = await engine.open();
    const open = () => openDatabase({ connection: made.connection, lane: 'queue', max: 3, log: silent });
    const [first, second] = [open(), open()];
    await migrate(first, { log: silent });
    const clock = fakeClock();
    const [timers, again] = await Promise.all([openSqlTimers({ db: first, clock }), openSqlTimers({ db: second, clock })]);
    return {
      subject: { timers, again, clock },
      close: async () => {
        await Promise.all([first.close(), second.close()]);
        await made.drop();
      },
    };
  });
