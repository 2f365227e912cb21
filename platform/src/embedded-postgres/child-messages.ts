/** How to reach the database, as the `pg` package wants it. */
export interface EmbeddedConnection {
  /** A directory with a Unix socket, or 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password?: string;
}

/** Where the gateway listens: a Unix socket protected by its directory, or loopback with a password (Windows). Port 0 chooses one. */
export type Listen = { readonly kind: 'unix' } | { readonly kind: 'tcp'; readonly port: number; readonly password: string };

export interface Stats {
  /** Files synced to the disk since the start. */
  readonly syncs: number;
  readonly transactions: number;
  /** Resident memory of the database process. */
  readonly rssBytes: number;
}

export type ToChild =
  | { readonly type: 'open'; readonly dataDir: string; readonly listen: Listen; readonly minFreeBytes: number }
  /** Also tells how much room is left on the disk. */
  | { readonly type: 'ping'; readonly id: number; readonly freeBytes: number | null }
  | { readonly type: 'stop' };

export type FromChild =
  | { readonly type: 'ready'; readonly connection: EmbeddedConnection }
  | { readonly type: 'in-use'; readonly pid: number }
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'pong'; readonly id: number; readonly stats: Stats }
  | { readonly type: 'warning'; readonly what: string; readonly why: string };

/** Between the child's main thread and the one in which PostgreSQL runs. */
export interface ThreadOptions {
  readonly directory: string;
  /** Path of a Unix socket, or a port on loopback. */
  readonly at: string | number;
  readonly password: string | null;
  readonly minFreeBytes: number;
}
export type ToThread = Exclude<ToChild, { type: 'open' }>;
export type FromThread =
  | { readonly type: 'listening'; readonly port: number | null }
  | { readonly type: 'pong'; readonly id: number; readonly syncs: number; readonly transactions: number }
  | Extract<FromChild, { type: 'warning' }>;
