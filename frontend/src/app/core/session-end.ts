import { Injectable } from '@angular/core';
import { Subject } from 'rxjs';

/** What the server says about this session by itself. Apart from `Session`, which needs Apollo, which needs this. */
@Injectable({ providedIn: 'root' })
export class SessionEnd {
  private readonly ends = new Subject<void>();
  /** The server no longer knows this session: expired, revoked, signed out elsewhere. */
  readonly happened = this.ends.asObservable();
  private readonly changes = new Subject<void>();
  /** The person may do other things than before. */
  readonly rightsChanged = this.changes.asObservable();

  lost(): void {
    this.ends.next();
  }

  changed(): void {
    this.changes.next();
  }
}
