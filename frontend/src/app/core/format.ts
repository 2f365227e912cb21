import { Injectable, computed, inject } from '@angular/core';
import { I18n } from './i18n';
import { Now } from './now';
import { formatPhone } from './phone-format';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type When = string | number | Date;
const date = (w: When): Date => (w instanceof Date ? w : new Date(w));
const startOfDay = (d: Date): number => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
/** Whole calendar days between two moments, in the viewer's time zone; rounded, since a day may have 23 or 25 hours. */
const daysBetween = (from: Date, to: Date): number => Math.round((startOfDay(to) - startOfDay(from)) / DAY);

/** Dates, numbers and phones in the language of the screen. All methods read signals: a template that calls them follows language and time. */
@Injectable({ providedIn: 'root' })
export class Format {
  private readonly i18n = inject(I18n);
  private readonly now = inject(Now);
  private readonly language = this.i18n.language;
  private readonly timeOf = computed(() => new Intl.DateTimeFormat(this.language(), { hour: '2-digit', minute: '2-digit' }));
  private readonly dateOf = computed(() => new Intl.DateTimeFormat(this.language(), { day: '2-digit', month: '2-digit', year: 'numeric' }));
  private readonly dayOf = computed(() => new Intl.DateTimeFormat(this.language(), { day: 'numeric', month: 'short' }));
  private readonly longDayOf = computed(() => new Intl.DateTimeFormat(this.language(), { weekday: 'long', day: 'numeric', month: 'long' }));
  private readonly longDayYearOf = computed(
    () => new Intl.DateTimeFormat(this.language(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  );
  private readonly weekdayOf = computed(() => new Intl.DateTimeFormat(this.language(), { weekday: 'short' }));
  private readonly fullOf = computed(() => new Intl.DateTimeFormat(this.language(), { dateStyle: 'long', timeStyle: 'medium' }));
  private readonly relativeOf = computed(() => new Intl.RelativeTimeFormat(this.language(), { numeric: 'auto', style: 'short' }));
  private readonly relativeDay = computed(() => new Intl.RelativeTimeFormat(this.language(), { numeric: 'auto' }));
  private readonly numberOf = computed(() => new Intl.NumberFormat(this.language()));
  private readonly bytesOf = computed(() => new Intl.NumberFormat(this.language(), { maximumFractionDigits: 1 }));

  /** 14:05 */
  time(w: When): string {
    return this.timeOf().format(date(w));
  }
  /** 21/11/2026 */
  date(w: When): string {
    return this.dateOf().format(date(w));
  }
  /** 21 de novembro de 2026 às 14:05:09, for tooltips. */
  full(w: When): string {
    return this.fullOf().format(date(w));
  }
  /** For list rows: the time today, yesterday's word, the weekday this week, else the date. */
  listTime(w: When): string {
    const d = date(w);
    const today = new Date(this.now.ms());
    const days = daysBetween(d, today);
    if (days <= 0) return this.time(d);
    if (days === 1) return this.relativeDay().format(-1, 'day');
    if (days < 7) return this.weekdayOf().format(d);
    return d.getFullYear() === today.getFullYear() ? this.dayOf().format(d) : this.date(d);
  }
  /** For day separators: today, yesterday, else the long date. */
  dayLabel(w: When): string {
    const d = date(w);
    const today = new Date(this.now.ms());
    const days = daysBetween(d, today);
    if (days === 0 || days === 1) return capital(this.relativeDay().format(-days, 'day'));
    return capital((d.getFullYear() === today.getFullYear() ? this.longDayOf() : this.longDayYearOf()).format(d));
  }
  /** For sentences: hoje, 14:05; amanhã, 09:00; segunda-feira, 23 de novembro, 09:00 */
  moment(w: When): string {
    const d = date(w);
    const today = new Date(this.now.ms());
    const days = daysBetween(d, today);
    const day =
      Math.abs(days) <= 1
        ? this.relativeDay().format(-days, 'day')
        : (d.getFullYear() === today.getFullYear() ? this.longDayOf() : this.longDayYearOf()).format(d);
    return `${day}, ${this.time(d)}`;
  }
  /** há 5 min, em 3 h, ontem */
  relative(w: When): string {
    const ms = date(w).getTime() - this.now.ms();
    const size = Math.abs(ms);
    if (size < 45_000) return this.relativeOf().format(0, 'second');
    if (size < HOUR) return this.relativeOf().format(Math.round(ms / MINUTE), 'minute');
    if (size < DAY) return this.relativeOf().format(Math.round(ms / HOUR), 'hour');
    return this.relativeOf().format(Math.round(ms / DAY), 'day');
  }
  /** What is left until a moment, short: 3 h 20 min, 12 min; null when it is over. */
  left(w: When): string | null {
    const ms = date(w).getTime() - this.now.ms();
    if (ms <= 0) return null;
    const minutes = Math.max(1, Math.floor(ms / MINUTE));
    const hours = Math.floor(minutes / 60);
    if (hours === 0) return `${minutes} min`;
    return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  }
  number(n: number): string {
    return this.numberOf().format(n);
  }
  /** A count that is only known up to a cap: 99+ */
  capped(n: number, cap: number): string {
    return n >= cap ? `${this.number(cap)}+` : this.number(n);
  }
  /** 1,4 MB (decimal units, as phones show them). */
  bytes(n: number): string {
    const units = ['B', 'kB', 'MB', 'GB'] as const;
    const step = Math.min(units.length - 1, n < 1 ? 0 : Math.floor(Math.log10(n) / 3));
    return `${this.bytesOf().format(n / 1000 ** step)} ${units[step] ?? 'B'}`;
  }
  phone(e164: string): string {
    return formatPhone(e164);
  }
}

const capital = (s: string): string => s.charAt(0).toLocaleUpperCase() + s.slice(1);

/** Whether two moments fall on one calendar day of the viewer. */
export const sameDay = (a: When, b: When): boolean => startOfDay(date(a)) === startOfDay(date(b));
