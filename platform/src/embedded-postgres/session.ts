import { channelOf, errorField, errorResponse, query, readAnswer, sync } from './backend-messages.ts';
import type { Engine } from './engine.ts';
import { createLaneQueue } from './lanes.ts';
import type { Lane } from './lanes.ts';

/** A transaction that waits for its client longer than this is killed: everybody else waits for it (DESIGN 26). */
export const IDLE_IN_TRANSACTION_MS = 1000;

/** What frees space may write when the disk is nearly full. */
const WRITES_ON_A_FULL_DISK: ReadonlySet<Lane> = new Set(['vacuum']);
const READ_ONLY_TRANSACTION = '25006';
const ROLLBACK = Buffer.concat([sync, query('rollback')]);

/** A connection as the session sees it. */
export interface Client {
  readonly lane: Lane;
  send(bytes: Buffer): void;
  /** Says why and closes; `leave` follows. */
  kill(code: string, why: string): void;
}

/** Messages up to and including Sync, Flush or a simple query, and the channels that they listen to. */
export interface Batch {
  readonly messages: Buffer;
  readonly listen: readonly string[];
  readonly unlisten: readonly string[];
}

export interface Member {
  submit(batch: Batch): void;
  /** Batches not yet run. */
  backlog(): number;
  /** The connection is gone: its transaction is rolled back, its statements and channels are dropped. */
  leave(prepared: readonly Buffer[]): void;
}

export interface Session {
  join(client: Client): Member;
  /** Runs a job between transactions, in its lane's turn. */
  between<T>(lane: Lane, job: () => T): Promise<T>;
  /** On a nearly full disk write transactions fail with 53100, reads go on. */
  allowWrites(allowed: boolean): void;
  /** True when nobody has used the session for so long. */
  idleFor(ms: number): boolean;
  /** Transactions so far. */
  transactions(): number;
  /** Rolls back what is open and runs nothing more. */
  close(): void;
}

interface Lease extends Client {
  readonly batches: Batch[];
  readonly channels: Set<string>;
  queued: boolean;
  left: boolean;
}

/**
 * The one PostgreSQL session, lent to one connection at a time: from its first batch until ReadyForQuery says that no transaction is open.
 * Between two leases the event loop gets a turn, so that who has arrived meanwhile takes part in the choice by lane.
 */
export function createSession(engine: Engine, now: () => number, idleInTransactionMs = IDLE_IN_TRANSACTION_MS): Session {
  const members = new Set<Lease>();
  const waiting = createLaneQueue<Lease | (() => void)>(now);
  let owner: Lease | null = null;
  let idleTimer: NodeJS.Timeout | undefined;
  let scheduled = false;
  let unlistened = false;
  let diskFull = false;
  let readOnly = false;
  let lastUse = now();
  let transactions = 0;
  let closed = false;

  const schedule = () => {
    if (scheduled || owner || waiting.size() === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      if (closed) return;
      const next = owner ? undefined : waiting.take();
      if (typeof next === 'function') next();
      else if (next) lend(next);
      schedule();
    });
  };

  const lend = (lease: Lease) => {
    lease.queued = false;
    const wanted = diskFull && !WRITES_ON_A_FULL_DISK.has(lease.lane);
    if (wanted !== readOnly) engine.run(query(`set default_transaction_read_only = ${wanted ? 'on' : 'off'}`));
    readOnly = wanted;
    owner = lease;
    transactions += 1;
    runBatches(lease);
  };

  const runBatches = (lease: Lease) => {
    while (owner === lease) {
      const batch = lease.batches.shift();
      if (!batch) break;
      clearTimeout(idleTimer);
      const answer = readAnswer(engine.run(batch.messages), readOnly ? diskFullError : undefined);
      lastUse = now();
      if (!answer.failed) subscribe(lease, batch);
      if (answer.status === 'I') release();
      lease.send(answer.forClient);
      for (const notification of answer.notifications) forward(notification);
    }
    if (owner === lease)
      idleTimer = setTimeout(() => lease.kill('25P03', 'terminating connection due to idle-in-transaction timeout'), idleInTransactionMs);
    else if (lease.batches.length > 0) enqueue(lease);
  };

  const release = () => {
    owner = null;
    if (unlistened) {
      unlistened = false;
      listenAgain();
    }
  };

  const enqueue = (lease: Lease) => {
    if (!lease.queued) waiting.push(lease.lane, lease);
    lease.queued = true;
    schedule();
  };

  const subscribe = (lease: Lease, batch: Batch) => {
    for (const channel of batch.listen) lease.channels.add(channel);
    for (const channel of batch.unlisten) {
      if (channel === '*') lease.channels.clear();
      else lease.channels.delete(channel);
      unlistened = true;
    }
  };
  const forward = (notification: Buffer) => {
    const channel = channelOf(notification);
    for (const member of members) if (member.channels.has(channel)) member.send(notification);
  };
  /** One connection's UNLISTEN is the whole session's: what others listen to is subscribed again before anything else runs. */
  const listenAgain = () => {
    const channels = new Set([...members].flatMap((member) => [...member.channels]));
    if (channels.size > 0) engine.run(query([...channels].map((channel) => `listen ${quoted(channel)}`).join(';')));
  };

  const between = <T>(lane: Lane, job: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push(lane, () => {
        try {
          resolve(job());
        } catch (e) {
          reject(e instanceof Error ? e : new Error(String(e)));
        }
      });
      schedule();
    });

  const leave = (lease: Lease, prepared: readonly Buffer[]) => {
    if (lease.left) return;
    lease.left = true;
    members.delete(lease);
    lease.batches.length = 0;
    waiting.remove(lease);
    if (closed) return;
    if (owner === lease) {
      clearTimeout(idleTimer);
      // Sync first: after an error in an unfinished batch PostgreSQL skips everything else.
      engine.run(ROLLBACK);
      release();
    }
    if (prepared.length > 0 || lease.channels.size > 0) {
      void between(lease.lane, () => {
        if (prepared.length > 0) engine.run(Buffer.concat([...prepared, sync]));
        const silent = [...lease.channels].filter((channel) => ![...members].some((member) => member.channels.has(channel)));
        if (silent.length > 0) engine.run(query(silent.map((channel) => `unlisten ${quoted(channel)}`).join(';')));
      });
    }
    schedule();
  };

  return {
    join: (client) => {
      const lease: Lease = {
        lane: client.lane,
        send: (bytes) => client.send(bytes),
        kill: (code, why) => client.kill(code, why),
        batches: [],
        channels: new Set(),
        queued: false,
        left: false,
      };
      members.add(lease);
      return {
        submit: (batch) => {
          if (closed) return;
          lease.batches.push(batch);
          if (owner === lease) runBatches(lease);
          else enqueue(lease);
          schedule();
        },
        backlog: () => lease.batches.length,
        leave: (prepared) => leave(lease, prepared),
      };
    },
    between,
    allowWrites: (allowed) => {
      diskFull = !allowed;
    },
    idleFor: (ms) => !owner && waiting.size() === 0 && now() - lastUse >= ms,
    transactions: () => transactions,
    close: () => {
      if (owner) engine.run(ROLLBACK);
      clearTimeout(idleTimer);
      closed = true;
    },
  };
}

const quoted = (channel: string) => `"${channel.replaceAll('"', '""')}"`;

const diskFullError = (error: Buffer): Buffer =>
  errorField(error, 'C') === READ_ONLY_TRANSACTION
    ? errorResponse('ERROR', '53100', 'the disk is nearly full: the embedded database takes no writes until there is room again')
    : error;
