import { randomInt } from 'node:crypto';
import { refuse } from './graph/errors.ts';
import { verifyCallback } from './webhook-call.ts';
import type { World } from './world.ts';

/**
 * Sets a callback after Meta's verification handshake, which must succeed at once; an empty address takes the callback away. Throws
 * Graph's refusal with what went wrong.
 */
export const subscribe = async (
  world: World,
  at: { level: 'app' | 'account' | 'number'; id: string },
  url: unknown,
  verifyToken: unknown,
): Promise<void> => {
  if (url === '') {
    await world.commit({ kind: 'callback', ...at, callback: null });
    return;
  }
  if (typeof url !== 'string') throw refuse(400, 100, '(#100) The parameter override_callback_uri is required.');
  if (typeof verifyToken !== 'string' || verifyToken === '') throw refuse(400, 100, '(#100) The parameter verify_token is required.');
  const callback = { url, verifyToken };
  const challenge = String(randomInt(1_000_000_000, 2_147_483_647));
  const problem = await verifyCallback(callback, challenge, world.state.settings.deliveryTimeoutMs);
  if (problem !== null) {
    throw refuse(422, 100, 'Webhook callback URL is not reachable or invalid', {
      type: 'GraphMethodException',
      user: ['Callback verification failed', `Callback verification failed with the following errors: ${problem}`],
    });
  }
  await world.commit({ kind: 'callback', ...at, callback });
};
