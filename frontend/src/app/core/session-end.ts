import { Injectable } from '@angular/core';
import { Subject } from 'rxjs';

/** Says that the server no longer knows this session (expired, revoked, signed out elsewhere). Apart from `Session`, which needs Apollo, which needs this. */
@Injectable({ providedIn: 'root' })
export class SessionEnd {
  private readonly ends = new Subject<void>();
  readonly happened = this.ends.asObservable();

  lost(): void {
    this.ends.next();
  }
}
