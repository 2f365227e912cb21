/**
 * Phone-number ids of the built-in Graph API simulator: fifteen digits that begin with this prefix. Ids at Meta are counted up from small
 * numbers per object type, and none has been seen in this range.
 */
export const SIMULATED_PREFIX = '9990000';
const SIMULATED_LENGTH = 15;

/** Whether a phone-number id belongs to the simulator's reserved range; such a channel is marked as simulated. */
export const isSimulatedNumber = (phoneNumberId: string): boolean =>
  phoneNumberId.length === SIMULATED_LENGTH && phoneNumberId.startsWith(SIMULATED_PREFIX) && /^\d+$/.test(phoneNumberId);
