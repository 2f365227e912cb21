import { isUuid } from '../runtime/ids.ts';

/** A name that cannot be stored, or that could be taken for another one. */
export class InvalidName extends Error {
  override readonly name = 'InvalidName';
}
const PLAIN = /^[^\0]{1,300}$/s;

/** Refused here, so that no bad name makes a batch of others fail. */
export const checkedTenant = (tenant: string): string => {
  if (!isUuid(tenant)) throw new InvalidName('a tenant is a uuid in lower case');
  return tenant;
};
export const checkedName = (text: string): string => {
  if (!PLAIN.test(text)) throw new InvalidName('a name has 1 to 300 characters');
  return text;
};
/** What a sealed thing of the vault is tied to. */
export const aadOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);
/** The key's subject of a channel's deliveries of a month (UTC). */
export const rawSubject = (channelId: string, at: Date): { readonly kind: 'raw'; readonly id: string } => ({
  kind: 'raw',
  id: `${channelId}:${at.toISOString().slice(0, 7)}`,
});
