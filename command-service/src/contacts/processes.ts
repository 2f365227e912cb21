import { contactProcesses as definitions, type AddressKind } from '@master-ia/schemas/contacts/contact.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { canonicalPhone } from '@master-ia/platform/phone/phone.ts';
import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { processes, type ProcessIo } from '@master-ia/platform/kernel/process.ts';

const order: readonly AddressKind[] = ['parent_bsuid', 'bsuid', 'phone'];
const identityOf = async (io: ProcessIo, kind: AddressKind, address: string): Promise<string> =>
  io.id(io.tenant, 'identity', await io.hmac(`${kind}:${address}`));

export const contactProcesses = processes(definitions, {
  CreateContact: async (d, io) => {
    const phone = canonicalPhone(d.phone);
    if (!phone) return refuse('phone_invalid', 'phone');
    const contactId = io.id(io.tenant, 'contact', io.commandId);
    if ((await io.state('contact', contactId)) !== undefined) {
      // Its number was claimed before it was made: a number that is not its own is another body of this command.
      const identityId = await identityOf(io, 'phone', phone.e164);
      if ((await io.state<{ owner: string | null }>('identity', identityId))?.owner !== contactId) return refuse('id_reused');
    }
    const { result } = await io.step<{ contactId: string; created: boolean }>('ResolveContact', 'contact', {
      addresses: [{ kind: 'phone', address: phone.e164 }],
      source: 'manual',
      name: d.name,
      contactId,
    });
    return result.created ? { contactId: result.contactId } : refuse('contact_exists', 'phone', result.contactId);
  },
  ResolveContact: async (d, io) => {
    const addresses = await Promise.all(
      [...d.addresses]
        .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
        .map(async (a) => ({ ...a, identityId: await identityOf(io, a.kind, a.address) })),
    );
    const first = addresses[0] as (typeof addresses)[number];
    const owners = await Promise.all(
      addresses.map(
        async (a) =>
          (await io.facts.one<FactShapes['identity']>('identity', a.identityId))?.contactId ??
          (await io.state<{ owner: string | null }>('identity', a.identityId))?.owner,
      ),
    );
    const wanted = owners.find((o) => o !== undefined && o !== null) ?? d.contactId ?? io.id(io.tenant, 'contact', first.identityId);
    let home = wanted;
    const others = new Set<string>();
    for (const [i, a] of addresses.entries()) {
      const { result } = await io.step<{ contactId: string }>('ClaimAddress', a.identityId, {
        identityId: a.identityId,
        contactId: home,
        kind: a.kind,
      });
      // Whoever claimed the strongest address meanwhile is the home.
      if (i === 0 && owners[0] === undefined) home = result.contactId;
      else if (result.contactId !== home) others.add(result.contactId);
    }
    const before = await io.state('contact', home);
    const { repeated } = await io.step('CreateContactRecord', home, {
      contactId: home,
      source: d.source,
      name: d.name,
      profileName: d.profileName,
    });
    // A contact that we wrote to first tells its name with its first message.
    if (before !== undefined && !repeated && d.profileName)
      await io.step('SeeContactProfile', d.profileName, { contactId: home, profileName: d.profileName });
    // A claim whose owner was never made: the creation is completed with the id that the claim names.
    for (const other of others) await io.step('CreateContactRecord', other, { contactId: other, source: d.source });
    for (const a of addresses) {
      const owner = (await io.state<{ owner: string | null }>('identity', a.identityId))?.owner ?? home;
      await io.step('AddContactAddress', a.identityId, { contactId: owner, identityId: a.identityId, kind: a.kind, address: a.address });
    }
    for (const other of others) {
      await io.step('LinkContact', `${home}>${other}`, { contactId: home, otherId: other, reason: 'same_message' });
      await io.step('LinkContact', `${other}>${home}`, { contactId: other, otherId: home, reason: 'same_message' });
    }
    return { contactId: home, created: before === undefined || repeated };
  },
});
