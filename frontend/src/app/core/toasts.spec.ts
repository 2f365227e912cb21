import { TestBed } from '@angular/core/testing';
import { Toasts } from './toasts';

describe('Toasts', () => {
  let toasts: Toasts;
  beforeEach(() => {
    jest.useFakeTimers();
    toasts = TestBed.inject(Toasts);
  });
  afterEach(() => jest.useRealTimers());
  const shown = () => toasts.shown().map((t) => t.text);

  it('go by themselves', () => {
    toasts.say('a');
    jest.advanceTimersByTime(5_999);
    expect(shown()).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(shown()).toEqual([]);
  });

  it('stay while held', () => {
    const id = toasts.say('a');
    toasts.hold(id);
    jest.advanceTimersByTime(60_000);
    expect(shown()).toEqual(['a']);
    toasts.resume(id);
    jest.advanceTimersByTime(6_000);
    expect(shown()).toEqual([]);
  });

  it('undo once, the newest first', () => {
    const done: string[] = [];
    toasts.say('a', { action: { label: 'undo', run: () => done.push('a') } });
    toasts.say('b', { action: { label: 'undo', run: () => done.push('b') } });
    toasts.say('c');
    expect([toasts.undoNewest(), toasts.undoNewest(), toasts.undoNewest()]).toEqual([true, true, false]);
    expect(done).toEqual(['b', 'a']);
  });

  it('are three at most', () => {
    for (const text of ['a', 'b', 'c', 'd']) toasts.say(text);
    expect(shown()).toEqual(['b', 'c', 'd']);
  });
});
