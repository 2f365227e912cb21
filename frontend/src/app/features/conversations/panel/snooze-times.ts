export type SnoozePreset = 'hour' | 'threeHours' | 'tomorrow' | 'monday';
/** The hour at which a working day is taken to begin, in the viewer's time zone. */
const MORNING = 9;

/** Presets of a snooze and the moments they mean; "Monday" is left out when it is tomorrow. */
export const snoozeTimes = (now: Date): readonly { readonly preset: SnoozePreset; readonly at: Date }[] => {
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { preset: 'hour', at: new Date(now.getTime() + 3_600_000) },
    { preset: 'threeHours', at: new Date(now.getTime() + 3 * 3_600_000) },
    { preset: 'tomorrow', at: morning(1) },
    ...(toMonday === 1 ? [] : [{ preset: 'monday' as const, at: morning(toMonday) }]),
  ];
};

/** The value of a date-time field: local time without zone. */
export const localValue = (d: Date): string => {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
};
