import { createHash } from 'node:crypto';
import type { Actor } from '@master-ia/schemas/contract.ts';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { COMPANY, CONNECTOR, INSTALLER } from './memory-service.ts';

/** A message id as WhatsApp makes them: base64 of the other side's phone and a random part. */
const wamidOf = (phone: string, what: string): string =>
  `wamid.${Buffer.concat([Buffer.from([0x1c, 0x18, phone.length]), Buffer.from(phone), Buffer.from([0x15, 0x02, 0x00, 0x12, 0x18, 0x14]), createHash('sha256').update(what).digest().subarray(0, 10), Buffer.from([0])]).toString('base64')}`;

/** What a person or a company would not want to be read: each is found again in what is stored, if it is there. */
export const canaries = {
  customer: 'Zuleide Canaria',
  profile: 'Zuzu Canaria',
  phone: '5511912345678',
  wamid: wamidOf('5511912345678', 'in 1'),
  /** The phone as it stands in an id of the provider. */
  encodedPhone: 'NTUxMTkxMjM0NTY3',
  bsuid: 'BR.canary777',
  text: 'xyzzy canary text',
  note: 'xyzzy canary note',
  email: 'canary.person@example.com',
  colleague: 'Carmo Canario',
  password: 'canary password one',
  newPassword: 'canary password two',
  accessToken: 'canary-access-token',
  nextToken: 'canary-access-token-2',
  appSecret: 'canary-app-secret',
  pin: '918273',
} as const;

/** `other`: what is different in another body of the same command. */
export type Told = {
  readonly name: string;
  /** Of the command: the same in every life. */
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly other?: Readonly<Record<string, unknown>>;
  readonly tenant?: string;
  readonly actor?: Actor;
  /** Fields of the answer that are told once. */
  readonly once?: readonly string[];
};
/** Sends one command and answers its result. */
export type Teller = (t: Told) => Promise<Readonly<Record<string, string>>>;

const form = {
  providerId: '1',
  name: 'oi',
  language: 'pt_BR',
  category: 'UTILITY',
  status: 'APPROVED',
  named: false,
  header: null,
  headerFormat: null,
  body: 'Oi',
  footer: null,
  buttons: [],
  variables: [],
};
const id = (what: string): string => uuidFrom('whole life', what);
/** An id of another message of the same customer. */
export const wamid = (what: string): string => wamidOf(canaries.phone, what);
const content = (text: string) => ({ kind: 'text', text });

/** A life in which every command of the product is sent and changes something. */
export const wholeLife = async (teller: Teller, now: Date): Promise<void> => {
  const counts = new Map<string, number>();
  const commandId = (name: string): string => id(`${name} ${counts.get(name) ?? 0}`);
  const tell = (t: Omit<Told, 'id'>) => {
    counts.set(t.name, (counts.get(t.name) ?? 0) + 1);
    return teller({ ...t, id: commandId(t.name) });
  };
  const soon = new Date(now.getTime() + 3_600_000).toISOString();
  // A company and its people.
  const owner = await tell({
    name: 'CreateOwner',
    actor: INSTALLER,
    data: { companyId: COMPANY, companyName: 'Loja', email: canaries.email, name: canaries.colleague, password: canaries.password },
  });
  const userId = owner['userId']!;
  const me: Actor = { kind: 'user', id: userId };
  const own = { tenant: INSTALLATION, actor: me };
  await tell({ name: 'RenameUser', ...own, data: { userId, name: `${canaries.colleague} Filho` }, other: { name: 'X' } });
  await tell({ name: 'ChooseLanguage', ...own, data: { userId, locale: 'en' }, other: { locale: 'pt-BR' } });
  await tell({ name: 'SetPassword', ...own, data: { userId, currentPassword: canaries.password, newPassword: canaries.newPassword } });
  await tell({ name: 'RenameCompany', actor: me, data: { companyId: COMPANY, name: 'Loja 2' }, other: { name: 'X' } });
  await tell({ name: 'HideCompany', actor: me, data: { companyId: COMPANY, hidden: true }, other: { hidden: false } });
  await tell({ name: 'SuspendCompany', actor: INSTALLER, data: { companyId: COMPANY, suspended: true }, other: { suspended: false } });
  await tell({ name: 'SuspendCompany', actor: INSTALLER, data: { companyId: COMPANY, suspended: false }, other: { suspended: true } });
  await tell({ name: 'ClaimCompany', tenant: INSTALLATION, actor: INSTALLER, data: { userId, companyId: id('claimed company') } });
  await tell({ name: 'FoundCompany', tenant: id('second company'), actor: me, data: { companyId: id('second company'), name: 'Filial' } });
  await tell({
    name: 'CreateCompany',
    tenant: id('third company'),
    actor: INSTALLER,
    data: { companyId: id('third company'), name: 'Matriz' },
    other: { name: 'X' },
  });
  const invited = await tell({
    name: 'InviteUser',
    actor: me,
    data: { email: `second.${canaries.email}`, role: 'agent' },
    once: ['token'],
  });
  const second = invited['userId']!;
  const memberId = uuidFrom(COMPANY, 'member', second);
  await tell({ name: 'JoinCompany', actor: INSTALLER, data: { memberId, userId: second }, other: { userId } });
  await tell({ name: 'ChangeMemberRole', actor: me, data: { memberId, userId: second, role: 'admin' }, other: { role: 'analyst' } });
  await tell({ name: 'RemoveMember', actor: me, data: { memberId, userId: second }, other: { userId } });
  await tell({ name: 'AddMember', actor: INSTALLER, data: { memberId, userId: second, role: 'agent' }, other: { role: 'admin' } });
  await tell({
    name: 'ClaimEmail',
    tenant: INSTALLATION,
    actor: INSTALLER,
    data: { emailId: id('email'), userId },
    other: { userId: second },
  });
  await tell({
    name: 'RegisterUser',
    tenant: INSTALLATION,
    actor: INSTALLER,
    data: { userId: id('third'), email: `third.${canaries.email}`, name: canaries.colleague },
    other: { name: 'X' },
  });
  const key = await tell({
    name: 'CreateApiKey',
    actor: me,
    data: { name: 'BI', scopes: ['read'] },
    other: { name: 'X' },
    once: ['secret'],
  });
  await tell({ name: 'RevokeApiKey', actor: me, data: { apiKeyId: key['apiKeyId'] } });
  await tell({
    name: 'MakeLink',
    tenant: INSTALLATION,
    actor: INSTALLER,
    data: { userId, companyId: COMPANY, purpose: 'enter', minutes: 5 },
    once: ['token'],
  });
  const hash = createHash('sha256').update('link').digest('hex');
  const link = { linkId: id('link'), hash, userId, companyId: COMPANY, purpose: 'invite', expiresAt: soon };
  await tell({ name: 'IssueLink', tenant: INSTALLATION, actor: INSTALLER, data: link, other: { purpose: 'enter' } });
  await tell({
    name: 'UseLink',
    tenant: INSTALLATION,
    actor: INSTALLER,
    data: { linkId: link.linkId, hash },
    other: { hash: 'ab'.repeat(32) },
  });

  // A channel.
  const connect = {
    name: 'Loja',
    phoneNumber: '+5511988887777',
    phoneNumberId: '106540352242922',
    businessAccountId: '102290129340398',
    accessToken: canaries.accessToken,
    appSecret: canaries.appSecret,
  };
  const channelId = (await tell({ name: 'ConnectWhatsAppCloudChannel', actor: me, data: connect, other: { name: 'X' } }))['channelId']!;
  const branch = { channelId: id('second channel'), phoneNumberId: '106540352242923' };
  await tell({
    name: 'ClaimNumber',
    actor: INSTALLER,
    data: { ...branch, numberId: uuidFrom(COMPANY, 'number', branch.phoneNumberId) },
    other: { channelId: id('third channel') },
  });
  await tell({ name: 'OpenWhatsAppCloudChannel', actor: INSTALLER, data: { ...connect, ...branch }, other: { name: 'X' } });
  await tell({ name: 'ChangeChannel', actor: INSTALLER, data: { channelId: branch.channelId, name: 'Filial' }, other: { name: 'X' } });
  await tell({ name: 'RequestChannelChecks', actor: me, data: { channelId } });
  const requestOf = (name: string, n = 0): string => uuidFrom(COMPANY, commandId(name), String(n));
  await tell({
    name: 'RecordChannelChecks',
    actor: INSTALLER,
    data: { channelId, requestId: requestOf('RequestChannelChecks'), checks: [{ step: 'token', state: 'ok' }] },
    other: { checks: [] },
  });
  await tell({ name: 'ProveChannel', actor: INSTALLER, data: { channelId } });
  await tell({ name: 'RegisterChannelNumber', actor: me, data: { channelId, pin: canaries.pin } });
  await tell({
    name: 'RecordChannelRegistration',
    actor: INSTALLER,
    data: { channelId, requestId: requestOf('RegisterChannelNumber'), ok: true, code: null },
    other: { ok: false },
  });
  await tell({ name: 'RequestTemplates', actor: me, data: { channelId } });
  await tell({
    name: 'SuspendChannel',
    actor: INSTALLER,
    data: { channelId, reason: 'token_expired', code: '190', secretVersion: 1 },
    other: { code: '191' },
  });
  await tell({
    name: 'UpdateChannel',
    actor: me,
    data: { channelId, accessToken: canaries.nextToken, readReceipts: true, phoneNumberId: '106540352242924' },
    other: { readReceipts: false },
  });
  for (const [templateId, name] of [
    [id('template'), 'oi'],
    [id('hello'), 'hello_world'],
  ] as const)
    await tell({
      name: 'RecordTemplate',
      actor: INSTALLER,
      data: { templateId, channelId, form: { ...form, name, language: name === 'oi' ? 'pt_BR' : 'en_US' } },
      other: { form: { ...form, body: 'x' } },
    });
  await tell({
    name: 'RecordTemplateStatus',
    actor: INSTALLER,
    data: { templateId: id('template'), channelId, status: 'PAUSED' },
    other: { status: 'X' },
  });
  await tell({ name: 'RemoveTemplate', actor: INSTALLER, data: { templateId: id('template'), channelId }, other: { channelId: id('x') } });

  // A customer writes.
  const delivery = { deliveryId: id('delivery'), channelId, size: 12, sha256: 'ab'.repeat(32) };
  await tell({ name: 'ReceiveDelivery', actor: INSTALLER, data: delivery, other: { size: 13 } });
  await tell({
    name: 'RecordDeliveryProblems',
    actor: INSTALLER,
    data: { deliveryId: delivery.deliveryId, parser: 1, problems: [{ code: 'not_json' }] },
    other: { parser: 2 },
  });
  const inbound = {
    channelId,
    providerId: canaries.wamid,
    deliveryId: delivery.deliveryId,
    toldAt: now.toISOString(),
    sender: { phone: `+${canaries.phone}`, bsuid: canaries.bsuid, profileName: canaries.profile },
    content: content(canaries.text),
    parser: 1,
  };
  const {
    conversationId,
    messageId: inId,
    contactId,
  } = (await tell({ name: 'ReceiveInbound', actor: CONNECTOR, data: inbound })) as {
    conversationId: string;
    messageId: string;
    contactId: string;
  };
  await tell({
    name: 'CorrectMessage',
    actor: INSTALLER,
    data: {
      messageId: inId,
      conversationId,
      contactId,
      channelId,
      parser: 2,
      content: content(`${canaries.text}!`),
      replyToProviderId: null,
      replyToMessageId: null,
      forwarded: false,
    },
    other: { parser: 3 },
  });
  await tell({
    name: 'ReceiveMessage',
    actor: INSTALLER,
    data: {
      messageId: id('in 2'),
      conversationId,
      contactId,
      channelId,
      providerId: wamid('in 2'),
      deliveryId: delivery.deliveryId,
      content: { kind: 'image', mime: 'image/jpeg', providerMediaId: '7', caption: canaries.text },
      replyToProviderId: null,
      replyToMessageId: null,
      forwarded: false,
    },
    other: { forwarded: true },
  });
  await tell({ name: 'RecordMediaFailure', actor: INSTALLER, data: { messageId: id('in 2'), code: 'stalled' }, other: { code: 'x' } });
  await tell({
    name: 'RecordMedia',
    actor: INSTALLER,
    data: { messageId: id('in 2'), mediaId: id('media'), mime: 'image/jpeg', size: 9, sha256: 'ab'.repeat(32) },
    other: { size: 8 },
  });

  // Contacts.
  await tell({ name: 'UpdateContact', actor: me, data: { contactId, name: canaries.customer }, other: { name: 'X' } });
  await tell({
    name: 'SeeContactProfile',
    actor: INSTALLER,
    data: { contactId, profileName: `${canaries.profile} 2` },
    other: { profileName: 'X' },
  });
  await tell({ name: 'BlockContact', actor: me, data: { contactId } });
  await tell({ name: 'UnblockContact', actor: me, data: { contactId } });
  await tell({ name: 'CreateContact', actor: me, data: { name: `${canaries.customer} 2`, phone: `${canaries.phone.slice(0, -1)}0` } });
  await tell({
    name: 'ResolveContact',
    actor: INSTALLER,
    data: { addresses: [{ kind: 'bsuid', address: `${canaries.bsuid}x` }], source: 'inbound', profileName: canaries.profile },
  });
  await tell({
    name: 'ClaimAddress',
    actor: INSTALLER,
    data: { identityId: id('identity'), contactId: id('contact'), kind: 'phone' },
    other: { kind: 'bsuid' },
  });
  await tell({
    name: 'CreateContactRecord',
    actor: INSTALLER,
    data: { contactId: id('contact'), source: 'manual', name: canaries.customer },
    other: { source: 'inbound' },
  });
  await tell({
    name: 'AddContactAddress',
    actor: INSTALLER,
    data: { contactId: id('contact'), identityId: id('identity'), kind: 'phone', address: `+${canaries.phone}1` },
    other: { kind: 'bsuid' },
  });
  await tell({
    name: 'LinkContact',
    actor: INSTALLER,
    data: { contactId, otherId: id('contact'), reason: 'same_message' },
    other: { reason: 'x' },
  });

  // The conversation.
  const labelId = (await tell({ name: 'SaveLabel', actor: me, data: { name: 'VIP', color: '#0f9f94' }, other: { name: 'X' } }))['labelId']!;
  await tell({ name: 'LabelConversation', actor: me, data: { conversationId, labelId, on: true }, other: { on: false } });
  await tell({ name: 'DeleteLabel', actor: me, data: { labelId } });
  await tell({ name: 'AddNote', actor: me, data: { conversationId, text: canaries.note }, other: { text: 'x' } });
  await tell({ name: 'AssignConversation', actor: me, data: { conversationId, userId: second }, other: { userId } });
  await tell({ name: 'AssignConversation', actor: me, data: { conversationId, userId: null }, other: { userId } });
  await tell({ name: 'AssignOnAnswer', actor: INSTALLER, data: { conversationId, userId }, other: { userId: second } });
  await tell({
    name: 'SnoozeConversation',
    actor: me,
    data: { conversationId, until: soon },
    other: { until: new Date(now.getTime() + 9_000_000).toISOString() },
  });
  await tell({ name: 'WakeConversation', actor: INSTALLER, data: { conversationId, until: soon }, other: { until: now.toISOString() } });
  await tell({ name: 'CloseConversation', actor: me, data: { conversationId } });
  await tell({ name: 'NoticeMessage', actor: INSTALLER, data: { conversationId } });
  await tell({ name: 'CloseConversation', actor: me, data: { conversationId } });
  await tell({ name: 'ReopenConversation', actor: me, data: { conversationId } });
  await tell({
    name: 'MarkConversationRead',
    actor: me,
    data: { conversationId, upTo: '9'.padStart(20, '0') },
    other: { upTo: '8'.padStart(20, '0') },
  });
  await tell({
    name: 'OpenConversation',
    actor: INSTALLER,
    data: { conversationId: id('conversation'), channelId, contactId, by: 'outbound' },
    other: { by: 'inbound' },
  });

  // Answers, and what became of them.
  const say = async (text: string) =>
    (await tell({ name: 'SendMessage', actor: me, data: { conversationId, outgoing: { text } }, other: { outgoing: { text: 'x' } } }))[
      'messageId'
    ]!;
  const step = (name: string, messageId: string, data: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) =>
    tell({ name, actor: INSTALLER, data: { messageId, ...data }, other });
  const told = { channelId, deliveryId: delivery.deliveryId, status: 'delivered', toldAt: now.toISOString(), code: null, reason: null };
  const sent = await say(canaries.text);
  await step('StartSend', sent, { attempt: 1 }, { attempt: 2 });
  await step('RecordSendAccepted', sent, { attempt: 1, providerId: wamid('out') }, { held: true });
  await step(
    'RecordStatus',
    sent,
    { attempt: 1, providerKey: 'ab'.repeat(32), providerId: wamid('out'), status: 'sent', code: null, reason: null },
    { status: 'read' },
  );
  await tell({
    name: 'ReceiveStatus',
    actor: CONNECTOR,
    data: { ...told, providerId: wamid('out'), callbackData: `${sent}:1` },
  });
  // One that quotes, and one whose acceptance nobody has recorded.
  await tell({
    name: 'SendMessage',
    actor: me,
    data: { conversationId, outgoing: { text: canaries.text, replyTo: inId } },
    other: { outgoing: { text: 'x', replyTo: inId } },
  });
  const unheard = await say(canaries.text);
  await step('StartSend', unheard, { attempt: 1 }, { attempt: 2 });
  await tell({ name: 'ReceiveStatus', actor: CONNECTOR, data: { ...told, providerId: wamid('unheard'), callbackData: `${unheard}:1` } });
  const failed = await say(canaries.text);
  await step('StartSend', failed, { attempt: 1 }, { attempt: 2 });
  await step('RecordSendRefused', failed, { attempt: 1, code: '131047', reason: null, final: true }, { final: false });
  await tell({ name: 'RetryMessage', actor: me, data: { messageId: failed } });
  await step('ExpireSend', failed, { attempt: 2 }, { attempt: 1 });
  for (const word of ['MarkMessageSent', 'SendMessageAgain']) {
    const doubtful = await say(canaries.text);
    await step('StartSend', doubtful, { attempt: 1 }, { attempt: 2 });
    await step('RecordSendUnknown', doubtful, { attempt: 1, why: 'timeout' }, { why: 'reset' });
    await tell({ name: word, actor: me, data: { messageId: doubtful } });
  }
  await tell({ name: 'StartConversation', actor: me, data: { channelId, contactId, text: canaries.text } });
  await tell({ name: 'SendTestMessage', actor: me, data: { channelId, to: `${canaries.phone.slice(0, -1)}1` } });
  await tell({ name: 'DisconnectChannel', actor: me, data: { channelId } });
};
