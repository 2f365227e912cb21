import { Injectable } from '@angular/core';
import { ApolloLink } from '@apollo/client';
import { tap } from 'rxjs';

/** After so long every view has passed a write, or the status chip says otherwise. */
const REMEMBER_MS = 30_000;

/** The newest position that this person's writes were answered with. */
@Injectable({ providedIn: 'root' })
export class Positions {
  private position: string | null = null;
  private until = 0;

  /** Positions sort in store order only at one width: of two widths the later answer counts. */
  saw(position: string, now = Date.now()): void {
    const old = this.newest(now);
    this.position = old !== null && old.length === position.length && old > position ? old : position;
    this.until = now + REMEMBER_MS;
  }

  newest(now = Date.now()): string | null {
    return now < this.until ? this.position : null;
  }
}

const positionsIn = (data: Record<string, unknown> | null | undefined): readonly string[] =>
  Object.values(data ?? {}).flatMap((payload) => {
    const position = typeof payload === 'object' && payload !== null && 'position' in payload ? payload.position : null;
    return typeof position === 'string' ? [position] : [];
  });

/** Sends `x-min-position` with every operation, learns positions from payloads, and tells whether an answer was marked stale. */
export const readYourWrites = (positions: Positions, stale: (yes: boolean) => void): ApolloLink =>
  new ApolloLink((operation, forward) => {
    const min = positions.newest();
    if (min !== null) {
      operation.setContext(({ headers }) => ({ headers: { ...(headers as Record<string, string> | undefined), 'x-min-position': min } }));
    }
    return forward(operation).pipe(
      tap((result) => {
        for (const position of positionsIn(result.data as Record<string, unknown> | null | undefined)) positions.saw(position);
        const asked = min !== null || result.extensions?.['stale'] !== undefined;
        if (asked) stale(result.extensions?.['stale'] === true);
      }),
    );
  });
