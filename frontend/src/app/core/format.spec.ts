import { TestBed } from '@angular/core/testing';
import { signal } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { texts } from '../../testing/texts';
import { Format, sameDay } from './format';
import { Now } from './now';

const at = new Date(2026, 10, 21, 14, 30).getTime();
const ago = (days: number, hours = 0) => new Date(2026, 10, 21 - days, 14 - hours, 30);

const format = (language: 'pt-BR' | 'en' = 'pt-BR') => {
  TestBed.configureTestingModule({ imports: [texts(language)], providers: [{ provide: Now, useValue: { ms: signal(at) } }] });
  return TestBed.inject(Format);
};
const plain = (s: string | null) => s?.replace(/[\u202f\u00a0]/g, ' ');

describe('Format', () => {
  it('shortens times of list rows with their age', () => {
    const f = format();
    expect(f.listTime(ago(0, 2))).toBe('12:30');
    expect(f.listTime(ago(1))).toBe('ontem');
    expect(f.listTime(ago(3))).toBe('qua.');
    expect(plain(f.listTime(ago(20)))).toBe('1 de nov.');
    expect(f.listTime(new Date(2025, 0, 5))).toBe('05/01/2025');
  });

  it('names days for separators', () => {
    const f = format();
    expect(f.dayLabel(ago(0))).toBe('Hoje');
    expect(f.dayLabel(ago(1))).toBe('Ontem');
    expect(f.dayLabel(ago(2))).toBe('Quinta-feira, 19 de novembro');
    expect(f.dayLabel(new Date(2025, 0, 5))).toBe('Domingo, 5 de janeiro de 2025');
  });

  it('says how long ago and how long still', () => {
    const f = format();
    expect(plain(f.relative(at - 10_000))).toBe('agora');
    expect(plain(f.relative(at - 5 * 60_000))).toBe('há 5 min.');
    expect(plain(f.relative(at + 3 * 3_600_000))).toBe('em 3 h');
    expect(f.left(at + 12 * 60_000)).toBe('12 min');
    expect(f.left(at + 200 * 60_000)).toBe('3 h 20 min');
    expect(f.left(at + 24 * 3_600_000)).toBe('24 h');
    expect(f.left(at - 1)).toBeNull();
  });

  it('counts bytes and capped numbers', () => {
    const f = format();
    expect([f.bytes(0), f.bytes(999), f.bytes(1_400_000), f.bytes(5e12)]).toEqual(['0 B', '999 B', '1,4 MB', '5.000 GB']);
    expect([f.capped(5, 99), f.capped(99, 99), f.capped(1000, 1000)]).toEqual(['5', '99+', '1.000+']);
  });

  it('follows the language', () => {
    const f = format();
    TestBed.inject(TranslocoService).setActiveLang('en');
    expect(f.dayLabel(ago(1))).toBe('Yesterday');
    expect(f.number(1234.5)).toBe('1,234.5');
  });

  it('knows one day from the next', () => {
    expect(sameDay(new Date(2026, 1, 1, 0, 0), new Date(2026, 1, 1, 23, 59))).toBe(true);
    expect(sameDay(new Date(2026, 1, 1, 23, 59), new Date(2026, 1, 2, 0, 0))).toBe(false);
  });
});
