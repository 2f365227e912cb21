/** The id that the first channel of a number has in a company. */
export const firstChannelOf = (c: { readonly tenant: string; id(...parts: readonly string[]): string }, phoneNumberId: string): string =>
  c.id(c.tenant, 'whatsapp_cloud', phoneNumberId);
