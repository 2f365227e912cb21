import { suspensionReasons, type Check } from '@master-ia/schemas/channels/channel.ts';
import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { COMMAND, given, newIds, TENANT } from '@master-ia/platform/testing/given.ts';
import { channelDecider } from './channel.ts';

const { newId, id } = newIds(COMMAND);
const phoneNumberId = '106540352242922';
const channelId = id(TENANT, 'whatsapp_cloud', phoneNumberId);
const channel = channelDecider({ simulatedAllowed: true });
const prepared = {
  phone: '+5511987654321',
  claim: 1,
  simulatedAllowed: true,
  verifyToken: 'v',
  secrets: { accessToken: 1, appSecret: 1 },
};
const connect = {
  channelId,
  name: 'Loja',
  phoneNumber: '11 98765-4321',
  phoneNumberId,
  businessAccountId: '102290129340398',
  accessToken: 'token',
  appSecret: 'secret',
};
const connected = {
  type: 'ChannelConnected' as const,
  data: {
    channelId,
    companyId: TENANT,
    kind: 'whatsapp_cloud' as const,
    name: 'Loja',
    phoneNumber: '+5511987654321',
    phoneNumberId,
    businessAccountId: '102290129340398',
    appId: null,
    simulated: false,
    verifyToken: 'v',
    secrets: { accessToken: 1, appSecret: 1 },
    claim: 1,
  },
};
const checks = (n: number) => ({ type: 'ChannelChecksRequested' as const, data: { channelId, requestId: newId(n) } });
const templates = (n: number) => ({ type: 'ChannelTemplatesRequested' as const, data: { channelId, requestId: newId(n) } });
const suspended = { type: 'ChannelSuspended' as const, data: { channelId, reason: 'token_expired' as const, code: '190' } };
const resumed = { type: 'ChannelResumed' as const, data: { channelId } };
const changed = (accessToken: number, appSecret: number, appId: string | null = null) => ({
  type: 'ChannelCredentialsChanged' as const,
  data: { channelId, appId, secrets: { accessToken, appSecret } },
});
const disconnected = { type: 'ChannelDisconnected' as const, data: { channelId } };
const live = given(channel).events(connected);
const me = { channelId };
const noSecrets = { prepared: { secrets: {}, phone: null, claim: 1 } };
const withSecrets = (secrets: { readonly accessToken?: number; readonly appSecret?: number }) => ({
  prepared: { ...noSecrets.prepared, secrets },
});

describe('connecting', () => {
  it('makes the channel, and asks for its checks and templates', () =>
    given(channel)
      .when('OpenWhatsAppCloudChannel', connect, { prepared })
      .then([connected, checks(1), templates(2)]));
  it('is refused for a number that is connected', () => {
    live.when('OpenWhatsAppCloudChannel', connect, { prepared }).then(refuse('already_connected', 'phoneNumberId'));
    live.events(suspended).when('OpenWhatsAppCloudChannel', connect, { prepared }).then(refuse('already_connected', 'phoneNumberId'));
  });
  it('is refused for a number that another channel has', () =>
    given(channel)
      .when('OpenWhatsAppCloudChannel', connect, { prepared: { ...prepared, claim: null } })
      .then(refuse('already_connected', 'phoneNumberId')));
  it('is possible again after disconnecting, under another claim of the number', () => {
    live.events(disconnected).when('OpenWhatsAppCloudChannel', connect, { prepared }).then(refuse('already_connected', 'phoneNumberId'));
    live
      .events(disconnected)
      .when('OpenWhatsAppCloudChannel', connect, { prepared: { ...prepared, claim: 2 } })
      .then([{ ...connected, data: { ...connected.data, claim: 2 } }, checks(1), templates(2)]);
  });
  it('is refused for what is no phone', () =>
    given(channel)
      .when('OpenWhatsAppCloudChannel', connect, { prepared: { ...prepared, phone: null } })
      .then(refuse('phone_invalid', 'phoneNumber')));
  it('takes simulated numbers only where they are allowed', () => {
    const simulated = { ...connect, phoneNumberId: '999000012345678' };
    given(channel)
      .when('OpenWhatsAppCloudChannel', simulated, { prepared: { ...prepared, simulatedAllowed: false } })
      .then(refuse('simulated_not_allowed', 'phoneNumberId'));
    const { answer } = given(channel).when('OpenWhatsAppCloudChannel', simulated, { prepared });
    expect(answer).toMatchObject([{ data: { simulated: true } }, {}, {}]);
  });
});

describe('changing', () => {
  it('records what is different only', () => {
    live.when('ChangeChannel', { channelId, name: 'Loja' }, noSecrets).then([]);
    live.when('ChangeChannel', { channelId, name: 'Outra', readReceipts: true }, noSecrets).then([
      { type: 'ChannelRenamed', data: { channelId, name: 'Outra' } },
      { type: 'ChannelReadReceiptsSet', data: { channelId, on: true } },
    ]);
  });
  it('with new credentials asks for checks and templates', () => {
    live
      .when('ChangeChannel', { channelId, appSecret: 's2' }, withSecrets({ appSecret: 2 }))
      .then([changed(1, 2), checks(1), templates(2)]);
    live.when('ChangeChannel', { channelId, appId: '12345' }, noSecrets).then([changed(1, 1, '12345'), checks(1), templates(2)]);
  });
  it('resumes a suspended channel with a new token, not with another secret', () => {
    live
      .events(suspended)
      .when('ChangeChannel', { channelId, accessToken: 't2' }, withSecrets({ accessToken: 2 }))
      .then([changed(2, 1), resumed, checks(1), templates(2)]);
    live
      .events(suspended)
      .when('ChangeChannel', { channelId, appSecret: 's2' }, withSecrets({ appSecret: 2 }))
      .then([changed(1, 2), checks(1), templates(2)]);
  });
});

describe('correcting the number', () => {
  const other = { phoneNumber: '+5511987654322', phoneNumberId: '106540352242999', businessAccountId: '102290129340398' };
  const moved = { type: 'ChannelNumberChanged' as const, data: { channelId, ...other, formerPhoneNumberId: phoneNumberId, claim: 1 } };
  const typed = { channelId, phoneNumber: '(11) 98765-4322', phoneNumberId: other.phoneNumberId };
  const found = { prepared: { secrets: {}, phone: other.phoneNumber, claim: 1 } };
  const withReason = (reason: 'token_expired' | 'number_gone') => ({ ...suspended, data: { ...suspended.data, reason } });

  it('takes what differs, and asks for checks and templates of it', () => {
    live.when('ChangeChannel', typed, found).then([moved, checks(1), templates(2)]);
    live.events(moved).when('ChangeChannel', typed, found).then([]);
    live.when('ChangeChannel', { channelId, businessAccountId: '102290129340399' }, noSecrets).then([
      {
        type: 'ChannelNumberChanged',
        data: {
          channelId,
          phoneNumber: '+5511987654321',
          phoneNumberId,
          businessAccountId: '102290129340399',
          formerPhoneNumberId: phoneNumberId,
          claim: 1,
        },
      },
      checks(1),
      templates(2),
    ]);
  });
  it('is refused for what is no phone, what another channel has, and what is simulated', () => {
    live
      .when('ChangeChannel', { ...typed, phoneNumber: 'x' }, { prepared: { ...found.prepared, phone: null } })
      .then(refuse('phone_invalid', 'phoneNumber'));
    live.when('ChangeChannel', typed, { prepared: { ...found.prepared, claim: null } }).then(refuse('number_taken', 'phoneNumberId'));
    live.when('ChangeChannel', { ...typed, phoneNumberId: '999000012345678' }, found).then(refuse('simulated_number', 'phoneNumberId'));
    const simulated = given(channel).events({ ...connected, data: { ...connected.data, simulated: true } });
    simulated.when('ChangeChannel', typed, found).then(refuse('simulated_number', 'phoneNumberId'));
    simulated
      .when('ChangeChannel', { channelId, name: 'Outra', phoneNumberId }, noSecrets)
      .then([{ type: 'ChannelRenamed', data: { channelId, name: 'Outra' } }]);
  });
  it('resumes what the number was to blame for, not an expired token', () => {
    live
      .events(withReason('number_gone'))
      .when('ChangeChannel', typed, found)
      .then([moved, resumed, checks(1), templates(2)]);
    live
      .events(withReason('token_expired'))
      .when('ChangeChannel', typed, found)
      .then([moved, checks(1), templates(2)]);
  });
  it('is to be proved again', () => {
    const proof = { type: 'ChannelProved' as const, data: me };
    live.events(proof, moved).when('ProveChannel', me).then([proof]);
    const account = { ...moved, data: { ...moved.data, phoneNumberId } };
    live.events(proof, account).when('ProveChannel', me).then([]);
  });
});

describe('suspending', () => {
  const suspend = { channelId, reason: 'token_expired' as const, code: '190', secretVersion: 1 };
  it('happens once', () => {
    live.when('SuspendChannel', suspend).then([suspended]);
    live.events(suspended).when('SuspendChannel', suspend).then([]);
    live.events(suspended, resumed).when('SuspendChannel', suspend).then([suspended]);
  });
  it('is not caused by an old token, nor of what is not there', () => {
    live.events(changed(2, 1)).when('SuspendChannel', suspend).then([]);
    live.events(disconnected).when('SuspendChannel', suspend).then([]);
    given(channel).when('SuspendChannel', suspend).then([]);
  });
});

describe('checks of a suspended channel', () => {
  const found = (o: { readonly token?: Check['state']; readonly secret?: Check['state']; readonly registered?: Check['state'] } = {}) => ({
    channelId,
    requestId: newId(0),
    checks: [
      { step: 'token' as const, state: o.token ?? ('ok' as const) },
      { step: 'secret' as const, state: o.secret ?? ('ok' as const) },
      { step: 'registered' as const, state: o.registered ?? ('ok' as const) },
      { step: 'webhook' as const, state: 'failed' as const },
      { step: 'test_message' as const, state: 'not_checked' as const },
    ],
  });
  const checked = (data: ReturnType<typeof found>) => ({ type: 'ChannelChecked' as const, data });
  it.each(suspensionReasons)('resume it when they find nothing that stops a send: %s', (reason) => {
    const held = live.events({ ...suspended, data: { ...suspended.data, reason } }, checks(0));
    held.when('RecordChannelChecks', found()).then([checked(found()), resumed]);
    const untold = found({ registered: 'not_checked' });
    held.when('RecordChannelChecks', untold).then([checked(untold), resumed]);
  });
  it.each([{ token: 'failed' }, { token: 'pending' }, { secret: 'failed' }, { registered: 'failed' }] as const)(
    'leave it suspended when they find %j',
    (o) => {
      live
        .events(suspended, checks(0))
        .when('RecordChannelChecks', found(o))
        .then([checked(found(o))]);
    },
  );
  it('leave it suspended when they name nothing', () => {
    const nothing = { ...found(), checks: [] };
    live
      .events(suspended, checks(0))
      .when('RecordChannelChecks', nothing)
      .then([checked(nothing)]);
  });
  it('leave it suspended when they were begun before', () => {
    live
      .events(checks(0), suspended)
      .when('RecordChannelChecks', found())
      .then([checked(found())]);
  });
  it('leave one that works, or is disconnected, as it is', () => {
    live
      .events(checks(0))
      .when('RecordChannelChecks', found())
      .then([checked(found())]);
    live
      .events(suspended, checks(0), disconnected)
      .when('RecordChannelChecks', found())
      .then([checked(found())]);
  });
});

it('takes answers to its newest questions only', () => {
  const result = { channelId, requestId: newId(0), checks: [{ step: 'token' as const, state: 'ok' as const }] };
  live.when('RequestChannelChecks', me).then([checks(0)]);
  live
    .events(checks(0))
    .when('RecordChannelChecks', result)
    .then([{ type: 'ChannelChecked', data: result }]);
  live.events(checks(0), checks(5)).when('RecordChannelChecks', result).then([]);
  live.events(checks(0), { type: 'ChannelChecked', data: result }).when('RecordChannelChecks', result).then([]);
});
it('is registered with a PIN, and checked again after the answer', () => {
  const requested = { type: 'ChannelRegistrationRequested' as const, data: { channelId, requestId: newId(0), pinVersion: 3 } };
  const answered = { channelId, requestId: newId(0), ok: true, code: null };
  live.when('RegisterChannelNumber', { channelId, pin: '123456' }, { prepared: { version: 3 } }).then([requested]);
  live
    .events(requested)
    .when('RecordChannelRegistration', answered)
    .then([{ type: 'ChannelRegistrationAnswered', data: answered }, checks(0)]);
  live.when('RecordChannelRegistration', answered).then([]);
});
it('is proved once', () => {
  live.when('ProveChannel', me).then([{ type: 'ChannelProved', data: me }]);
  live.events({ type: 'ChannelProved', data: me }).when('ProveChannel', me).then([]);
  live.events(disconnected).when('ProveChannel', me).then([]);
});
it('asks for templates', () => live.when('RequestTemplates', me).then([templates(0)]));
it('is disconnected once', () => {
  live.when('DisconnectChannel', me).then([disconnected]);
  live.events(disconnected).when('DisconnectChannel', me).then([]);
});
it('that is not there, or no more, is not found', () => {
  for (const start of [given(channel), live.events(disconnected)]) {
    start.when('ChangeChannel', { channelId, name: 'x' }, noSecrets).then(refuse('not_found'));
    start.when('RequestChannelChecks', me).then(refuse('not_found'));
    start.when('RegisterChannelNumber', { channelId, pin: '123456' }, { prepared: { version: 0 } }).then(refuse('not_found'));
    start.when('RequestTemplates', me).then(refuse('not_found'));
  }
  given(channel).when('DisconnectChannel', me).then(refuse('not_found'));
});
