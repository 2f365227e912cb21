import pg from 'pg';
import { openDatabase } from '../postgres/database.ts';
import { migrate } from '../postgres/migrate.ts';
import { openSqlEventStore } from './sql.ts';
import { silent } from '../ports/log.ts';
import { randomUUID } from 'node:crypto';
const raw = await import('/work/shared/prototypes/embedded-postgres/microbatch.mjs' as string);
const DJ = JSON.stringify({ conversationId: 'c-1234567890', from: '+5511999990000', text: 'Olá, tudo bem? Quero saber mais sobre o plano.', media: null, score: 0.73, tags: ['lead', 'whatsapp'] });
const META = JSON.stringify({ commandId: randomUUID(), actor: { kind: 'user', id: randomUUID() }, correlationId: randomUUID(), body: 'a'.repeat(64) });
const host = process.argv[2]!, secs = +(process.argv[3] ?? 2), reps = +(process.argv[4] ?? 2);
const admin = async (sql: string) => { const c = new pg.Client({ host, user: 'postgres', database: 'postgres' }); await c.connect(); await c.query(sql); await c.end(); };
const single = process.argv[5] === 'single';
const db1 = single ? 'postgres' : 'bench_raw', db2 = single ? 'postgres' : 'bench_ours';
if (!single) for (const d of [db1, db2]) { await admin(`drop database if exists ${d}`); await admin(`create database ${d}`); }
const pool = new pg.Pool({ host, user: 'postgres', database: db1, max: 8 });
await pool.query(raw.EVDDL); await pool.query(raw.FN);
const rawAppend = raw.appenderFn(pool);
const db = openDatabase({ connection: { host, user: 'postgres', database: db2 }, lane: 'log', max: 8, log: silent });
await migrate(db, { log: silent });
const store = await openSqlEventStore({ db, log: silent });
let s = 0;
const measure = async (c: number, append: (stream: string, rev: number) => Promise<unknown>) => {
  let n = 0; const end = performance.now() + secs * 1000; const t0 = performance.now(); const lat: number[] = []; const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: c }, async (_, w) => { let name = '', v = 50; while (performance.now() < end) { if (v >= 50) { name = `message-${randomUUID()}-${w}-${s++}`; v = 0; } const a = performance.now(); await append(name, v); lat.push(performance.now() - a); v++; n++; } }));
  lat.sort((a, b) => a - b); const u = process.cpuUsage(cpu);
  return { evs: Math.round(n / ((performance.now() - t0) / 1000)), p50: lat[(lat.length * 0.5) | 0]!.toFixed(2), p99: lat[(lat.length * 0.99) | 0]!.toFixed(2), jsUs: Math.round((u.user + u.system) / n) };
};
const at = new Date();
const T = randomUUID();
const ours = async (name: string, v: number) => { const x = await store.append(name, v === 0 ? 'none' : v - 1, [{ id: randomUUID(), type: 'MessageReceived', version: 1, tenant: T, domain: 'conversations', key: 'conversation-' + T, at, payload: DJ, metadata: META }]); if (!x.ok) throw new Error('conflict ' + JSON.stringify(x)); };
const med = (l: number[]) => l.sort((a, b) => a - b)[l.length >> 1]!;
for (const c of [1, 8, 32, 256]) { const A: number[] = [], B: number[] = [], R: number[] = [], ja: number[] = [], jb: number[] = [], pa: number[] = [], pb: number[] = [];
  for (let r = 0; r < reps; r++) { const a = await measure(c, (n, v) => rawAppend(n, v, [DJ])); const b = await measure(c, ours); A.push(a.evs); B.push(b.evs); R.push(b.evs / a.evs); ja.push(a.jsUs); jb.push(b.jsUs); pa.push(+a.p99); pb.push(+b.p99); }
  console.log(`c=${c}`, 'raw', med(A), 'max', Math.max(...A), 'ours', med(B), 'max', Math.max(...B), 'ratio', med(R).toFixed(2), 'max/max', (Math.max(...B) / Math.max(...A)).toFixed(2), 'js us/ev', med(ja), med(jb), 'p99', med(pa), med(pb)); }
{ let n = 0, at: any = 'start'; const t = performance.now(); for (;;) { const p = await store.all(at, { max: 1000 }); if (!p.events.length) break; n += p.events.length; at = p.next; } console.log('read all', Math.round(n / ((performance.now() - t) / 1000)), 'ev/s of', n); }
{ const streams = (await db.query<{stream: string}>('select stream from log.event tablesample system (5) where revision = 20 limit 2000')).rows.map((r) => r.stream); let n = 0; const t = performance.now(); await Promise.all(Array.from({ length: 32 }, async (_, w) => { for (let i = 0; i < 200; i++) { const e = await store.read(streams[(w * 61 + i) % streams.length]!, { from: 0, max: 100 }); n += e.length; } })); const ms = performance.now() - t; console.log('read streams', Math.round(6400 / (ms / 1000)), 'streams/s', Math.round(n / (ms / 1000)), 'ev/s'); }
await pool.end(); await db.close();
