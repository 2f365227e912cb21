import type { RecordBody } from '../records.ts';
import { chatOf } from '../state.ts';
import { statusRecords } from '../statuses.ts';
import type { World } from '../world.ts';

/** The phone shows the chat: what has arrived in it is read, and the business is told, unless the customer shares no receipts. */
export const openChat = async (world: World, customerId: string, phoneNumberId: string): Promise<number> => {
  const { state } = world;
  const customer = state.customers.get(customerId);
  if (!customer || customer.offline) return 0;
  const unread = chatOf(state, customerId, phoneNumberId).messages.filter(
    (m) => m.direction === 'out' && m.statuses.delivered !== undefined && m.statuses.read === undefined,
  );
  const records: RecordBody[] = [];
  for (const m of unread)
    if (m.direction === 'out') records.push(...statusRecords(state, m, 'read', Date.now(), { silent: !customer.readReceipts }));
  if (records.length > 0) await world.commit(...records);
  return unread.length;
};

/** The customer plays a voice note of the business. False: there is no such one, or it was played before. */
export const play = async (world: World, wamid: string): Promise<boolean> => {
  const m = world.state.messages.get(wamid);
  if (m?.direction !== 'out' || m.message['type'] !== 'audio' || m.statuses.played !== undefined || m.statuses.delivered === undefined)
    return false;
  const customer = world.state.customers.get(m.customerId);
  await world.commit(...statusRecords(world.state, m, 'played', Date.now(), { silent: !customer?.readReceipts }));
  return true;
};
