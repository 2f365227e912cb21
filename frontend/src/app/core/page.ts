import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Leaves the running console for a fresh one: nothing of one person or company stays in memory for the next. */
@Injectable({ providedIn: 'root' })
export class Page {
  private readonly document = inject(DOCUMENT);

  restartAt(path: string): void {
    this.document.defaultView?.location.assign(path);
  }
}
