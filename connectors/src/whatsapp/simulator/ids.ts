import { createHash, randomBytes, randomInt } from 'node:crypto';

const digits = (n: number): string => Array.from({ length: n }, () => randomInt(10)).join('');

/** Numeric ids as Graph gives them: media, accounts, apps. */
export const graphId = (): string => `${randomInt(1, 10)}${digits(15)}`;

/** A message id in WhatsApp's form: `wamid.` and base64 of the other side's phone, a direction byte and 20 hex digits. */
export const wamid = (phone: string, direction: 'in' | 'out'): string => {
  const head = direction === 'in' ? [0x00, 0x12, 0x18, 0x14] : [0x00, 0x11, 0x18, 0x14];
  const unique = `3A${randomBytes(9).toString('hex').toUpperCase()}`;
  return `wamid.${Buffer.concat([Buffer.from([0x1c, 0x18, phone.length]), Buffer.from(phone), Buffer.from([0x15, 0x02, ...head]), Buffer.from(unique), Buffer.from([0])]).toString('base64')}`;
};

export const fbtraceId = (): string => `A${randomBytes(16).toString('base64url')}`;
export const hexSecret = (bytes: number): string => randomBytes(bytes).toString('hex');
/** Graph's tokens begin with `EAA` and are letters and digits. */
export const accessToken = (): string =>
  `EAASIM${randomBytes(96)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')}`;

/** A business-scoped user id: country, dot, digits; the same for the same phone and app. */
export const businessScopedId = (appId: string, phone: string): string => {
  const hash = BigInt(`0x${createHash('sha256').update(`${appId}:${phone}`).digest('hex').slice(0, 16)}`);
  return `${phone.startsWith('55') ? 'BR' : 'US'}.${hash.toString().padStart(20, '1')}`;
};
