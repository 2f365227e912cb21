import { DOCUMENT, DestroyRef, Injectable, InjectionToken, computed, inject, signal } from '@angular/core';
import { createClient, type Client } from 'graphql-ws';
import { Subject } from 'rxjs';
import { ENOUGH, FORBIDDEN, RIGHTS_CHANGED, codeOf } from './close-codes';
import { liveState } from './live-state';
import { SessionEnd } from './session-end';

const PING_MS = 12_000;
/** A socket that does not answer a ping for so long is taken as dead and opened again. */
const PONG_MS = 5_000;
/** A drop shorter than this is not shown. */
const BLINK_MS = 1_500;
/** From the acknowledged socket to subscriptions that the server follows; what was read before may have missed a change. */
const SETTLE_MS = 300;
const MAX_WAIT_MS = 8_000;
/** A connection that ends sooner counts as a failed try: the next waits longer. */
const LASTING_MS = 10_000;

/** The browser's WebSocket; tests give their own. */
export const WEB_SOCKET = new InjectionToken<unknown>('WebSocket', { factory: () => inject(DOCUMENT).defaultView?.WebSocket });

/** Owns the one graphql-ws client: connected while anything is subscribed, for ever trying again; tells how live the screen is. */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly session = inject(SessionEnd);
  private readonly open = signal(false);
  private readonly away = signal(false);
  private readonly network = signal(this.window?.navigator.onLine ?? true);
  private readonly latency = signal<number | null>(null);
  /** Told by the subscription to the system's status. */
  readonly lagMs = signal(0);
  /** Told by answers to queries. */
  readonly stale = signal(false);
  readonly latencyMs = this.latency.asReadonly();
  readonly state = computed(() =>
    liveState({
      network: this.network(),
      open: this.open(),
      away: this.away(),
      latencyMs: this.latency(),
      lagMs: this.lagMs(),
      stale: this.stale(),
    }),
  );
  private readonly again = new Subject<void>();
  /** The socket is there, for the first time or after a drop: whatever is on the screen was read before and must be fetched again. */
  readonly reconnected = this.again.asObservable();

  private openAt = 0;
  /** Connections in a row that did not last. */
  private brief = 0;
  private settle: ReturnType<typeof setTimeout> | undefined;
  private blink: ReturnType<typeof setTimeout> | undefined;
  private pong: ReturnType<typeof setTimeout> | undefined;
  private pingAt = 0;
  private hurry: (() => void) | null = null;

  readonly client: Client = createClient({
    url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    webSocketImpl: inject(WEB_SOCKET),
    lazy: true,
    lazyCloseTimeout: 2_000,
    retryAttempts: Infinity,
    // Whoever was signed out need not ask again; everything else passes: the server restarts, drops changes, changes rights.
    shouldRetry: (event) => codeOf(event) !== FORBIDDEN,
    retryWait: (retries) => this.wait(Math.min(MAX_WAIT_MS, 250 * 2 ** Math.max(retries, this.brief - 1)) * (0.75 + Math.random() / 2)),
    keepAlive: PING_MS,
    on: {
      connected: () => this.onOpen(),
      closed: (event) => this.onClosed(codeOf(event)),
      ping: (received) => {
        if (received) return;
        this.pingAt = performance.now();
        clearTimeout(this.pong);
        this.pong = setTimeout(() => this.client.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (!received) return;
        clearTimeout(this.pong);
        this.latency.set(Math.round(performance.now() - this.pingAt));
      },
    },
  });

  constructor() {
    const online = () => {
      this.network.set(true);
      this.hurry?.();
    };
    const offline = () => this.network.set(false);
    const seen = () => {
      if (this.window?.document.visibilityState === 'visible') this.hurry?.();
    };
    this.window?.addEventListener('online', online);
    this.window?.addEventListener('offline', offline);
    this.window?.document.addEventListener('visibilitychange', seen);
    inject(DestroyRef).onDestroy(() => {
      this.window?.removeEventListener('online', online);
      this.window?.removeEventListener('offline', offline);
      this.window?.document.removeEventListener('visibilitychange', seen);
      clearTimeout(this.blink);
      clearTimeout(this.pong);
      clearTimeout(this.settle);
      void this.client.dispose();
    });
  }

  private onOpen(): void {
    clearTimeout(this.blink);
    this.blink = undefined;
    this.open.set(true);
    this.openAt = performance.now();
    this.away.set(false);
    this.stale.set(false);
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.again.next(), SETTLE_MS);
  }

  private onClosed(code: number | null): void {
    clearTimeout(this.pong);
    clearTimeout(this.settle);
    if (this.open() && code !== ENOUGH) this.brief = performance.now() - this.openAt < LASTING_MS ? this.brief + 1 : 0;
    if (code === FORBIDDEN) this.session.lost();
    if (code === RIGHTS_CHANGED) this.session.changed();
    this.open.set(false);
    this.latency.set(null);
    // Failed tries close too: the time counts from the first drop.
    this.blink ??= setTimeout(() => this.away.set(!this.open()), BLINK_MS);
  }

  /** Waits, or goes on at once when the network or the person comes back. */
  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.hurry = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.hurry = done;
    });
  }
}
