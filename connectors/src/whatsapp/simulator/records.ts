import type { Fault, Settings } from './faults.ts';

export type Callback = { readonly url: string; readonly verifyToken: string };
export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';
export type StatusError = { readonly code: number; readonly title: string; readonly message: string; readonly details: string };

/** A status that a message will get. `due`: when it is told, `told`: the time that it tells (both ms); they differ when statuses come out of order. */
export type PlannedStatus = { readonly status: DeliveryStatus; readonly due: number; readonly told: number; readonly error?: StatusError };

/** A person with a phone. `waId` may lack the Brazilian ninth digit that `phone` has; `hidesPhone`: known to businesses by `userId` only. */
export type Customer = {
  readonly id: string;
  readonly phone: string;
  readonly waId: string;
  readonly userId: string;
  readonly name: string;
  readonly username?: string;
  readonly hidesPhone: boolean;
  readonly offline: boolean;
  readonly readReceipts: boolean;
};

export type PhoneNumber = {
  readonly id: string;
  readonly wabaId: string;
  /** Digits with country code. */
  readonly phone: string;
  /** As people write it: +55 11 4000-0001. */
  readonly display: string;
  readonly verifiedName: string;
  /** The two-step verification PIN, set by the first registration. */
  readonly pin: string | null;
  readonly registered: boolean;
};

export type TemplateStatus = 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED';
export type TemplateComponent = {
  readonly type: 'HEADER' | 'BODY' | 'FOOTER' | 'BUTTONS';
  readonly format?: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT';
  readonly text?: string;
  readonly example?: unknown;
  readonly buttons?: readonly {
    readonly type: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER';
    readonly text: string;
    readonly url?: string;
    readonly phone_number?: string;
  }[];
};
export type Template = {
  readonly id: string;
  readonly wabaId: string;
  readonly name: string;
  readonly language: string;
  readonly category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  readonly status: TemplateStatus;
  readonly parameterFormat: 'POSITIONAL' | 'NAMED';
  readonly rejectedReason: string;
  readonly components: readonly TemplateComponent[];
};

export type Media = {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly mime: string;
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  readonly filename?: string;
  /** Who brought it: an upload by the business lives 30 days, what a customer sent 7. */
  readonly by: 'business' | 'customer';
  readonly expiresAt: number;
};

export type SendOutcome = 'accepted' | 'refused' | 'cut_before' | 'cut_after';
/** One request to send, whatever became of it. */
export type Send = {
  readonly phoneNumberId: string;
  readonly to: string | null;
  readonly customerId: string | null;
  readonly type: string | null;
  readonly bizOpaqueCallbackData: string | null;
  readonly outcome: SendOutcome;
  readonly wamid?: string;
  readonly code?: number;
  readonly httpStatus: number;
  readonly faultId?: string;
};

/** What the ledger holds: everything that the simulator knows is a fold of these. Times are milliseconds. */
export type RecordBody =
  | { readonly kind: 'app'; readonly appId: string; readonly name: string; readonly secret: string; readonly mediaKey: string }
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'account'; readonly wabaId: string; readonly name: string }
  | { readonly kind: 'number'; readonly number: PhoneNumber }
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly scopes: readonly string[];
      readonly state: 'valid' | 'expired' | 'revoked';
      readonly issuedAt: number;
    }
  | { readonly kind: 'subscribed'; readonly wabaId: string; readonly on: boolean }
  | { readonly kind: 'callback'; readonly level: 'app' | 'account' | 'number'; readonly id: string; readonly callback: Callback | null }
  | { readonly kind: 'customer'; readonly customer: Customer }
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'settings'; readonly patch: Partial<Settings> }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'fault_used'; readonly id: string }
  | { readonly kind: 'faults_cleared' }
  | { readonly kind: 'media'; readonly media: Media }
  | { readonly kind: 'media_deleted'; readonly id: string }
  | {
      readonly kind: 'inbound';
      readonly wamid: string;
      readonly phoneNumberId: string;
      readonly customerId: string;
      readonly message: InboundMessage;
    }
  | ({ readonly kind: 'send' } & Send & {
        readonly message?: Readonly<Record<string, unknown>>;
        readonly category?: string;
        readonly billable?: boolean;
        readonly plan?: readonly PlannedStatus[];
      })
  | {
      readonly kind: 'status';
      readonly wamid: string;
      readonly status: DeliveryStatus;
      readonly told: number;
      readonly silent: boolean;
      readonly error?: StatusError;
    }
  | { readonly kind: 'read_by_business'; readonly wamid: string }
  /** Sent and told of before anybody looked: part of a chat, and of no count of sends. */
  | {
      readonly kind: 'history';
      readonly wamid: string;
      readonly phoneNumberId: string;
      readonly customerId: string;
      readonly message: Readonly<Record<string, unknown>>;
      readonly told: number;
      readonly statuses: readonly DeliveryStatus[];
    }
  | {
      readonly kind: 'delivery';
      readonly id: string;
      readonly lane: string;
      readonly target: DeliveryTarget;
      readonly about: DeliveryAbout;
      readonly signature: Signature;
      readonly body: string;
    }
  | {
      readonly kind: 'attempt';
      readonly id: string;
      readonly url: string;
      readonly status: number | null;
      readonly answer: string;
      readonly tookMs: number;
      readonly retryAt: number | null;
    };

/** A webhook's message object: `id`, `timestamp`, `type` and the object named by the type. */
export type InboundMessage = { readonly id: string; readonly timestamp: string; readonly type: string; readonly from?: string } & Readonly<
  Record<string, unknown>
>;
export type DeliveryTarget = { readonly wabaId: string; readonly phoneNumberId: string | null };
/** What a delivery tells, for the ticks on the phone and the developer page. */
export type DeliveryAbout = { readonly what: 'message' | 'status' | 'template' | 'raw'; readonly wamid?: string; readonly detail: string };
export type Signature = 'right' | 'wrong' | 'missing';

/** A line of the ledger. */
export type LedgerRecord = RecordBody & { readonly n: number; readonly at: number };
