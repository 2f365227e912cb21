import { deliveryRecords } from './deliveries.ts';
import { graphError } from './graph/errors.ts';
import type { DeliveryStatus, PlannedStatus, RecordBody, StatusError } from './records.ts';
import type { Outbound, State } from './state.ts';
import type { World } from './world.ts';

/** What a message that is accepted now will be told as, by the settings of the moment. */
export const planOf = (state: State, at: number, error: StatusError | null): readonly PlannedStatus[] => {
  const { sentDelayMs, deliveredDelayMs, outOfOrder } = state.settings;
  const sent = at + sentDelayMs;
  const delivered = sent + deliveredDelayMs;
  if (error) return [{ status: 'failed', due: sent, told: sent, error }];
  if (outOfOrder) {
    return [
      { status: 'delivered', due: sent, told: delivered },
      { status: 'sent', due: delivered, told: sent },
    ];
  }
  return [
    { status: 'sent', due: sent, told: sent },
    { status: 'delivered', due: delivered, told: delivered },
  ];
};

/** Error of a `failed` status by its documented code. */
export const statusError = (code: number): StatusError => {
  const { title, details } = graphError(code);
  return { code, title, message: title, details };
};

const seconds = (ms: number): string => String(Math.floor(ms / 1000));

/** The webhook body of one status. */
export const statusBody = (state: State, m: Outbound, status: DeliveryStatus, told: number, error: StatusError | null): string => {
  const number = state.numbers.get(m.phoneNumberId);
  const customer = state.customers.get(m.customerId);
  if (!number || !customer) throw new Error(`${m.wamid} belongs to nobody`);
  const hidden = customer.hidesPhone;
  const priced = status === 'sent' || status === 'delivered';
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: number.wabaId,
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: number.phone, phone_number_id: number.id },
              statuses: [
                {
                  id: m.wamid,
                  status,
                  timestamp: seconds(told),
                  ...(hidden ? {} : { recipient_id: customer.waId }),
                  recipient_user_id: customer.userId,
                  ...(m.biz === null ? {} : { biz_opaque_callback_data: m.biz }),
                  ...(priced
                    ? {
                        conversation: {
                          id: `${customer.userId.slice(3)}${number.id}`,
                          ...(status === 'sent' ? { expiration_timestamp: seconds(told + 86_400_000) } : {}),
                          origin: { type: m.category },
                        },
                        pricing: {
                          billable: m.billable,
                          pricing_model: 'PMP',
                          type: m.billable ? 'regular' : 'free_customer_service',
                          category: m.category,
                        },
                      }
                    : {}),
                  ...(error
                    ? {
                        errors: [
                          {
                            code: error.code,
                            title: error.title,
                            message: error.message,
                            error_data: { details: error.details },
                            href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
                          },
                        ],
                      }
                    : {}),
                },
              ],
            },
            field: 'messages',
          },
        ],
      },
    ],
  });
};

/** The records by which a message gets a status. `silent`: the customer shares no read receipts, so nobody is told. */
export const statusRecords = (
  state: State,
  m: Outbound,
  status: DeliveryStatus,
  told: number,
  o: { error?: StatusError; silent?: boolean } = {},
): readonly RecordBody[] => [
  { kind: 'status', wamid: m.wamid, status, told, silent: o.silent ?? false, ...(o.error ? { error: o.error } : {}) },
  ...(o.silent
    ? []
    : deliveryRecords(state, {
        lane: `${m.customerId} ${m.phoneNumberId}`,
        target: { wabaId: state.numbers.get(m.phoneNumberId)?.wabaId ?? '', phoneNumberId: m.phoneNumberId },
        about: { what: 'status', wamid: m.wamid, detail: status },
        body: statusBody(state, m, status, told, o.error ?? null),
      })),
];

/** Statuses that only wait for time; those of a phone without a connection wait for the connection. */
export const plannedStatuses = (state: State): number => {
  let n = 0;
  for (const m of state.messages.values()) {
    if (m.direction === 'out') n += m.plan.filter((p) => p.status !== 'delivered' || !state.customers.get(m.customerId)?.offline).length;
  }
  return n;
};

/** Tells every planned status when it is due, also those that became due while the simulator was down. */
export const runStatuses = (world: World): { stop(): void } => {
  const { state } = world;
  const timers = new Set<NodeJS.Timeout>();
  const armed = new Set<string>();

  const tell = async (m: Outbound, p: PlannedStatus): Promise<void> => {
    if (p.status === 'delivered' && state.customers.get(m.customerId)?.offline) return;
    if (!m.plan.includes(p)) return;
    // What comes late (the phone was off, the simulator was down) also tells a later time.
    const late = Math.max(0, Date.now() - p.due);
    await world.commit(...statusRecords(state, m, p.status, p.told + late, p.error ? { error: p.error } : {}));
  };

  const arm = (m: Outbound): void => {
    for (const p of m.plan) {
      const key = `${m.wamid} ${p.status}`;
      if (armed.has(key)) continue;
      armed.add(key);
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          armed.delete(key);
          void tell(m, p).catch(() => undefined);
        },
        Math.max(0, p.due - Date.now()),
      );
      timers.add(timer);
    }
  };

  for (const m of state.messages.values()) if (m.direction === 'out') arm(m);
  const unsubscribe = world.onDurable((r) => {
    if (r.kind === 'send' && r.wamid) {
      const m = state.messages.get(r.wamid);
      if (m?.direction === 'out') arm(m);
    }
    if (r.kind === 'customer' && !r.customer.offline) {
      for (const m of state.messages.values()) if (m.direction === 'out' && m.customerId === r.customer.id) arm(m);
    }
  });
  return {
    stop() {
      unsubscribe();
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
