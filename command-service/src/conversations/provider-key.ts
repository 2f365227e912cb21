/**
 * What decisions, facts and views know a message at the provider by. Meta's ids hold the customer's phone in base64: the id itself is sealed, and its keyed hash says as
 * little as a random number. Without the channel: whoever has the id alone can make it.
 */
export const providerKeyOf = (io: { hmac(text: string): Promise<string> }, providerId: string): Promise<string> =>
  io.hmac(`message:${providerId}`);
