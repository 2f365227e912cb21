import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Apollo } from 'apollo-angular';
import { Live } from '../core/live';
import { Session } from '../core/session';
import { SystemStatusChangedDocument, SystemStatusNowDocument, type SystemStatusFieldsFragment } from './system-status.gql';

/** The installation's status, watched while the shell is open: it also keeps the socket open, and tells `Live` the lag. */
@Injectable()
export class SystemLive {
  private readonly apollo = inject(Apollo);
  private readonly live = inject(Live);
  private readonly destroy = inject(DestroyRef);
  private readonly now = signal<SystemStatusFieldsFragment | null>(null);
  readonly status = this.now.asReadonly();

  constructor() {
    if (!inject(Session).can('system.read')) return;
    // Both may fail while the server is away: the socket's own state then tells; the query runs again after the reconnect.
    this.apollo
      .watchQuery({ query: SystemStatusNowDocument, fetchPolicy: 'network-only' })
      .valueChanges.pipe(takeUntilDestroyed(this.destroy))
      .subscribe({ next: ({ data, dataState }) => dataState === 'complete' && this.take(data.systemStatus), error: () => undefined });
    this.apollo
      .subscribe({ query: SystemStatusChangedDocument })
      .pipe(takeUntilDestroyed(this.destroy))
      .subscribe({ next: ({ data }) => data && this.take(data.systemStatusChanged), error: () => undefined });
  }

  private take(status: SystemStatusFieldsFragment): void {
    this.now.set(status);
    this.live.lagMs.set(status.lagMs);
  }
}
