import { subscriber } from './subscriber.ts';

describe('a subscriber', () => {
  it('ends at once when its reader goes while nothing is there to be read', async () => {
    let closed = 0;
    const out = subscriber<number>({ closed: () => (closed += 1) });
    const reader = out.read();
    const next = reader.next();
    await reader.return();
    expect(closed).toBe(1);
    expect(await next).toEqual({ done: true, value: undefined });
  });
  it('reads what was pushed, the newest of a key, in order', async () => {
    const out = subscriber<string>({ closed: () => undefined });
    out.push('a', 'a1');
    out.push('b', 'b1');
    out.push('a', 'a2');
    const reader = out.read();
    expect([(await reader.next()).value, (await reader.next()).value]).toEqual(['b1', 'a2']);
    out.close();
    expect((await reader.next()).done).toBe(true);
  });
});
