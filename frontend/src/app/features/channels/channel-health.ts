import type { ChannelFieldsFragment } from './channels.gql';

type Check = ChannelFieldsFragment['checklist'][number];
type Checked = Pick<ChannelFieldsFragment, 'checklist'>;

/** A check that was begun and has not answered after so long will not: it may be asked for again. */
const PATIENCE_MS = 45_000;

/** Pending without a code is being looked at now; with one, the provider has to catch up. The test message waits for a person, not for a check. */
const running = (c: Check, now: number): boolean =>
  c.step !== 'TEST_MESSAGE' &&
  c.state === 'PENDING' &&
  !c.code &&
  c.checkedAt !== null &&
  now - new Date(c.checkedAt ?? 0).getTime() < PATIENCE_MS;

export const isChecking = (channel: Checked, now: number): boolean => channel.checklist.some((c) => running(c, now));

export const checksDone = (channel: Checked): number => channel.checklist.filter((c) => c.state === 'OK').length;

export type Health = 'suspended' | 'disconnected' | 'checking' | 'incomplete' | 'ready';

/** The one word for a channel's card. */
export const healthOf = (channel: Pick<ChannelFieldsFragment, 'state' | 'checklist'>, now: number): Health => {
  if (channel.state === 'DISCONNECTED') return 'disconnected';
  if (channel.state === 'SUSPENDED') return 'suspended';
  if (isChecking(channel, now)) return 'checking';
  return channel.checklist.every((c) => c.state === 'OK') ? 'ready' : 'incomplete';
};

/** The first line that a person has to do something about. */
export const firstProblem = (channel: Checked): Check | null => channel.checklist.find((c) => c.state === 'FAILED') ?? null;
