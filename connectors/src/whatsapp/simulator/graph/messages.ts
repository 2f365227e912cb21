import type { Request, Response } from 'express';
import { customerByPhone, customerByUserId, newCustomer, NOT_ON_WHATSAPP } from '../customers.ts';
import { wamid } from '../ids.ts';
import type { Customer, PhoneNumber, RecordBody, Send, StatusError } from '../records.ts';
import { chatOf } from '../state.ts';
import type { State } from '../state.ts';
import { planOf, statusError } from '../statuses.ts';
import type { World } from '../world.ts';
import { authenticate, MESSAGING, requireScope } from './auth.ts';
import { isObject } from './checked.ts';
import { GraphRefusal, noSuchObject, refuseMessage } from './errors.ts';
import { answerLikeAProxy, cutConnection, faultFor, faultUsed, injected, wait } from './faulted.ts';
import { checkMessage, checkRead } from './validate-message.ts';
import type { CheckedMessage } from './validate-message.ts';

const WINDOW_MS = 24 * 3_600_000;
/** Typing dots stay until the next message, at most this long. */
const TYPING_MS = 25_000;

const textOrNull = (v: unknown): string | null => (typeof v === 'string' ? v : null);
/** What the ledger keeps of a request to send, understood or not. */
const outline = (phoneNumberId: string, body: unknown): Omit<Send, 'outcome' | 'httpStatus'> => {
  const o = isObject(body) ? body : {};
  return {
    phoneNumberId,
    to: textOrNull(o['to']) ?? textOrNull(o['recipient']),
    customerId: null,
    type: textOrNull(o['type']) ?? (o['status'] === undefined ? 'text' : 'read'),
    bizOpaqueCallbackData: textOrNull(o['biz_opaque_callback_data']),
  };
};

/** Messages of each number that were accepted within the last second. */
const throughput = () => {
  const recent = new Map<string, number[]>();
  return (phoneNumberId: string, perSecond: number | null): boolean => {
    const now = performance.now();
    const times = (recent.get(phoneNumberId) ?? []).filter((t) => now - t < 1000);
    const room = perSecond === null || times.length < perSecond;
    if (room) times.push(now);
    recent.set(phoneNumberId, times);
    return room;
  };
};

const recipientOf = (state: State, to: CheckedMessage['to']): { customer: Customer; isNew: boolean } => {
  const known = 'phone' in to ? customerByPhone(state, to.phone) : customerByUserId(state, to.userId);
  if (known) return { customer: known, isNew: false };
  if ('userId' in to) throw refuseMessage(131026);
  return { customer: newCustomer(state, to.phone), isNew: true };
};

/** Why an accepted message will fail; null when it will arrive. A closed window may be refused at once instead, by the settings. */
const laterFailure = (state: State, number: PhoneNumber, checked: CheckedMessage, customer: Customer): StatusError | null => {
  if (customer.phone.endsWith(NOT_ON_WHATSAPP)) return statusError(131026);
  const open = Date.now() - chatOf(state, customer.id, number.id).lastInboundTold < WINDOW_MS;
  if (checked.template || open) return null;
  if (state.settings.windowCheck === 'response') throw refuseMessage(131047);
  return statusError(131047);
};

const price = (state: State, number: PhoneNumber, checked: CheckedMessage, customer: Customer): { category: string; billable: boolean } => {
  if (!checked.template) return { category: 'service', billable: false };
  const open = Date.now() - chatOf(state, customer.id, number.id).lastInboundTold < WINDOW_MS;
  // A utility template inside the customer service window is free.
  return { category: checked.template.category.toLowerCase(), billable: checked.template.category !== 'UTILITY' || !open };
};

/** `POST /{phone_number_id}/messages`: sends, marks as read, shows typing. Every request to send is in the ledger before it is answered. */
export const messagesEndpoint = (world: World): ((req: Request, res: Response) => Promise<void>) => {
  const { state } = world;
  const hasRoom = throughput();

  const markRead = async (body: unknown, number: PhoneNumber, res: Response): Promise<void> => {
    const read = checkRead(body, state, number);
    await world.commit({ kind: 'read_by_business', wamid: read.wamid });
    if (read.typing)
      world.announce({ kind: 'typing', customerId: read.customerId, phoneNumberId: number.id, until: Date.now() + TYPING_MS });
    res.json({ success: true });
  };

  const send = async (req: Request, res: Response, id: string, fault: ReturnType<typeof faultFor>): Promise<void> => {
    const number = state.numbers.get(id);
    if (!number) throw noSuchObject('post', id);
    requireScope(authenticate(state, req), MESSAGING);
    const body: unknown = req.body;
    if (isObject(body) && body['status'] !== undefined) {
      await markRead(body, number, res);
      return;
    }
    const base = outline(id, body);
    if (fault?.kind === 'http') {
      await world.commit(...faultUsed(fault), {
        kind: 'send',
        ...base,
        outcome: 'refused',
        httpStatus: fault.httpStatus,
        faultId: fault.id,
      });
      answerLikeAProxy(res, fault.httpStatus);
      return;
    }
    if (fault?.kind === 'cut' && fault.when === 'before') {
      await world.commit(...faultUsed(fault), { kind: 'send', ...base, outcome: 'cut_before', httpStatus: 0, faultId: fault.id });
      cutConnection(res);
      return;
    }
    if (fault?.kind === 'error' && fault.as === 'response') throw injected(fault, true);
    if (!number.registered) throw refuseMessage(133010);
    const checked = checkMessage(body, state, number);
    const { customer, isNew } = recipientOf(state, checked.to);
    const failure = fault?.kind === 'error' ? statusError(fault.code) : laterFailure(state, number, checked, customer);
    if (!hasRoom(id, state.settings.throughputPerSecond)) throw refuseMessage(130429);

    const messageId = wamid(customer.phone, 'out');
    const lost = fault?.kind === 'cut';
    const person: readonly RecordBody[] = isNew ? [{ kind: 'customer', customer }] : [];
    await world.commit(...person, ...faultUsed(fault), {
      kind: 'send',
      ...base,
      customerId: customer.id,
      outcome: lost ? 'cut_after' : 'accepted',
      httpStatus: lost ? 0 : 200,
      ...(fault ? { faultId: fault.id } : {}),
      wamid: messageId,
      message: checked.message,
      ...price(state, number, checked, customer),
      plan: planOf(state, Date.now(), failure),
    });
    if (lost) {
      cutConnection(res);
      return;
    }
    if (fault?.kind === 'delay') await wait(res, fault.ms);
    res.json({
      messaging_product: 'whatsapp',
      contacts: [{ input: checked.input, ...('phone' in checked.to ? { wa_id: customer.waId } : { user_id: customer.userId }) }],
      messages: [{ id: messageId, ...(checked.template ? { message_status: 'accepted' } : {}) }],
    });
  };

  return async (req, res) => {
    const id = String(req.params['id']);
    const body: unknown = req.body;
    const isRead = isObject(body) && body['status'] !== undefined;
    const to = isObject(body) ? textOrNull(body['to']) : null;
    const fault = isRead ? null : faultFor(state, 'send', id, to);
    try {
      await send(req, res, id, fault);
    } catch (e) {
      if (e instanceof GraphRefusal && !isRead) {
        const met = fault?.kind === 'error' && fault.as === 'response' && fault.code === e.body.code ? fault : null;
        await world.commit(...faultUsed(met), {
          kind: 'send',
          ...outline(id, body),
          outcome: 'refused',
          code: e.body.code,
          httpStatus: e.http,
          ...(met ? { faultId: met.id } : {}),
        });
      }
      throw e;
    }
  };
};
