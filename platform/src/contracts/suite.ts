/** The cases that every adapter of a port must pass, by name. Each takes a subject that other cases have used before it. */
export type Cases<S> = Readonly<Record<string, (subject: S) => Promise<void>>>;

/** Runs a contract's cases on one adapter, opened once. */
export const describeContract = <S>(
  name: string,
  cases: Cases<S>,
  open: () => Promise<{ readonly subject: S; close(): Promise<void> }>,
): void => {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    }, 60_000);
    afterAll(() => opened?.close());
    for (const [what, run] of Object.entries(cases)) it(what, () => run(opened.subject), 20_000);
  });
};

/** The case must fail on the subject, and by an assertion. */
export const expectCaught = async <S>(cases: Cases<S>, by: string, subject: S): Promise<void> => {
  const run = cases[by];
  if (!run) throw new Error(`no case is called "${by}"`);
  const failure = await run(subject).then(
    () => 'passed',
    (e: unknown) => String(e),
  );
  expect(failure).toContain('expect(');
};
/** A suite is worth what it catches: each broken adapter, and the case that finds it. */
export const itCatches = <S>(cases: Cases<S>, broken: Readonly<Record<string, { readonly by: string; readonly make: () => S }>>): void => {
  for (const [fault, { by, make }] of Object.entries(broken))
    it(`catches an adapter that ${fault}`, () => expectCaught(cases, by, make()), 20_000);
};
