import { Injectable } from '@angular/core';
import { Subject } from 'rxjs';

export type InboxKey = 'reply' | 'note' | 'attach' | 'template' | 'assign' | 'label' | 'snooze' | 'search';

/** What a key of the inbox asks for; the part of the screen that does it listens. */
@Injectable({ providedIn: 'root' })
export class InboxKeys {
  private readonly presses = new Subject<InboxKey>();
  readonly pressed = this.presses.asObservable();

  press(key: InboxKey): void {
    this.presses.next(key);
  }
}
