import { GraphQLError } from 'graphql';

/** Changes that a slow reader may have waiting; more, and it is told to read again. */
const WAITING_MAX = 200;

/** A bounded queue with an async reader. An item of a key that still waits is replaced: only the newest matters. */
export const subscriber = <T>(o: { readonly closed: () => void }) => {
  const waiting = new Map<string, T>();
  let wake: (() => void) | undefined;
  let over = false;
  let overflowed = false;
  const finish = (): void => {
    if (over) return;
    over = true;
    o.closed();
    wake?.();
  };
  async function* items<U>(prepare?: (items: readonly T[]) => Promise<readonly U[]>): AsyncGenerator<U, void, void> {
    try {
      for (;;) {
        while (waiting.size > 0) {
          const next = [...waiting.values()];
          waiting.clear();
          yield* prepare ? await prepare(next) : (next as readonly unknown[] as readonly U[]);
        }
        if (overflowed) throw new GraphQLError('too many changes were waiting: read again', { extensions: { code: 'RESYNC' } });
        if (over) return;
        await new Promise<void>((go) => {
          wake = go;
        });
        wake = undefined;
      }
    } finally {
      finish();
    }
  }
  return {
    push(key: string, item: T): void {
      if (over) return;
      const before = waiting.get(key);
      waiting.delete(key);
      waiting.set(key, before === undefined ? item : merged(before, item));
      if (waiting.size > WAITING_MAX) {
        overflowed = true;
        waiting.clear();
        finish();
      }
      wake?.();
    },
    /**
     * What waits, in order. `prepare` gets everything that waits at once and answers what is told of it: a round trip of its own serves many items, however far the reader is behind.
     */
    read<U = T>(prepare?: (items: readonly T[]) => Promise<readonly U[]>): AsyncGenerator<U, void, void> {
      const reader = items(prepare);
      const end = reader.return.bind(reader);
      // A generator ends only when what it awaits is there: without this a closed subscription would live until the next change.
      reader.return = (value) => {
        finish();
        return end(value);
      };
      return reader;
    },
    close: finish,
  };
};
/** A message that came in is not forgotten when a later change of its row replaces it. */
const merged = <T>(before: T, now: T): T =>
  typeof before === 'object' && before !== null && 'incoming' in before && before.incoming === true ? { ...now, incoming: true } : now;
