import { createHash } from 'node:crypto';
import { silent } from '../ports/log.ts';
import { openDatabase, type Connection } from '../postgres/database.ts';
import { openSqlEventStore } from './sql.ts';

// A process of the spec `many-processes`: node append-many.child.ts NAME EVENTS CONNECTION. Appends its events over 48 writers, every 250th one to a stream
// that all processes share; prints the last position that it was answered.
const [name, events, connection] = process.argv.slice(2) as [string, string, string];
const db = openDatabase({ connection: JSON.parse(connection) as Connection, lane: 'log', max: 2, log: silent });
const store = await openSqlEventStore({ db, log: silent });
const WRITERS = 48;
const id = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
const event = (i: number) => ({
  id: id(`${name}-${i}`),
  type: 'Counted',
  version: 1,
  tenant: id('tenant'),
  domain: 'samples',
  key: name,
  at: new Date(0),
  payload: `{"of":"${name}","n":${i}}`,
  metadata: '{}',
});

let next = 0;
let last = '';
const seen = (position: string): void => {
  if (position > last) last = position;
};
const write = async (writer: number): Promise<void> => {
  for (let revision = -1, i = next++; i < Number(events); i = next++) {
    const shared = i % 250 === 0;
    if (!shared) {
      const answer = await store.append(`${name}-${writer}`, revision < 0 ? 'none' : revision, [event(i)]);
      if (!answer.ok) throw new Error(`nobody else writes ${name}-${writer}`);
      revision = answer.revision;
      seen(answer.position);
      continue;
    }
    for (;;) {
      const [top] = await store.read('shared', { from: -1, back: true, max: 1 });
      const answer = await store.append('shared', top?.revision ?? 'none', [event(i)]);
      if (!answer.ok) continue;
      seen(answer.position);
      break;
    }
  }
};
await Promise.all(Array.from({ length: WRITERS }, (_, w) => write(w)));
process.stdout.write(last);
await store.close();
await db.close();
