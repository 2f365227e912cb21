import { z } from 'zod';
import { aggregate, command, event, sealed } from '../contract.ts';
import { clean, typed, uuid } from '../ids.ts';

export const addressKinds = ['phone', 'bsuid', 'parent_bsuid'] as const;
export type AddressKind = (typeof addressKinds)[number];

/** Binds an address once to its home contact. Stream id = uuidv5(tenant, keyed hash of the canonical address). */
export const identity = aggregate({
  category: 'identity',
  events: {
    AddressClaimed: event(1, z.object({ identityId: z.string(), contactId: z.string(), kind: z.enum(addressKinds) }), {
      exposure: 'internal',
    }),
  },
  commands: {
    /** Answers the owner: the given contact, or who has it already. */
    ClaimAddress: command<{ contactId: string }>('system')(z.object({ identityId: uuid, contactId: uuid, kind: z.enum(addressKinds) })),
  },
});

const subjects = { contactId: 'contact' } as const;
export const contact = aggregate({
  category: 'contact',
  events: {
    ContactCreated: event(
      1,
      z.object({
        contactId: z.string(),
        source: z.enum(['inbound', 'manual', 'outbound']),
        name: sealed(z.string(), 'contactId').nullable(),
        profileName: sealed(z.string(), 'contactId').nullable(),
        profileHash: z.string().nullable(),
      }),
      { exposure: 'public', subjects },
    ),
    ContactAddressAdded: event(
      1,
      z.object({ contactId: z.string(), identityId: z.string(), kind: z.enum(addressKinds), address: sealed(z.string(), 'contactId') }),
      { exposure: 'public', subjects },
    ),
    ContactRenamed: event(1, z.object({ contactId: z.string(), name: sealed(z.string(), 'contactId') }), { exposure: 'public', subjects }),
    /** `profileHash`: keyed hash of the name, so that an unchanged one is not recorded again. */
    ContactProfileSeen: event(
      1,
      z.object({ contactId: z.string(), profileName: sealed(z.string(), 'contactId'), profileHash: z.string() }),
      { exposure: 'public', subjects },
    ),
    ContactBlocked: event(1, z.object({ contactId: z.string() }), { exposure: 'public' }),
    ContactUnblocked: event(1, z.object({ contactId: z.string() }), { exposure: 'public' }),
    /** Two contacts turned out to be one person; told on both streams. */
    ContactLinked: event(1, z.object({ contactId: z.string(), otherId: z.string(), reason: z.string() }), { exposure: 'public' }),
  },
  commands: {
    CreateContactRecord: command<{ contactId: string }>('system')(
      z.object({
        contactId: uuid,
        source: z.enum(['inbound', 'manual', 'outbound']),
        name: typed(200).nullable().default(null),
        profileName: clean(500).nullable().default(null),
      }),
    ),
    AddContactAddress: command<{ contactId: string }>('system')(
      z.object({ contactId: uuid, identityId: uuid, kind: z.enum(addressKinds), address: clean(200) }),
    ),
    UpdateContact: command<{ contactId: string }>('contacts.write')(z.object({ contactId: uuid, name: typed(200) })),
    SeeContactProfile: command<{ contactId: string }>('system')(z.object({ contactId: uuid, profileName: clean(500) })),
    BlockContact: command<{ contactId: string }>('contacts.block')(z.object({ contactId: uuid })),
    UnblockContact: command<{ contactId: string }>('contacts.block')(z.object({ contactId: uuid })),
    LinkContact: command<{ contactId: string }>('system')(z.object({ contactId: uuid, otherId: uuid, reason: clean(100) })),
  },
});

/** Commands over several streams. */
export const contactProcesses = {
  /** The new contact's id comes from the command's. Refused: `phone_invalid`, `contact_exists` (`existing` = the contact's id), `id_reused` (with another phone or name). */
  CreateContact: command<{ contactId: string }>('contacts.write')(z.object({ name: typed(200), phone: clean(40) })),
  /**
   * The home contact of addresses that belong to one person: who claimed one of them before (in the order parent_bsuid, bsuid, phone), or a new one. All of them are claimed for it;
   * those that belong to another contact link the two.
   */
  ResolveContact: command<{ contactId: string; created: boolean }>('system')(
    z.object({
      addresses: z
        .array(z.object({ kind: z.enum(addressKinds), address: clean(200) }))
        .min(1)
        .max(3),
      source: z.enum(['inbound', 'manual', 'outbound']),
      name: typed(200).nullable().default(null),
      profileName: clean(500).nullable().default(null),
      /** Of the contact, if it is a new one. */
      contactId: uuid.optional(),
    }),
  ),
} as const;
