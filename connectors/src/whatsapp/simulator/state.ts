import { defaultSettings } from './faults.ts';
import type { Fault, Settings } from './faults.ts';
import type {
  Callback,
  Customer,
  DeliveryAbout,
  DeliveryStatus,
  DeliveryTarget,
  InboundMessage,
  LedgerRecord,
  Media,
  PhoneNumber,
  PlannedStatus,
  Send,
  Signature,
  StatusError,
  Template,
} from './records.ts';

export type Outbound = {
  readonly direction: 'out';
  readonly wamid: string;
  readonly phoneNumberId: string;
  readonly customerId: string;
  readonly at: number;
  /** The request's message object, as sent by the business. */
  readonly message: Readonly<Record<string, unknown>>;
  readonly biz: string | null;
  readonly category: string;
  readonly billable: boolean;
  /** What is still to be told. */
  plan: readonly PlannedStatus[];
  statuses: Partial<Record<DeliveryStatus, number>>;
  error: StatusError | null;
};
export type Inbound = {
  readonly direction: 'in';
  readonly wamid: string;
  readonly phoneNumberId: string;
  readonly customerId: string;
  readonly at: number;
  readonly message: InboundMessage;
  /** The business's server has taken the webhook. */
  delivered: boolean;
  read: boolean;
};
export type Chat = { readonly messages: (Inbound | Outbound)[]; lastInboundTold: number };

export type Delivery = {
  readonly id: string;
  readonly lane: string;
  readonly target: DeliveryTarget;
  readonly about: DeliveryAbout;
  readonly signature: Signature;
  readonly at: number;
  readonly body: string;
  attempts: number;
  state: 'pending' | 'taken' | 'given_up';
  nextAt: number;
  last: {
    readonly at: number;
    readonly url: string;
    readonly status: number | null;
    readonly answer: string;
    readonly tookMs: number;
  } | null;
};

export type Token = {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly issuedAt: number;
  readonly changedAt: number;
};
export type LedgerSend = Send & { readonly n: number; readonly at: number };

export type State = {
  app: { id: string; name: string; secret: string; mediaKey: string } | null;
  readonly accounts: Map<string, { readonly id: string; readonly name: string }>;
  readonly numbers: Map<string, PhoneNumber>;
  /** Oldest first; the last one is the current one. */
  readonly tokens: Map<string, Token>;
  readonly subscribed: Set<string>;
  readonly callbacks: { app: Callback | null; readonly account: Map<string, Callback>; readonly number: Map<string, Callback> };
  readonly customers: Map<string, Customer>;
  readonly templates: Map<string, Template>;
  settings: Settings;
  faults: readonly Fault[];
  readonly media: Map<string, Media>;
  readonly messages: Map<string, Inbound | Outbound>;
  readonly chats: Map<string, Chat>;
  readonly deliveries: Map<string, Delivery>;
  readonly sends: LedgerSend[];
  lastRecord: number;
};

export const emptyState = (): State => ({
  app: null,
  accounts: new Map(),
  numbers: new Map(),
  tokens: new Map(),
  subscribed: new Set(),
  callbacks: { app: null, account: new Map(), number: new Map() },
  customers: new Map(),
  templates: new Map(),
  settings: defaultSettings,
  faults: [],
  media: new Map(),
  messages: new Map(),
  chats: new Map(),
  deliveries: new Map(),
  sends: [],
  lastRecord: 0,
});

const chatKey = (customerId: string, phoneNumberId: string): string => `${customerId} ${phoneNumberId}`;
export const chatOf = (state: State, customerId: string, phoneNumberId: string): Chat => {
  const key = chatKey(customerId, phoneNumberId);
  const chat = state.chats.get(key) ?? { messages: [], lastInboundTold: 0 };
  state.chats.set(key, chat);
  return chat;
};

/** Deliveries that are over and still shown on the developer page; older ones stay in the file only. */
const SHOWN_DELIVERIES = 200;
const forgetOldDeliveries = (state: State): void => {
  if (state.deliveries.size < SHOWN_DELIVERIES * 2) return;
  const over = [...state.deliveries.values()].filter((d) => d.state !== 'pending');
  for (const d of over.slice(0, -SHOWN_DELIVERIES)) state.deliveries.delete(d.id);
};

const put = (state: State, m: Inbound | Outbound): void => {
  state.messages.set(m.wamid, m);
  chatOf(state, m.customerId, m.phoneNumberId).messages.push(m);
};

const setCallback = (map: Map<string, Callback>, id: string, callback: Callback | null): void => {
  if (callback) map.set(id, callback);
  else map.delete(id);
};

type Fold = { readonly [K in LedgerRecord['kind']]: (state: State, r: Extract<LedgerRecord, { kind: K }>) => void };
const fold: Fold = {
  app: (s, r) => {
    s.app = { id: r.appId, name: r.name, secret: r.secret, mediaKey: r.mediaKey };
  },
  secret: (s, r) => {
    if (s.app) s.app.secret = r.secret;
  },
  account: (s, r) => {
    s.accounts.set(r.wabaId, { id: r.wabaId, name: r.name });
  },
  number: (s, r) => {
    s.numbers.set(r.number.id, r.number);
  },
  token: (s, r) => {
    s.tokens.set(r.token, { token: r.token, scopes: r.scopes, state: r.state, issuedAt: r.issuedAt, changedAt: r.at });
  },
  subscribed: (s, r) => {
    if (r.on) s.subscribed.add(r.wabaId);
    else s.subscribed.delete(r.wabaId);
  },
  callback: (s, r) => {
    if (r.level === 'app') s.callbacks.app = r.callback;
    else setCallback(s.callbacks[r.level], r.id, r.callback);
  },
  customer: (s, r) => {
    s.customers.set(r.customer.id, r.customer);
  },
  template: (s, r) => {
    s.templates.set(r.template.id, r.template);
  },
  settings: (s, r) => {
    s.settings = { ...s.settings, ...r.patch };
  },
  fault: (s, r) => {
    s.faults = [...s.faults, r.fault];
  },
  fault_used: (s, r) => {
    s.faults = s.faults.map((f) => (f.id === r.id ? { ...f, times: f.times - 1 } : f)).filter((f) => f.times > 0);
  },
  faults_cleared: (s) => {
    s.faults = [];
  },
  media: (s, r) => {
    s.media.set(r.media.id, r.media);
  },
  media_deleted: (s, r) => {
    s.media.delete(r.id);
  },
  inbound: (s, r) => {
    put(s, {
      direction: 'in',
      wamid: r.wamid,
      phoneNumberId: r.phoneNumberId,
      customerId: r.customerId,
      at: r.at,
      message: r.message,
      delivered: false,
      read: false,
    });
    const chat = chatOf(s, r.customerId, r.phoneNumberId);
    chat.lastInboundTold = Math.max(chat.lastInboundTold, Number(r.message.timestamp) * 1000);
  },
  send: (s, r) => {
    const { kind: _kind, message, category, billable, plan, ...send } = r;
    s.sends.push(send);
    if (!r.wamid || !r.customerId || !message) return;
    put(s, {
      direction: 'out',
      wamid: r.wamid,
      phoneNumberId: r.phoneNumberId,
      customerId: r.customerId,
      at: r.at,
      message,
      biz: r.bizOpaqueCallbackData,
      category: category ?? 'service',
      billable: billable ?? false,
      plan: plan ?? [],
      statuses: {},
      error: null,
    });
  },
  status: (s, r) => {
    const m = s.messages.get(r.wamid);
    if (m?.direction !== 'out') return;
    m.statuses = { ...m.statuses, [r.status]: r.told };
    m.plan = m.plan.filter((p) => p.status !== r.status);
    if (r.error) m.error = r.error;
  },
  history: (s, r) => {
    put(s, {
      direction: 'out',
      wamid: r.wamid,
      phoneNumberId: r.phoneNumberId,
      customerId: r.customerId,
      at: r.told,
      message: r.message,
      biz: null,
      category: 'service',
      billable: false,
      plan: [],
      statuses: Object.fromEntries(r.statuses.map((status) => [status, r.told])),
      error: null,
    });
  },
  read_by_business: (s, r) => {
    const read = s.messages.get(r.wamid);
    if (read?.direction !== 'in') return;
    // Reading a message reads what stands before it in the chat.
    for (const m of chatOf(s, read.customerId, read.phoneNumberId).messages) {
      if (m.direction === 'in') m.read = true;
      if (m === read) return;
    }
  },
  delivery: (s, r) => {
    s.deliveries.set(r.id, {
      id: r.id,
      lane: r.lane,
      target: r.target,
      about: r.about,
      signature: r.signature,
      at: r.at,
      body: r.body,
      attempts: 0,
      state: 'pending',
      nextAt: r.at,
      last: null,
    });
  },
  attempt: (s, r) => {
    const d = s.deliveries.get(r.id);
    if (!d) return;
    d.attempts++;
    d.last = { at: r.at, url: r.url, status: r.status, answer: r.answer, tookMs: r.tookMs };
    if (r.status === 200) d.state = 'taken';
    else if (r.retryAt === null) d.state = 'given_up';
    else d.nextAt = r.retryAt;
    if (d.state === 'taken' && d.about.what === 'message' && d.about.wamid) {
      const m = s.messages.get(d.about.wamid);
      if (m?.direction === 'in') m.delivered = true;
    }
    if (d.state !== 'pending') forgetOldDeliveries(s);
  },
};

/** Folds one line of the ledger into the state. */
export const apply = (state: State, record: LedgerRecord): void => {
  (fold[record.kind] as (s: State, r: LedgerRecord) => void)(state, record);
  state.lastRecord = record.n;
};
