import { DestroyRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Shortcuts, keyOf } from './shortcuts';

const press = (key: string, o: KeyboardEventInit = {}, target: EventTarget = document.body) => {
  const e = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...o });
  target.dispatchEvent(e);
  return e.defaultPrevented;
};

describe('Shortcuts', () => {
  const ran: string[] = [];
  let shortcuts: Shortcuts;
  const add = (keys: string, o: { typing?: boolean; also?: string[]; until?: DestroyRef } = {}) => {
    const { until, ...rest } = o;
    shortcuts.add([{ keys, label: keys, group: 'g', run: () => ran.push(keys), ...rest }], until ?? TestBed.inject(DestroyRef));
  };
  beforeEach(() => {
    ran.length = 0;
    document.body.innerHTML = '<input id="text"><div id="edit" contenteditable></div>';
    shortcuts = TestBed.inject(Shortcuts);
  });

  it('run, and keep the browser from doing its own', () => {
    add('j');
    expect(press('j')).toBe(true);
    expect(press('k')).toBe(false);
    expect(ran).toEqual(['j']);
  });

  it('tell a letter from the same one with Shift, and name what a key writes', () => {
    add('e');
    add('Shift+e');
    add('?');
    press('E', { shiftKey: true });
    press('e');
    press('?', { shiftKey: true });
    expect(ran).toEqual(['Shift+e', 'e', '?']);
  });

  it('work with Caps Lock on', () => {
    add('e');
    press('E');
    expect(ran).toEqual(['e']);
  });

  it('stay quiet while somebody types, unless meant for it', () => {
    add('j');
    add('Ctrl+Enter', { typing: true });
    const input = document.getElementById('text') as HTMLInputElement;
    press('j', {}, input);
    press('Enter', { ctrlKey: true }, input);
    press('Enter', { metaKey: true }, input);
    expect(ran).toEqual(['Ctrl+Enter', 'Ctrl+Enter']);
  });

  it('stay quiet under a dialog', () => {
    add('j');
    document.body.innerHTML += '<div aria-modal="true"></div>';
    press('j');
    expect(ran).toEqual([]);
  });

  it('know sequences, and forget a first key that is too old', () => {
    const times = [0, 100, 5_000, 8_000];
    add('g i');
    const at = (key: string) => {
      const e = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      Object.defineProperty(e, 'timeStamp', { value: times.shift() });
      document.body.dispatchEvent(e);
    };
    at('g');
    at('i');
    expect(ran).toEqual(['g i']);
    at('g');
    at('i');
    expect(ran).toEqual(['g i']);
  });

  it('know a Mac letter under Alt by its place', () =>
    expect(keyOf({ key: '∆', code: 'KeyJ', altKey: true, ctrlKey: false, metaKey: false, shiftKey: false })).toBe('Alt+j'));

  it('of a screen go with it; the newer of two wins', () => {
    const ends: (() => void)[] = [];
    add('e');
    shortcuts.add([{ keys: 'e', label: 'newer', group: 'g', run: () => ran.push('newer') }], {
      onDestroy: (f: () => void) => (ends.push(f), () => undefined),
    } as DestroyRef);
    press('e');
    expect(shortcuts.groups().get('g')).toHaveLength(1);
    ends.forEach((f) => f());
    press('e');
    expect(ran).toEqual(['newer', 'e']);
  });
});
