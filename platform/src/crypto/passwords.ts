import { gate } from './gate.ts';
import { checkPassword, hashPassword } from './password.ts';

/** A hash takes 19 MiB and some 40 ms of a core. */
const AT_ONCE = 4;
const WAITING = 64;

export type Passwords = {
  hash(password: string): Promise<string>;
  check(password: string, hash: string): Promise<boolean>;
};
/**
 * Passwords for a whole process: hashes and checks, whoever asks for them, pass one gate, so that no flood of them takes the machine. Throws `TooManyWaiting` for who would wait too long.
 */
export const openPasswords = (of: Passwords = { hash: hashPassword, check: checkPassword }): Passwords => {
  const through = gate(AT_ONCE, WAITING);
  return {
    hash: (password) => through(() => of.hash(password)),
    check: (password, hash) => through(() => of.check(password, hash)),
  };
};
