/** One conversation per company, channel and home contact, for ever. */
export const conversationIdOf = (
  io: { readonly tenant: string; id(...parts: readonly string[]): string },
  channelId: string,
  contactId: string,
): string => io.id(io.tenant, 'conversation', channelId, contactId);
/** An inbound message's id needs no claim: it is made from the provider's. */
export const inboundIdOf = (
  io: { readonly tenant: string; id(...parts: readonly string[]): string },
  channelId: string,
  providerId: string,
): string => io.id(io.tenant, 'message', channelId, providerId);
