import type { Content } from '@master-ia/schemas/conversations/content.ts';

/** Raised whenever the same bytes can give other items: a reparse names its commands with it. */
export const PARSER_VERSION = 1;

/**
 * Who writes or is written to. Each is an identifier of its own; none is promised. `phone` is canonical E.164, `waId` and the business-scoped ids are as told,
 * `username` is for display only (people change it).
 */
export type Party = {
  readonly phone?: string;
  readonly waId?: string;
  readonly bsuid?: string;
  readonly parentBsuid?: string;
  readonly username?: string;
  readonly profileName?: string;
};

export type MessageContext = {
  readonly quotedProviderId?: string;
  readonly forwarded?: boolean;
  readonly frequentlyForwarded?: boolean;
  readonly referredProduct?: { readonly catalogId?: string; readonly productId?: string };
};

/** The ad or post that led here. */
export type Referral = {
  readonly sourceUrl?: string;
  readonly sourceId?: string;
  readonly sourceType?: string;
  readonly headline?: string;
  readonly body?: string;
  readonly mediaType?: string;
  readonly mediaUrl?: string;
  readonly thumbnailUrl?: string;
  readonly clickId?: string;
  readonly welcomeText?: string;
};

export type GraphErrorTold = { readonly code: number; readonly title?: string; readonly message?: string; readonly details?: string };

/** A customer's message to one number. What its content's kind is not understood for is `unsupported`, in its place. */
export type InboundMessage = {
  readonly item: 'message';
  readonly path: string;
  readonly phoneNumberId: string;
  readonly providerMessageId: string;
  /** When Meta says it was sent; absent when it said nothing readable. */
  readonly toldAt?: Date;
  readonly from: Party;
  readonly content: Content;
  /** Of a reaction: the provider's id of the message it is put on. Its content's `targetMessageId` is empty until that message is found. */
  readonly targetProviderId?: string;
  readonly context?: MessageContext;
  readonly referral?: Referral;
  readonly errors: readonly GraphErrorTold[];
};

export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';
export type StatusItem = {
  readonly item: 'status';
  readonly path: string;
  readonly phoneNumberId: string;
  readonly providerMessageId: string;
  /** Our message id, given back as we sent it. */
  readonly callbackData?: string;
  readonly status: DeliveryStatus;
  readonly toldAt?: Date;
  readonly recipient: Party;
  readonly errors: readonly GraphErrorTold[];
  readonly pricing?: { readonly billable?: boolean; readonly model?: string; readonly type?: string; readonly category?: string };
};

/** A template of the account changed: its status, category or quality is told, its components are to be read again. */
export type TemplateStatusItem = {
  readonly item: 'template';
  readonly path: string;
  readonly accountId: string;
  readonly change: 'status' | 'quality' | 'category' | 'components';
  readonly templateId?: string;
  readonly name?: string;
  readonly language?: string;
  /** As Meta writes it: the new status, quality score or category. */
  readonly value?: string;
  readonly reason?: string;
};

/** News about the number or the account itself: quality, limits, restrictions, review decisions, errors outside any message. */
export type AccountItem = {
  readonly item: 'account';
  readonly path: string;
  readonly accountId: string;
  readonly phoneNumberId?: string;
  readonly field: string;
  readonly event?: string;
  readonly displayPhoneNumber?: string;
  readonly limit?: string;
  readonly decision?: string;
  readonly reason?: string;
  readonly errors: readonly GraphErrorTold[];
};

/** Well formed and known to us as something that this version does not handle: groups, echoes of the phone app, new kinds of news. */
export type NotSupported = {
  readonly item: 'not_supported';
  readonly path: string;
  readonly why: 'group' | 'field' | 'status';
  readonly providerKind: string;
  readonly phoneNumberId?: string;
  readonly providerMessageId?: string;
};

/** Not what was promised: nothing can be said about it beyond where it stands. */
export type NotUnderstood = {
  readonly item: 'not_understood';
  readonly path: string;
  readonly why:
    | 'not_an_object'
    | 'other_object'
    | 'no_entries'
    | 'no_changes'
    | 'no_value'
    | 'nothing_in_it'
    | 'no_phone_number_id'
    | 'no_message_id'
    | 'no_sender'
    | 'no_status'
    | 'parser_failed';
};

export type Item = InboundMessage | StatusItem | TemplateStatusItem | AccountItem | NotSupported | NotUnderstood;
