import { ERASED, type Stored } from '@master-ia/schemas/contract.ts';
import type { ChannelEvents } from '@master-ia/schemas/channels/index.ts';
import { checkSteps, type Check } from '@master-ia/schemas/channels/channel.ts';
import type { CheckCode } from '@master-ia/schemas/channels/check-texts.ts';
import { channelTable, type ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import { ignored, projection } from '@master-ia/platform/kernel/projection.ts';

type Ev<T extends keyof ChannelEvents & string> = Stored<ChannelEvents, T>;
const byChannel = (e: { readonly data: { readonly channelId: string } }) => [{ channel_id: e.data.channelId }];
const changed =
  <T extends keyof ChannelEvents & string>(change: (old: ChannelRow, e: Ev<T>) => ChannelRow) =>
  (old: ChannelRow | undefined, e: Ev<T>): ChannelRow => {
    if (!old) throw new Error(`channel ${e.data.channelId} was never connected`);
    return change(old, e);
  };
type Lines = ChannelRow['checks'];
/** What registering was refused for stays on its line, whatever is found meanwhile, until the number is registered. */
const withReason = (old: Lines, checks: readonly Check[]): readonly Check[] => {
  const reason = old.find((c) => c.step === 'registered');
  if (reason?.code === undefined || !registrationCodes.has(reason.code)) return checks;
  const kept = { code: reason.code, ...(reason.params && { params: reason.params }) };
  return checks.map((c) =>
    c.step !== 'registered' || c.state === 'ok' ? c : { step: c.step, state: c.state === 'pending' ? 'pending' : 'failed', ...kept },
  );
};
const registrationCodes: ReadonlySet<string> = new Set<CheckCode>(['registration_refused', 'registration_unanswered']);
const refusedRegistration = (told: string | null): Check => ({
  step: 'registered',
  state: 'failed',
  ...(told !== null && /^\d+$/.test(told)
    ? { code: 'registration_refused' satisfies CheckCode, params: { code: told } }
    : { code: 'registration_unanswered' satisfies CheckCode, params: { why: told ?? '' } }),
});
/** The checklist with some of its lines told anew, in the order of its steps. */
const checked = (old: Lines, checks: readonly Check[], at: Date): Lines => {
  const checkedAt = at.toISOString();
  const told = new Map([...old.map((c) => [c.step, c] as const), ...checks.map((c) => [c.step, { ...c, checkedAt }] as const)]);
  return checkSteps.flatMap((step) => told.get(step) ?? []);
};

/** Numbers of the business, with their checklist and health. */
export const channels = projection<ChannelEvents>()({
  name: 'channels',
  version: 2,
  order: 'key',
  tables: [channelTable],
  notify: { channel: ['state'] },
  on: {
    ChannelConnected: (on) => [
      on.put(channelTable, byChannel, (e): ChannelRow => ({
        channel_id: e.data.channelId,
        kind: e.data.kind,
        name: e.data.name,
        phone_number: e.data.phoneNumber,
        phone_number_id: e.data.phoneNumberId,
        business_account_id: e.data.businessAccountId,
        app_id: e.data.appId,
        simulated: e.data.simulated,
        verify_token: e.data.verifyToken === ERASED ? null : e.data.verifyToken,
        read_receipts: false,
        state: 'active',
        suspension: null,
        checks: checked(
          [],
          checkSteps.map((step) => ({ step, state: 'not_checked' })),
          e.meta.at,
        ),
        proved: false,
      })),
    ],
    ChannelRenamed: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({ ...old, name: e.data.name })),
      ),
    ],
    ChannelCredentialsChanged: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({ ...old, app_id: e.data.appId })),
      ),
    ],
    // Nothing that was found or proved is about this number.
    ChannelNumberChanged: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => {
          const proved = old.proved && e.data.phoneNumberId === old.phone_number_id;
          return {
            ...old,
            phone_number: e.data.phoneNumber,
            phone_number_id: e.data.phoneNumberId,
            business_account_id: e.data.businessAccountId,
            proved,
            checks: checked(
              old.checks,
              checkSteps.filter((step) => step !== 'test_message' || !proved).map((step) => ({ step, state: 'not_checked' })),
              e.meta.at,
            ),
          };
        }),
      ),
    ],
    ChannelReadReceiptsSet: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({ ...old, read_receipts: e.data.on })),
      ),
    ],
    // What is asked now is shown as being looked at; whether a test message arrived is not asked but proved.
    ChannelChecksRequested: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({
          ...old,
          checks: checked(
            old.checks,
            withReason(
              old.checks,
              checkSteps.filter((s) => s !== 'test_message').map((step) => ({ step, state: 'pending' })),
            ),
            e.meta.at,
          ),
        })),
      ),
    ],
    ChannelChecked: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({
          ...old,
          checks: checked(
            old.checks,
            withReason(old.checks, old.proved ? e.data.checks.filter((c) => c.step !== 'test_message') : e.data.checks),
            e.meta.at,
          ),
        })),
      ),
    ],
    ChannelProved: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({ ...old, proved: true, checks: checked(old.checks, [{ step: 'test_message', state: 'ok' }], e.meta.at) })),
      ),
    ],
    ChannelRegistrationRequested: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({ ...old, checks: checked(old.checks, [{ step: 'registered', state: 'pending' }], e.meta.at) })),
      ),
    ],
    ChannelRegistrationAnswered: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({
          ...old,
          checks: checked(old.checks, [e.data.ok ? { step: 'registered', state: 'ok' } : refusedRegistration(e.data.code)], e.meta.at),
        })),
      ),
    ],
    ChannelTemplatesRequested: ignored,
    ChannelSuspended: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old, e) => ({ ...old, state: 'suspended', suspension: e.data.reason })),
      ),
    ],
    ChannelResumed: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old) => ({ ...old, state: 'active', suspension: null })),
      ),
    ],
    ChannelDisconnected: (on) => [
      on.row(
        channelTable,
        byChannel,
        changed((old) => ({ ...old, state: 'disconnected', suspension: null })),
      ),
    ],
    NumberClaimed: ignored,
  },
});
