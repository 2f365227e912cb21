import { checksDone, firstProblem, healthOf, isChecking } from './channel-health';
import { someChannel } from './testing/channel';

const NOW = new Date('2026-11-21T12:00:00Z').getTime();
const justNow = new Date(NOW - 2_000).toISOString();
const check = (
  step: 'TOKEN' | 'SECRET' | 'TEST_MESSAGE',
  state: 'OK' | 'FAILED' | 'PENDING' | 'NOT_CHECKED',
  code: string | null = null,
  checkedAt = justNow,
) => ({
  step,
  state,
  code,
  message: null,
  checkedAt,
});

describe('the health of a channel', () => {
  it('is ready when every line is', () => expect(healthOf(someChannel(), NOW)).toBe('ready'));
  it('is incomplete while a line is open', () =>
    expect(healthOf(someChannel({ checklist: [check('TOKEN', 'OK'), check('TEST_MESSAGE', 'NOT_CHECKED')] }), NOW)).toBe('incomplete'));
  it('is suspended whatever the checks say', () => expect(healthOf(someChannel({ state: 'SUSPENDED' }), NOW)).toBe('suspended'));
  it('is being checked while a line is looked at', () =>
    expect(healthOf(someChannel({ checklist: [check('TOKEN', 'PENDING')] }), NOW)).toBe('checking'));

  it('is not being checked when the provider has to catch up, when a person has to send the test, or when the answer never came', () => {
    expect(isChecking({ checklist: [check('TOKEN', 'PENDING', 'meta_busy')] }, NOW)).toBe(false);
    expect(isChecking({ checklist: [check('TEST_MESSAGE', 'PENDING')] }, NOW)).toBe(false);
    expect(isChecking({ checklist: [check('TOKEN', 'PENDING', null, new Date(NOW - 60_000).toISOString())] }, NOW)).toBe(false);
  });

  it('counts what is done, and names the first problem', () => {
    const checklist = [check('TOKEN', 'OK'), check('SECRET', 'FAILED', 'secret_wrong'), check('TEST_MESSAGE', 'FAILED')];
    expect(checksDone({ checklist })).toBe(1);
    expect(firstProblem({ checklist })?.step).toBe('SECRET');
    expect(firstProblem({ checklist: [check('TOKEN', 'OK')] })).toBeNull();
  });
});
