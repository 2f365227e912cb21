import { localValue, snoozeTimes } from './snooze-times';

const presets = (now: Date) => snoozeTimes(now).map((t) => `${t.preset} ${localValue(t.at)}`);

describe('snooze presets', () => {
  it('are an hour, three, tomorrow and Monday morning', () => {
    expect(presets(new Date(2026, 10, 18, 14, 30))).toEqual([
      'hour 2026-11-18T15:30',
      'threeHours 2026-11-18T17:30',
      'tomorrow 2026-11-19T09:00',
      'monday 2026-11-23T09:00',
    ]);
  });
  it('leave Monday out on a Sunday, and mean the next one on a Monday', () => {
    expect(presets(new Date(2026, 10, 22, 10)).some((p) => p.startsWith('monday'))).toBe(false);
    expect(presets(new Date(2026, 10, 23, 10)).at(-1)).toBe('monday 2026-11-30T09:00');
  });
});
