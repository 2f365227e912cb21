import { ERASED } from '@master-ia/schemas/contract.ts';
import type { ChannelEvents } from '@master-ia/schemas/channels/index.ts';
import type { ChannelRow } from '@master-ia/schemas/channels/tables.ts';
import { project, type Given } from '@master-ia/platform/testing/project.ts';
import { channels } from './channels.ts';

type Event = Given<ChannelEvents>;
const channelId = '44444444-4444-4444-8444-444444444444';
const connected: Event = {
  type: 'ChannelConnected',
  data: {
    channelId,
    companyId: channelId,
    kind: 'whatsapp_cloud',
    name: 'Loja',
    phoneNumber: '+551130000000',
    phoneNumberId: '1055',
    businessAccountId: '2066',
    appId: null,
    simulated: true,
    verifyToken: 'token',
    secrets: { accessToken: 1, appSecret: 1 },
    claim: 1,
  },
};
const checked = (...checks: Extract<Event, { type: 'ChannelChecked' }>['data']['checks'][number][]): Event => ({
  type: 'ChannelChecked',
  data: { channelId, requestId: 'r', checks },
});
const asked: Event = { type: 'ChannelChecksRequested', data: { channelId, requestId: 'r' } };
const proved: Event = { type: 'ChannelProved', data: { channelId } };
const refused: Extract<Event, { type: 'ChannelRegistrationAnswered' }> = {
  type: 'ChannelRegistrationAnswered',
  data: { channelId, requestId: 'p', ok: false, code: '133005' },
};
const row = (...events: readonly Event[]): ChannelRow =>
  project<ChannelEvents>(channels)
    .given([connected, ...events])
    .rows<ChannelRow>('channel')[0]!;
const states = (r: ChannelRow) => r.checks.map((c) => `${c.step} ${c.state}${c.code === undefined ? '' : ` ${c.code}`}`);

describe('channels', () => {
  it('has a connected number, active from the first moment, with nothing checked', () => {
    expect(row()).toMatchObject({
      channel_id: channelId,
      name: 'Loja',
      phone_number_id: '1055',
      verify_token: 'token',
      state: 'active',
      suspension: null,
      proved: false,
      read_receipts: false,
      simulated: true,
    });
    expect(states(row())).toEqual([
      'token not_checked',
      'secret not_checked',
      'registered not_checked',
      'webhook not_checked',
      'test_message not_checked',
    ]);
  });
  it('shows an erased verify token as null', () => {
    const erased = { ...connected, data: { ...connected.data, verifyToken: ERASED } } as unknown as Event;
    expect(project<ChannelEvents>(channels).given([erased]).rows<ChannelRow>('channel')[0]!.verify_token).toBeNull();
  });
  it('shows what is being checked, then what each check says and when', () => {
    expect(states(row(asked))).toEqual([
      'token pending',
      'secret pending',
      'registered pending',
      'webhook pending',
      'test_message not_checked',
    ]);
    const done = row(asked, checked({ step: 'token', state: 'ok' }, { step: 'secret', state: 'failed', code: 'secret_wrong' }));
    expect(states(done)).toEqual([
      'token ok',
      'secret failed secret_wrong',
      'registered pending',
      'webhook pending',
      'test_message not_checked',
    ]);
    expect(done.checks[0]!.checkedAt).toBe('2026-01-15T12:02:00.000Z');
  });
  it('stays proved, whatever later checks say', () => {
    const r = row(proved, asked, checked({ step: 'test_message', state: 'not_checked' }, { step: 'token', state: 'ok' }));
    expect([r.proved, states(r).at(-1)]).toEqual([true, 'test_message ok']);
  });
  it('shows what registering answered', () => {
    expect(states(row({ type: 'ChannelRegistrationRequested', data: { channelId, requestId: 'p', pinVersion: 1 } }))[2]).toBe(
      'registered pending',
    );
    expect(states(row(refused))[2]).toBe('registered failed registration_refused');
    expect(row(refused).checks[2]!.params).toEqual({ code: '133005' });
    expect(states(row({ ...refused, data: { ...refused.data, code: 'timeout' } }))[2]).toBe('registered failed registration_unanswered');
    expect(states(row({ type: 'ChannelRegistrationAnswered', data: { channelId, requestId: 'p', ok: true, code: null } }))[2]).toBe(
      'registered ok',
    );
  });
  it('keeps what registering was refused for, until it is asked again or the number is registered', () => {
    const registered = (...events: readonly Event[]) => states(row(...events))[2];
    const kept = 'registered failed registration_refused';
    const not = checked({ step: 'registered', state: 'failed', code: 'not_registered', params: { status: 'PENDING' } });
    expect(registered(refused, asked)).toBe('registered pending registration_refused');
    expect(registered(refused, asked, not)).toBe(kept);
    expect(row(refused, asked, not).checks[2]!.params).toEqual({ code: '133005' });
    expect(registered(refused, asked, checked({ step: 'registered', state: 'not_checked', code: 'after_earlier' }), asked, not)).toBe(kept);
    expect(registered(refused, asked, checked({ step: 'registered', state: 'ok' }), asked, not)).toBe('registered failed not_registered');
    const again: Event = { type: 'ChannelRegistrationRequested', data: { channelId, requestId: 'q', pinVersion: 2 } };
    expect(registered(refused, asked, not, again)).toBe('registered pending');
    expect(registered(refused, asked, not, again, not)).toBe('registered failed not_registered');
  });
  it('has another number after a correction, with nothing found or proved of it', () => {
    const moved = (phoneNumberId: string): Event => ({
      type: 'ChannelNumberChanged',
      data: { channelId, phoneNumber: '+551130000001', phoneNumberId, businessAccountId: '2067', formerPhoneNumberId: '1055', claim: 2 },
    });
    const ok = checked({ step: 'token', state: 'failed', code: 'number_differs', params: { number: '+55 11 3000-0001' } });
    const after = row(proved, refused, ok, moved('1056'));
    expect(after).toMatchObject({ phone_number: '+551130000001', phone_number_id: '1056', business_account_id: '2067', proved: false });
    expect(new Set(after.checks.map((c) => `${c.state} ${c.code ?? ''}`))).toEqual(new Set(['not_checked ']));
    // The same number in another account stays proved.
    expect([row(proved, moved('1055')).proved, states(row(proved, moved('1055'))).at(-1)]).toEqual([true, 'test_message ok']);
  });
  it('is suspended and resumed, renamed, changed, disconnected', () => {
    const suspended: Event = { type: 'ChannelSuspended', data: { channelId, reason: 'token_expired', code: '190' } };
    expect(row(suspended)).toMatchObject({ state: 'suspended', suspension: 'token_expired' });
    expect(row(suspended, { type: 'ChannelResumed', data: { channelId } })).toMatchObject({ state: 'active', suspension: null });
    expect(
      row(
        { type: 'ChannelRenamed', data: { channelId, name: 'Filial' } },
        { type: 'ChannelReadReceiptsSet', data: { channelId, on: true } },
      ),
    ).toMatchObject({ name: 'Filial', read_receipts: true });
    expect(
      row({ type: 'ChannelCredentialsChanged', data: { channelId, appId: '77', secrets: { accessToken: 2, appSecret: 1 } } }),
    ).toMatchObject({ app_id: '77' });
    expect(row(suspended, { type: 'ChannelDisconnected', data: { channelId } })).toMatchObject({ state: 'disconnected', suspension: null });
  });
});
