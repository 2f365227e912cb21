import { openSqlEventStore } from '../event-store/sql.ts';
import { silent } from '../ports/log.ts';
import { openDatabase, type Connection } from '../postgres/database.ts';
import { eventDecoder } from './decode.ts';
import { rebuild } from './rebuild.ts';
import { derivedKeys, toyRegistry, toyView } from './testing.ts';

// A rebuild in a process of its own, to be killed: argument 1 is the connection.
const db = openDatabase({ connection: JSON.parse(process.argv[2]!) as Connection, lane: 'rebuild', max: 3, log: silent });
const store = await openSqlEventStore({ db, log: silent });
const decoder = eventDecoder({ registry: toyRegistry, vault: derivedKeys });
process.stdout.write('begun\n');
await rebuild([toyView()], { db, store, decoder, registry: toyRegistry, log: silent }, { pace: 'full', upTo: 'head', page: 5 });
process.stdout.write('done\n');
process.exit(0);
