import { TestBed } from '@angular/core/testing';

const LIMIT_MS = 3_000;

/** Renders until it is so; fails when it does not come to be. */
export const until = async (so: () => boolean): Promise<void> => {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    TestBed.tick();
    if (so()) return;
    if (Date.now() > end) throw new Error(`not so after ${LIMIT_MS} ms: ${so.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
