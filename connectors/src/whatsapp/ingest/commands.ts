import type { DeliveryStatus, GraphErrorTold, InboundMessage, Item, NotSupported, StatusItem } from '../cloud/items.ts';
import { PARSER_VERSION } from '../cloud/items.ts';

/** A command that an item of a delivery becomes; `fact` is the provider's own key of what happened. */
export type ItemCommand = {
  readonly command: string;
  readonly fact: string;
  readonly data: unknown;
  readonly tolerate: readonly string[];
  /** Of one sender: its messages keep the order in which they came. */ readonly lane?: string;
};
export type Problem = { readonly code: string; readonly detail?: string };
export type Understood = { readonly commands: readonly ItemCommand[]; readonly problems: readonly Problem[] };

type Place = {
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly correct: boolean;
  /** Of this company, by phone-number id. */ readonly channelOf: (phoneNumberId: string) => string | undefined;
};

const told = (at: Date | undefined, receivedAt: Date): string => (at && at < receivedAt ? at : receivedAt).toISOString();
const reported: Readonly<Record<DeliveryStatus, 'sent' | 'delivered' | 'read' | 'failed'>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};
const reason = (e: GraphErrorTold | undefined): string | null => e?.details ?? e?.message ?? e?.title ?? null;

const message = (m: InboundMessage, channelId: string, p: Place): ItemCommand => ({
  command: 'ReceiveInbound',
  // A reparse is a command of its own: it meets what is there and corrects it.
  fact: p.correct ? `${channelId}:${m.providerMessageId}:${String(PARSER_VERSION)}` : `${channelId}:${m.providerMessageId}`,
  tolerate: ['erased'],
  // The provider tells whole seconds: within one, the order of the events decides.
  lane: `${channelId}:${m.from.bsuid ?? m.from.waId ?? m.from.phone ?? ''}`,
  data: {
    channelId,
    providerId: m.providerMessageId,
    deliveryId: p.deliveryId,
    toldAt: told(m.toldAt, p.receivedAt),
    sender: {
      ...((m.from.phone ?? m.from.waId) !== undefined && { phone: m.from.phone ?? m.from.waId }),
      ...(m.from.bsuid !== undefined && { bsuid: m.from.bsuid }),
      ...(m.from.parentBsuid !== undefined && { parentBsuid: m.from.parentBsuid }),
      ...(m.from.profileName !== undefined && { profileName: m.from.profileName }),
    },
    content: m.content.kind === 'reaction' ? { ...m.content, targetMessageId: m.content.targetMessageId } : m.content,
    replyToProviderId: m.context?.quotedProviderId ?? null,
    forwarded: m.context?.forwarded === true || m.context?.frequentlyForwarded === true,
    targetProviderId: m.targetProviderId ?? null,
    parser: PARSER_VERSION,
    correct: p.correct,
  },
});
const status = (s: StatusItem, channelId: string, p: Place): ItemCommand => ({
  command: 'ReceiveStatus',
  fact: `${channelId}:${s.providerMessageId}:${s.status}:${s.toldAt?.toISOString() ?? ''}`,
  tolerate: ['erased'],
  data: {
    channelId,
    providerId: s.providerMessageId,
    deliveryId: p.deliveryId,
    callbackData: s.callbackData ?? null,
    status: reported[s.status],
    toldAt: told(s.toldAt, p.receivedAt),
    code: s.errors[0] ? String(s.errors[0].code) : null,
    reason: reason(s.errors[0]),
  },
});
const unsupported = (i: NotSupported): Problem => ({ code: 'not_supported', detail: `${i.why}:${i.providerKind}`.slice(0, 200) });

/** What one delivery means for its company. A number of nobody's, and what is not understood, stay with the delivery as problems. */
export const understand = (items: readonly Item[], p: Place, templatesOf: () => readonly string[]): Understood => {
  const commands: ItemCommand[] = [];
  const problems: Problem[] = [];
  for (const i of items)
    switch (i.item) {
      case 'message':
      case 'status': {
        const channelId = p.channelOf(i.phoneNumberId);
        if (channelId === undefined) problems.push({ code: 'unknown_number', detail: i.path });
        else commands.push(i.item === 'message' ? message(i, channelId, p) : status(i, channelId, p));
        break;
      }
      case 'template':
        for (const channelId of templatesOf())
          commands.push({
            command: 'RequestTemplates',
            fact: `${p.deliveryId}:${channelId}`,
            data: { channelId },
            tolerate: ['not_found'],
          });
        break;
      case 'account':
        // News of the account that nothing here acts on yet: seen with the channel's deliveries.
        problems.push({ code: 'not_supported', detail: `account:${i.field}:${i.event ?? ''}`.slice(0, 200) });
        break;
      case 'not_supported':
        problems.push(unsupported(i));
        break;
      case 'not_understood':
        problems.push({ code: 'not_understood', detail: `${i.why} ${i.path}`.slice(0, 200) });
        break;
    }
  return { commands, problems };
};
