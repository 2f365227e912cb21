import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import type { Party } from './items.ts';
import { asId, asList, asObject, asWords, field, present, type Json } from './lenient.ts';

/** Canonical E.164 of what Meta writes as digits with country code; digits that no numbering plan knows stay as they are. */
export const phoneOf = (told: string | undefined): string | undefined => {
  const digits = told?.replace(/[\s().+-]/g, '');
  if (digits === undefined || !/^\d{5,15}$/.test(digits)) return undefined;
  return canonicalPhone(`+${digits}`)?.e164 ?? `+${digits}`;
};

/** The `contacts` entry beside a message that is about its sender. The only entry stands for a sender of whom nothing is told in the message itself. */
const profileFor = (contacts: readonly Json[], from: string | undefined, bsuid: string | undefined): Json | undefined => {
  const phone = phoneOf(from);
  return (
    contacts.find((c) => bsuid !== undefined && asId(field(c, 'user_id'), 200) === bsuid) ??
    contacts.find((c) => from !== undefined && asId(field(c, 'wa_id'), 64) === from) ??
    contacts.find((c) => phone !== undefined && phoneOf(asId(field(c, 'wa_id'), 64)) === phone) ??
    (from === undefined && bsuid === undefined && contacts.length === 1 ? contacts[0] : undefined)
  );
};

/** The sender of a message, from the message and the `contacts` beside it; `undefined` when nothing identifies them. */
export const senderOf = (message: Json, value: Json): Party | undefined => {
  const contacts = asList(field(value, 'contacts'))
    .map(asObject)
    .filter((c) => c !== undefined);
  const from = asId(field(message, 'from'), 64);
  const fromUser = asId(field(message, 'from_user_id'), 200);
  const contact = profileFor(contacts, from, fromUser);
  const profile = asObject(field(contact, 'profile'));
  const waId = asId(field(contact, 'wa_id'), 64) ?? from;
  const party = present({
    phone: phoneOf(from) ?? phoneOf(waId),
    waId,
    bsuid: fromUser ?? asId(field(contact, 'user_id'), 200),
    parentBsuid: asId(field(message, 'from_parent_user_id'), 200) ?? asId(field(contact, 'parent_user_id'), 200),
    username: asWords(field(profile, 'username'), 200),
    profileName: asWords(field(profile, 'name'), 500),
  });
  return party.phone === undefined && party.bsuid === undefined && party.parentBsuid === undefined ? undefined : party;
};

/** Who a status is about. Empty when Meta names nobody: the message is then found by its ids. */
export const recipientOf = (status: Json): Party => {
  const waId = asId(field(status, 'recipient_id'), 64);
  return present({
    phone: phoneOf(waId),
    waId,
    bsuid: asId(field(status, 'recipient_user_id'), 200),
    parentBsuid: asId(field(status, 'parent_recipient_user_id'), 200),
  });
};
