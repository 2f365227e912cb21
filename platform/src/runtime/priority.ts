import { constants, setPriority } from 'node:os';

/** Leaves the processor to the programs that people wait for. Where the system does not allow it, nothing changes. */
export const standBack = (): void => {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Slower for the others, and no reason to stop.
  }
};
