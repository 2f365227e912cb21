import { DestroyRef, Injectable, inject, signal } from '@angular/core';

const STEP_MS = 15_000;

/** The present as a signal (milliseconds), fine enough for relative times and countdowns. */
@Injectable({ providedIn: 'root' })
export class Now {
  private readonly time = signal(Date.now());
  readonly ms = this.time.asReadonly();

  constructor() {
    const timer = setInterval(() => this.time.set(Date.now()), STEP_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
