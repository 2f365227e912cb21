import { channelTable } from '@master-ia/schemas/channels/tables.ts';
import { contactDocTable, contactTable } from '@master-ia/schemas/contacts/tables.ts';
import { INSTALLATION } from '@master-ia/schemas/contract.ts';
import {
  inboxLabelTable,
  inboxTable,
  labelTable,
  messageDocTable,
  threadTable,
  type InboxRow,
} from '@master-ia/schemas/conversations/tables.ts';
import { channelDeliveryTable, deliveryProblemTable } from '@master-ia/schemas/ingest/tables.ts';
import type { Role, Scope } from '@master-ia/schemas/permissions.ts';
import { templateTable } from '@master-ia/schemas/templates/tables.ts';
import { accountTable, apiKeyTable, companyTable, memberTable } from '@master-ia/schemas/tenancy/tables.ts';
import type { Database } from '@master-ia/platform/ports/sql.ts';
import { uuidFrom } from '@master-ia/platform/runtime/ids.ts';
import { sha256 } from '../auth/sessions.ts';
import { putFact, putRow } from './read-models.ts';

const AT = new Date('2026-01-15T11:00:00.000Z');
export const positionAt = (n: number): string => String(n).padStart(20, '0');

/** A person with an account, not yet of any company. */
export const putPerson = async (db: Database, name: string): Promise<string> => {
  const userId = uuidFrom('test user', name);
  await putRow(db, INSTALLATION, accountTable, { user_id: userId, email: `${name}@example.com`, name, locale: null, has_password: true });
  return userId;
};
export const putMember = async (
  db: Database,
  tenant: string,
  userId: string,
  role: Role,
  state: 'invited' | 'active' | 'removed' = 'active',
): Promise<void> => {
  await putRow(db, tenant, memberTable, { user_id: userId, role, visibility: null, state });
  await putFact(db, tenant, 'member', userId, { role, visibility: null, state });
};
/** A key for programs; answers its text. */
export const putKey = async (
  db: Database,
  tenant: string,
  name: string,
  scopes: readonly Scope[],
): Promise<{ readonly key: string; readonly apiKeyId: string; readonly hash: string }> => {
  const key = `mia_${sha256(`${tenant}${name}`).slice(0, 43)}`;
  const apiKeyId = uuidFrom(tenant, 'key', name);
  await putRow(db, tenant, apiKeyTable, { api_key_id: apiKeyId, name, scopes, hint: key.slice(-4), created_at: AT, revoked_at: null });
  await putFact(db, tenant, 'api_key', sha256(key), { apiKeyId, tenant, scopes });
  return { key, apiKeyId, hash: sha256(key) };
};

export type TestCompany = {
  readonly tenant: string;
  /** Stands in every text of the company. */
  readonly canary: string;
  readonly owner: string;
  readonly channelId: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly noteId: string;
  readonly labelId: string;
  readonly templateId: string;
  readonly apiKeyId: string;
  readonly key: string;
};

/** The row of a list for a conversation. */
export const inboxRow = (
  c: Pick<TestCompany, 'channelId' | 'contactId' | 'canary'>,
  conversationId: string,
  more: Partial<InboxRow> = {},
): InboxRow => ({
  conversation_id: conversationId,
  contact_id: c.contactId,
  channel_id: c.channelId,
  state: 'open',
  assignee_id: null,
  label_ids: [],
  last_at: AT,
  last_message_id: null,
  last_message_at: AT,
  last_message_position: positionAt(5),
  last_direction: 'in',
  last_kind: 'text',
  last_text: `last ${c.canary}`,
  last_attempts: [],
  last_status: null,
  unread: 1,
  unread_positions: [positionAt(5)],
  read_up_to: null,
  window_ends_at: new Date('2026-01-16T11:00:00.000Z'),
  waiting_since: AT,
  snoozed_until: null,
  opened_at: AT,
  ...more,
});

/** A company with one of everything, every text marked with its canary. */
export const putCompany = async (db: Database, name: string): Promise<TestCompany> => {
  const tenant = uuidFrom('test company', name);
  const canary = `canary${sha256(name).slice(0, 12)}`;
  const id = (what: string): string => uuidFrom(tenant, what);
  await putRow(db, tenant, companyTable, {
    company_id: tenant,
    name: `${name} ${canary}`,
    demo: false,
    hidden: false,
    suspended: false,
    time_zone: 'America/Sao_Paulo',
  });
  await putFact(db, tenant, 'company', 'self', { suspended: false, hidden: false, demo: false });
  const owner = await putPerson(db, `owner-${canary}`);
  await putMember(db, tenant, owner, 'owner');
  const { apiKeyId, key } = await putKey(db, tenant, canary, ['read', 'send', 'contacts', 'manage']);
  const c = {
    tenant,
    canary,
    owner,
    apiKeyId,
    key,
    channelId: id('channel'),
    contactId: id('contact'),
    conversationId: id('conversation'),
    messageId: id('message'),
    noteId: id('note'),
    labelId: id('label'),
    templateId: id('template'),
  };
  await putRow(db, tenant, channelTable, {
    channel_id: c.channelId,
    kind: 'whatsapp_cloud',
    name: canary,
    phone_number: '+5511987650000',
    phone_number_id: canary,
    business_account_id: canary,
    app_id: canary,
    simulated: true,
    verify_token: canary,
    read_receipts: true,
    state: 'active',
    suspension: null,
    checks: [],
    proved: false,
  });
  await putFact(db, tenant, 'channel', c.channelId, { state: 'active', tenant });
  await putRow(db, tenant, contactTable, {
    contact_id: c.contactId,
    given_name: canary,
    profile_name: canary,
    name: canary,
    sort_name: canary,
    phone: '+5511987650001',
    addresses: [{ kind: 'phone', value: canary }],
    blocked: false,
    linked: [],
    created_at: AT,
  });
  await putRow(db, tenant, contactDocTable, { contact_id: c.contactId, doc: `${canary} everybody` });
  await putRow(db, tenant, labelTable, { label_id: c.labelId, name: canary, color: '#112233' });
  await putRow(db, tenant, inboxTable, inboxRow(c, c.conversationId, { label_ids: [c.labelId], last_message_id: c.messageId }));
  await putRow(db, tenant, inboxLabelTable, { conversation_id: c.conversationId, label_id: c.labelId, last_at: AT });
  const line = {
    conversation_id: c.conversationId,
    at: AT,
    direction: null,
    kind: null,
    content: null,
    text: canary,
    media: null,
    reply_to: null,
    reactions: [],
    attempts: [],
    status: null,
    failure: null,
  };
  await putRow(db, tenant, threadTable, {
    ...line,
    item_id: c.messageId,
    type: 'message',
    position: positionAt(5),
    direction: 'in',
    kind: 'text',
    content: { kind: 'text', text: canary },
    author_kind: null,
    author_id: null,
    activity: null,
    data: null,
  });
  await putRow(db, tenant, threadTable, {
    ...line,
    item_id: c.noteId,
    type: 'note',
    position: positionAt(6),
    author_kind: 'user',
    author_id: owner,
    activity: null,
    data: null,
  });
  await putRow(db, tenant, messageDocTable, {
    message_id: c.messageId,
    conversation_id: c.conversationId,
    at: AT,
    doc: `${canary} everybody`,
  });
  await putRow(db, tenant, templateTable, {
    template_id: c.templateId,
    channel_id: c.channelId,
    name: canary,
    language: 'pt_BR',
    status: 'APPROVED',
    category: 'UTILITY',
    form: { body: canary, header: null, footer: null, buttons: [], variables: [] } as never,
    synced_at: AT,
  });
  await putRow(db, tenant, channelDeliveryTable, { channel_id: c.channelId, deliveries: 3, last_at: AT });
  await putRow(db, tenant, deliveryProblemTable, { delivery_id: id('delivery'), channel_id: c.channelId, at: AT, size: 10, code: canary });
  return c;
};
