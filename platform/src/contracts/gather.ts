/** Collects what is pushed until `n` are there, or the time is over: an assertion then says what is missing. */
export const gather = <T>(
  n: number,
  ms: number,
): { readonly items: T[]; push(...items: readonly T[]): void; readonly done: Promise<void> } => {
  const items: T[] = [];
  let finish!: () => void;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const timer = setTimeout(finish, ms);
  return {
    items,
    push: (...more) => {
      items.push(...more);
      if (items.length < n) return;
      clearTimeout(timer);
      finish();
    },
    done: done.finally(() => clearTimeout(timer)),
  };
};
/** Whether a promise settles within a time. */
export const settlesWithin = async (p: Promise<unknown>, ms: number): Promise<boolean> => {
  let timer!: NodeJS.Timeout;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  return Promise.race([
    p.then(
      () => true,
      () => true,
    ),
    late,
  ]).finally(() => clearTimeout(timer));
};
