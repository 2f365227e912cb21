import { z } from 'zod';
import { aggregate, command, domain, event, sealed, type EventsOf } from '@master-ia/schemas/contract.ts';
import { decider, none, refuse } from '../kernel/decider.ts';

/** A small domain to try the kernel with: somebody asks for a parcel, a worker sends it. Its facts say who is away; reactions are made by each spec. */
const attempt = z.object({ parcelId: z.string(), attempt: z.number().int() });
const internal = { exposure: 'internal' } as const;
export const parcel = aggregate({
  category: 'parcel',
  events: {
    ParcelAsked: event(1, z.object({ parcelId: z.string(), personId: z.string(), words: sealed(z.string(), 'personId') }), {
      exposure: 'public',
      subjects: { personId: 'contact' },
    }),
    ParcelStarted: event(1, attempt, internal),
    ParcelSent: event(1, attempt.extend({ receipt: z.string() }), { exposure: 'public' }),
    ParcelRefused: event(1, attempt.extend({ code: z.string(), final: z.boolean() }), internal),
    ParcelDoubtful: event(1, attempt.extend({ why: z.string() }), internal),
    ParcelExpired: event(1, z.object({ parcelId: z.string() }), internal),
    ParcelNoted: event(1, z.object({ parcelId: z.string(), text: z.string() }), internal),
  },
  commands: {
    AskParcel: command<{ parcelId: string }>('ask', { secrets: ['secret'] })(
      z.object({ parcelId: z.uuid(), personId: z.uuid(), words: z.string().max(300_000), secret: z.string().optional() }),
    ),
    StartParcel: command<{ attempt: number }>('system')(z.object({ parcelId: z.uuid(), attempt: z.number().int() })),
    RecordSent: command('system')(z.object({ parcelId: z.uuid(), attempt: z.number().int(), receipt: z.string() })),
    RecordRefused: command('system')(z.object({ parcelId: z.uuid(), attempt: z.number().int(), code: z.string(), final: z.boolean() })),
    RecordDoubt: command('system')(z.object({ parcelId: z.uuid(), attempt: z.number().int(), why: z.string() })),
    ExpireParcel: command('system')(z.object({ parcelId: z.uuid() })),
    NoteParcel: command<{ notes: number }>('note')(z.object({ parcelId: z.uuid(), text: z.string() })),
  },
});
export type ParcelEvents = EventsOf<readonly [typeof parcel]>;
const id = '6f1c0f5e-6a0c-4a6e-9b0f-0d4b1e0c9a11';
export const post = domain({
  name: 'post',
  aggregates: [parcel] as const,
  samples: {
    ParcelAsked: [{ parcelId: id, personId: id, words: 'Oi' }],
    ParcelStarted: [{ parcelId: id, attempt: 1 }],
    ParcelSent: [{ parcelId: id, attempt: 1, receipt: 'r' }],
    ParcelRefused: [{ parcelId: id, attempt: 1, code: 'c', final: true }],
    ParcelDoubtful: [{ parcelId: id, attempt: 1, why: 'w' }],
    ParcelExpired: [{ parcelId: id }],
    ParcelNoted: [{ parcelId: id, text: 't' }],
  },
});

export type ParcelState = {
  readonly asked: boolean;
  readonly due: number | null;
  readonly started: number | null;
  readonly end: string | null;
  readonly notes: number;
};
const idOf = (d: { readonly parcelId: string }) => ({ id: d.parcelId });
const nothing = (): undefined => undefined;
/** `onPrepare` is called with every `AskParcel`, before it is decided. */
export const parcelDecider = (onPrepare: () => Promise<void> | void = nothing) =>
  decider<
    typeof parcel,
    'not_due' | 'not_found',
    {
      AskParcel: true;
      StartParcel: undefined;
      RecordSent: undefined;
      RecordRefused: undefined;
      RecordDoubt: undefined;
      ExpireParcel: undefined;
      NoteParcel: undefined;
    }
  >()<ParcelState>({
    aggregate: parcel,
    initial: { asked: false, due: null, started: null, end: null, notes: 0 },
    target: {
      AskParcel: idOf,
      StartParcel: idOf,
      RecordSent: idOf,
      RecordRefused: idOf,
      RecordDoubt: idOf,
      ExpireParcel: idOf,
      NoteParcel: idOf,
    },
    prepare: {
      AskParcel: async () => {
        await onPrepare();
        return true as const;
      },
      StartParcel: none,
      RecordSent: none,
      RecordRefused: none,
      RecordDoubt: none,
      ExpireParcel: none,
      NoteParcel: none,
    },
    decide: {
      AskParcel: (s, d) => (s.asked ? [] : [{ type: 'ParcelAsked', data: { parcelId: d.parcelId, personId: d.personId, words: d.words } }]),
      StartParcel: (s, d) => (s.due === d.attempt ? [{ type: 'ParcelStarted', data: d }] : refuse('not_due')),
      RecordSent: (s, d) => (s.end === null ? [{ type: 'ParcelSent', data: d }] : []),
      RecordRefused: (s, d) => (s.end === null ? [{ type: 'ParcelRefused', data: d }] : []),
      RecordDoubt: (s, d) => (s.end === null ? [{ type: 'ParcelDoubtful', data: d }] : []),
      ExpireParcel: (s, d) => (s.end === null ? [{ type: 'ParcelExpired', data: d }] : []),
      NoteParcel: (s, d) => (s.asked ? [{ type: 'ParcelNoted', data: d }] : refuse('not_found', 'parcelId')),
    },
    evolve: {
      ParcelAsked: (s) => ({ ...s, asked: true, due: 1 }),
      ParcelStarted: (s, e) => ({ ...s, started: e.data.attempt, due: null }),
      ParcelSent: (s) => ({ ...s, started: null, end: 'sent' }),
      ParcelRefused: (s, e) =>
        e.data.final ? { ...s, started: null, due: null, end: 'refused' } : { ...s, started: null, due: e.data.attempt + 1 },
      ParcelDoubtful: (s) => ({ ...s, started: null, end: 'doubtful' }),
      ParcelExpired: (s) => ({ ...s, due: null, end: 'expired' }),
      ParcelNoted: (s) => ({ ...s, notes: s.notes + 1 }),
    },
    result: {
      AskParcel: (_, d) => ({ parcelId: d.parcelId }),
      StartParcel: (_, d) => ({ attempt: d.attempt }),
      RecordSent: nothing,
      RecordRefused: nothing,
      RecordDoubt: nothing,
      ExpireParcel: nothing,
      NoteParcel: (s) => ({ notes: s.notes }),
    },
  });
