import { TestBed } from '@angular/core/testing';
import { newCommandId } from './ids';
import { Sound } from './sound';
import { store, stored } from './storage';
import { Theme } from './theme';

describe('Theme', () => {
  beforeEach(() => localStorage.clear());
  it('marks the document and remembers', () => {
    const theme = TestBed.inject(Theme);
    theme.choose('dark');
    TestBed.tick();
    expect([document.documentElement.dataset['theme'], localStorage.getItem('mia.theme')]).toEqual(['dark', 'dark']);
    theme.choose('auto');
    TestBed.tick();
    expect([document.documentElement.dataset['theme'], localStorage.getItem('mia.theme')]).toEqual([undefined, null]);
  });
});

describe('Sound', () => {
  beforeEach(() => localStorage.clear());
  it('is off until chosen, then sounds at most every three seconds', () => {
    let made = 0;
    class Context {
      constructor() {
        made++;
      }
      resume() {
        return new Promise(() => undefined);
      }
    }
    Object.assign(window, { AudioContext: Context });
    const sound = TestBed.inject(Sound);
    expect(sound.chime()).toBe(false);
    const now = jest.spyOn(performance, 'now').mockReturnValue(10_000);
    sound.toggle();
    expect([sound.enabled(), sound.chime(), made]).toEqual([true, false, 1]);
    now.mockReturnValue(13_000);
    expect([sound.chime(), made]).toEqual([true, 1]);
  });
});

describe('storage', () => {
  it('survives a browser that forbids it', () => {
    const get = jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    const set = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    store('theme', 'dark');
    expect(stored('theme')).toBeNull();
    get.mockRestore();
    set.mockRestore();
  });
});

describe('newCommandId', () => {
  it('is a version 4 UUID, each time another', () => {
    expect(newCommandId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newCommandId()).not.toBe(newCommandId());
  });
});
