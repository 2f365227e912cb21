import type { ComponentFixture } from '@angular/core/testing';

/** Apollo delivers results on a macrotask that Angular does not track: lets it pass, then waits for rendering. */
export const settle = async (fixture: ComponentFixture<unknown>): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve));
  await fixture.whenStable();
};
