export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** ISO 8601 date and time in UTC. */
  DateTime: { input: string; output: string; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  /** E.164, for example +5511987654321. */
  PhoneNumber: { input: string; output: string; }
  /** Opaque place in the event log; send it back as x-min-position to read your own writes. */
  Position: { input: string; output: string; }
};

/** One's own account. */
export type Account = {
  __typename?: 'Account';
  /** Signs in with it. */
  email: Scalars['String']['output'];
  /** Without one, the person signs in by one-use links. */
  hasPassword: Scalars['Boolean']['output'];
  /** The same in every company of the person. */
  id: Scalars['ID']['output'];
  /** pt-BR or en; null until chosen. */
  locale?: Maybe<Scalars['String']['output']>;
  /** 1 to 120 characters. */
  name: Scalars['String']['output'];
};

/** What became of a change of the own account. */
export type AccountPayload = {
  __typename?: 'AccountPayload';
  /** The account as it is now, refused or not. */
  account?: Maybe<Account>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** A note for the team. Needs conversations.note. */
export type AddNoteInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Where. */
  conversationId: Scalars['ID']['input'];
  /** 1 to 8,000 characters. */
  text: Scalars['String']['input'];
};

/** A key for programs; its secret is shown once, at creation. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Last four characters of the key. */
  hint: Scalars['String']['output'];
  /** To revoke it by. */
  id: Scalars['ID']['output'];
  /** What its messages are signed with in threads; 1 to 120 characters. */
  name: Scalars['String']['output'];
  /** Since when it opens nothing any more; null while it is valid. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it may do. */
  scopes: Array<Scope>;
};

/** What became of a change of a key. */
export type ApiKeyPayload = {
  __typename?: 'ApiKeyPayload';
  /** The key as it is now; null when it was refused. */
  apiKey?: Maybe<ApiKey>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** Who takes a conversation. Needs conversations.assign. */
export type AssignConversationInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Which one. */
  conversationId: Scalars['ID']['input'];
  /** null: nobody. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** A new password for the own account. */
export type ChangePasswordInput = {
  /** Needed when a password is set already. */
  currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** 10 to 1,000 characters. */
  newPassword: Scalars['String']['input'];
};

/** Another role for a person of the company. Needs team.manage. */
export type ChangeUserRoleInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The new one. The last owner's stays: refused with last_owner. */
  role: Role;
  /** Whose. */
  userId: Scalars['ID']['input'];
  /** Which conversations they see; the role's own when left out. */
  visibility?: InputMaybe<Visibility>;
};

/** A number of the business at a provider. */
export type Channel = {
  __typename?: 'Channel';
  /** Id of the app at the provider; null: then scopes and expiry of the token are not checked. */
  appId?: Maybe<Scalars['String']['output']>;
  /** Id of the WhatsApp Business Account: digits. */
  businessAccountId: Scalars['String']['output'];
  /** One line per step, in order. */
  checklist: Array<ChannelCheck>;
  /** Deliveries of the provider so far. */
  deliveries: Scalars['Int']['output'];
  /** Sends that wait because the channel is suspended. */
  held: Scalars['Int']['output'];
  /** The same for ever, through disconnecting and connecting again. */
  id: Scalars['ID']['output'];
  /** whatsapp_cloud. */
  kind: Scalars['String']['output'];
  /** When the provider last delivered something; null: never. */
  lastDeliveryAt?: Maybe<Scalars['DateTime']['output']>;
  /** The team's name for it; customers do not see it. */
  name: Scalars['String']['output'];
  /** The number that customers see. */
  phoneNumber: Scalars['PhoneNumber']['output'];
  /** The number's id at the provider: digits. */
  phoneNumberId: Scalars['String']['output'];
  /** Deliveries that could not be understood or routed, the newest first. They are kept as they came. */
  problems: Array<DeliveryProblem>;
  /** Tell customers that their message was read when a conversation is opened. */
  readReceipts: Scalars['Boolean']['output'];
  /** Runs against the built-in simulator. */
  simulated: Scalars['Boolean']['output'];
  /** Whether it works. */
  state: ChannelState;
  /** Why it is suspended, in plain words. */
  suspension?: Maybe<Scalars['String']['output']>;
  /** Token to give to the provider with the address. Only for who may manage channels. */
  verifyToken?: Maybe<Scalars['String']['output']>;
  /** Address to give to the provider. */
  webhookUrl: Scalars['String']['output'];
};


/** A number of the business at a provider. */
export type ChannelProblemsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** One line of the connection checklist. */
export type ChannelCheck = {
  __typename?: 'ChannelCheck';
  /** When; null before the first check has answered. */
  checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Stable code of what was found. */
  code?: Maybe<Scalars['String']['output']>;
  /** One sentence in the viewer's language: what to do, and where. */
  message?: Maybe<Scalars['String']['output']>;
  /** What was found. */
  state: CheckState;
  /** What was looked at. */
  step: CheckStep;
};

/** Which channel. Needs channels.manage. */
export type ChannelInput = {
  /** The channel's `id`. */
  channelId: Scalars['ID']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
};

/** What became of a change of a channel. What a provider answers comes later, as state of the channel: follow `channelChanged`. */
export type ChannelPayload = {
  __typename?: 'ChannelPayload';
  /** The channel as it is now; null when it was refused. */
  channel?: Maybe<Channel>;
  /** Of sendTestMessage: where the message can be watched. */
  conversationId?: Maybe<Scalars['ID']['output']>;
  /** Of sendTestMessage: the message itself. */
  messageId?: Maybe<Scalars['ID']['output']>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** Whether a channel works. */
export type ChannelState =
  /** Connected; checks may still be open. */
  | 'ACTIVE'
  /** Neither receives nor sends; its conversations stay, and it can be connected again. */
  | 'DISCONNECTED'
  /** Sends wait until it is repaired (token expired, account locked). */
  | 'SUSPENDED';

/** What a check has found. */
export type CheckState =
  /** Wrong: somebody has to do what `message` says. */
  | 'FAILED'
  /** Not looked at: an earlier step failed, or it is a person's turn. */
  | 'NOT_CHECKED'
  /** Right; a code may still warn of something. */
  | 'OK'
  /** Being looked at, or, with a code, waiting for the provider. */
  | 'PENDING';

/** What is looked at, in the order in which a person mends it. */
export type CheckStep =
  /** The number is registered with the provider. */
  | 'REGISTERED'
  /** The app secret is that of the app which made the token. */
  | 'SECRET'
  /** A message of this number has reached a phone. */
  | 'TEST_MESSAGE'
  /** The access token reads the number at the provider. */
  | 'TOKEN'
  /** The provider delivers to our address. */
  | 'WEBHOOK';

/** A business that uses the product. All data belongs to exactly one. */
export type Company = {
  __typename?: 'Company';
  /** Made at the first start to look around; can be hidden. */
  demo: Scalars['Boolean']['output'];
  /** Not to be shown among one's companies; nothing else changes. */
  hidden: Scalars['Boolean']['output'];
  /** The same for ever. */
  id: Scalars['ID']['output'];
  /** 1 to 120 characters. */
  name: Scalars['String']['output'];
  /** IANA name, e.g. America/Sao_Paulo. */
  timeZone: Scalars['String']['output'];
};

/** What became of a change of a company. */
export type CompanyPayload = {
  __typename?: 'CompanyPayload';
  /** The company as it is now; null when it was refused. */
  company?: Maybe<Company>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** A number of the WhatsApp Cloud API. Needs channels.manage. Token and secret are kept sealed and never shown again. */
export type ConnectWhatsAppCloudChannelInput = {
  /** Of a system user, with whatsapp_business_messaging and whatsapp_business_management; up to 2,000 characters. */
  accessToken: Scalars['String']['input'];
  /** 5 to 20 digits. With it, the checks look at scopes and expiry of the token too. */
  appId?: InputMaybe<Scalars['String']['input']>;
  /** Of the app that made the token: deliveries are verified with it. Up to 500 characters. */
  appSecret: Scalars['String']['input'];
  /** 5 to 20 digits. */
  businessAccountId: Scalars['String']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The team's name for it: 1 to 120 characters. */
  name: Scalars['String']['input'];
  /** Any usual spelling; refused with phone_invalid. */
  phoneNumber: Scalars['PhoneNumber']['input'];
  /** 5 to 20 digits, as the provider shows it; not the number itself. Refused with already_connected. */
  phoneNumberId: Scalars['String']['input'];
};

/** A person that the company talks to. */
export type Contact = {
  __typename?: 'Contact';
  /** All that are known, the oldest first. */
  addresses: Array<ContactAddress>;
  /** Their messages are kept silently; sends to them are refused. */
  blocked: Scalars['Boolean']['output'];
  /** The newest 50, of those that the viewer may see: one per channel. */
  conversations: Array<Conversation>;
  /** When they first wrote, were written to, or were entered. */
  createdAt: Scalars['DateTime']['output'];
  /** As given by the company. */
  givenName?: Maybe<Scalars['String']['output']>;
  /** The same for ever. */
  id: Scalars['ID']['output'];
  /** Contacts that turned out to be the same person. */
  linked: Array<Contact>;
  /** Chosen by the company, else told by the provider, else the phone. */
  name: Scalars['String']['output'];
  /** The first that became known; null when only other addresses are. */
  phone?: Maybe<Scalars['PhoneNumber']['output']>;
  /** As told by the provider. */
  profileName?: Maybe<Scalars['String']['output']>;
};

/** A way to reach a person. */
export type ContactAddress = {
  __typename?: 'ContactAddress';
  /** phone, bsuid or parent_bsuid. */
  kind: Scalars['String']['output'];
  /** A phone in E.164, or the id as the provider gives it. */
  value: Scalars['String']['output'];
};

/** A page of contacts, by name. */
export type ContactConnection = {
  __typename?: 'ContactConnection';
  /** The contacts of the page. */
  edges: Array<ContactEdge>;
  /** Where this page is, and whether there is more. */
  pageInfo: PageInfo;
  /** Not counted: null. */
  totalCount?: Maybe<Scalars['Int']['output']>;
};

/** A contact and its place in the list. */
export type ContactEdge = {
  __typename?: 'ContactEdge';
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The contact. */
  node: Contact;
};

/** Which contacts; several conditions are all met. */
export type ContactFilter = {
  /** true: blocked ones only; false: the others; both when left out. */
  blocked?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name (any word's beginning, accents do not matter) or phone (first or last digits). */
  search?: InputMaybe<Scalars['String']['input']>;
};

/** Which contact is blocked or unblocked. Needs contacts.block. */
export type ContactInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The contact's `id`. */
  contactId: Scalars['ID']['input'];
};

/** What became of a change of a contact. */
export type ContactPayload = {
  __typename?: 'ContactPayload';
  /** The contact as it is now, or the one that has the phone already. Needs contacts.read; null when it was refused otherwise. */
  contact?: Maybe<Contact>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** All talk with one contact over one channel; one for ever. */
export type Conversation = {
  __typename?: 'Conversation';
  /** Whose it is; null: nobody's. The first person who answers becomes it. */
  assignee?: Maybe<User>;
  /** Over which of the company's numbers. */
  channel: Channel;
  /** With whom. */
  contact: Contact;
  /** Of the customer's unread messages the first as the thread shows them, among its newest 2,000 lines. null when nothing is unread. */
  firstUnreadId?: Maybe<Scalars['ID']['output']>;
  /** The same for ever. */
  id: Scalars['ID']['output'];
  /** By which the team sorts it. */
  labels: Array<Label>;
  /** When the newest message was written, at first when it was opened; lists are sorted by it. */
  lastActivityAt: Scalars['DateTime']['output'];
  /** null before the first one. */
  lastMessage?: Maybe<LastMessage>;
  /** Newest last. Pages backwards: `last` up to 100 before a cursor; or around a message. */
  messages: ThreadConnection;
  /** When it comes back by itself; null when it is not snoozed. */
  snoozedUntil?: Maybe<Scalars['DateTime']['output']>;
  /** Whether it needs somebody. */
  state: ConversationState;
  /** Messages of the customer that nobody of the team has read or answered; counted up to 500. */
  unread: Scalars['Int']['output'];
  /** Since when the customer waits for an answer; null when nobody waits. */
  waitingSince?: Maybe<Scalars['DateTime']['output']>;
  /** Whether free text may be sent. */
  window: Window;
};


/** All talk with one contact over one channel; one for ever. */
export type ConversationMessagesArgs = {
  around?: InputMaybe<Scalars['ID']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** What changed in a list: the row, or that it left the filter. */
export type ConversationChange = {
  __typename?: 'ConversationChange';
  /** null when it left the filter or is no longer to be seen. */
  conversation?: Maybe<Conversation>;
  /** Of the row, also when it is no longer to be seen. */
  conversationId: Scalars['ID']['output'];
  /** An inbound message arrived with this change. */
  incoming: Scalars['Boolean']['output'];
  /** Up to where the log is told by this change. */
  position: Scalars['Position']['output'];
  /** It left the filter, or the viewer may not see it any more. */
  removed: Scalars['Boolean']['output'];
};

/** A page of conversations, the newest activity first. */
export type ConversationConnection = {
  __typename?: 'ConversationConnection';
  /** The conversations of the page. */
  edges: Array<ConversationEdge>;
  /** Where this page is, and whether there is more. */
  pageInfo: PageInfo;
};

/** A conversation and its place in the list. */
export type ConversationEdge = {
  __typename?: 'ConversationEdge';
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The conversation. */
  node: Conversation;
};

/** Which conversations, of those that the viewer sees; several conditions are all met. */
export type ConversationFilter = {
  /** Of this person. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Over this channel. */
  channelId?: InputMaybe<Scalars['ID']['input']>;
  /** With this contact. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** With this label. */
  labelId?: InputMaybe<Scalars['ID']['input']>;
  /** Names and phones of contacts. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these; all states when left out or empty. */
  state?: InputMaybe<Array<ConversationState>>;
  /** ALL when left out. */
  tab?: InputMaybe<InboxTab>;
  /** true: with unread messages only. false asks for nothing. */
  unread?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which conversation is closed or reopened. Needs conversations.close. */
export type ConversationInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The conversation's `id`; one that the caller may not see is refused with not_found. */
  conversationId: Scalars['ID']['input'];
};

/** What became of a change of a conversation. */
export type ConversationPayload = {
  __typename?: 'ConversationPayload';
  /** As it is now. Needs conversations.read; null when it was refused, or when the caller may not see it any more. */
  conversation?: Maybe<Conversation>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** Whether a conversation needs somebody. */
export type ConversationState =
  /** No; a new message of the customer opens it again. */
  | 'CLOSED'
  /** Yes. */
  | 'OPEN'
  /** Not before `snoozedUntil`, or before the customer writes again. */
  | 'SNOOZED';

/** A new key. Needs apikeys.manage, which no key has. */
export type CreateApiKeyInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Who uses it: 1 to 120 characters. */
  name: Scalars['String']['input'];
  /** At least one. */
  scopes: Array<Scope>;
};

/** A key that was made. */
export type CreateApiKeyPayload = {
  __typename?: 'CreateApiKeyPayload';
  /** null when it was refused. */
  apiKey?: Maybe<ApiKey>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
  /** The key itself (mia_…), shown once; null when repeated. */
  secret?: Maybe<Scalars['String']['output']>;
};

/** A company of the caller's own, of which a person founds twenty at most: then too_many_companies. For people, not for keys. */
export type CreateCompanyInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 120 characters. */
  name: Scalars['String']['input'];
  /** IANA name; America/Sao_Paulo when left out. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

/** Somebody who has not written yet. Needs contacts.write. */
export type CreateContactInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** Any usual spelling, a Brazilian one without country code too; refused with phone_invalid. */
  phone: Scalars['PhoneNumber']['input'];
};

/** Which label goes. Needs conversations.label. */
export type DeleteLabelInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The label's `id`. */
  labelId: Scalars['ID']['input'];
};

/** A delivery that could not be understood or routed. */
export type DeliveryProblem = {
  __typename?: 'DeliveryProblem';
  /** not_json, not_utf8, too_deep, duplicate_key, unknown_number, not_supported … */
  code: Scalars['String']['output'];
  /** Of the delivery. */
  id: Scalars['ID']['output'];
  /** When it came. */
  receivedAt: Scalars['DateTime']['output'];
  /** Bytes of its body. */
  size: Scalars['Int']['output'];
};

/** From whom to whom. */
export type Direction =
  /** From the customer. */
  | 'IN'
  /** To the customer. */
  | 'OUT';

/** An engine that the installation runs on. */
export type EngineStatus = {
  __typename?: 'EngineStatus';
  /** What is wrong, or a figure; null when there is nothing to say. */
  detail?: Maybe<Scalars['String']['output']>;
  /** Which one plays it, e.g. PostgreSQL. */
  kind: Scalars['String']['output'];
  /** Its part, e.g. database. */
  name: Scalars['String']['output'];
  /** Whether it answers. */
  ok: Scalars['Boolean']['output'];
};

/** Why a send failed. */
export type Failure = {
  __typename?: 'Failure';
  /** The provider's code, or ours. */
  code: Scalars['String']['output'];
  /** In plain words, in the viewer's language. */
  message: Scalars['String']['output'];
};

/** A company of the person's that is to be hidden or shown. Needs company.manage in that company. */
export type HideCompanyInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** It need not be the current one. */
  companyId: Scalars['ID']['input'];
  /** false shows it again. */
  hidden: Scalars['Boolean']['input'];
};

/** Counts of the tabs under the viewer's rights, capped at `cap`. */
export type InboxCounts = {
  __typename?: 'InboxCounts';
  /** All that the viewer sees. */
  all: Scalars['Int']['output'];
  /** A count that is this high means: so many or more. */
  cap: Scalars['Int']['output'];
  /** Assigned to the viewer; 0 for an API key. */
  mine: Scalars['Int']['output'];
  /** Of nobody. */
  unassigned: Scalars['Int']['output'];
  /** Of those, with unread messages. */
  unread: Scalars['Int']['output'];
};

/** Whose conversations. */
export type InboxTab =
  /** All that the viewer sees. */
  | 'ALL'
  /** Assigned to the viewer; an API key has none. */
  | 'MINE'
  /** Of nobody. */
  | 'UNASSIGNED';

/** Who is invited, and as what. Needs team.manage. */
export type InviteUserInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Up to 320 characters; an account with it is found, otherwise made. */
  email: Scalars['String']['input'];
  /** For an account that is made; up to 120 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** What they will be allowed to do. */
  role: Role;
  /** Which conversations they will see; the role's own when left out. */
  visibility?: InputMaybe<Visibility>;
};

/** What became of an invitation. */
export type InviteUserPayload = {
  __typename?: 'InviteUserPayload';
  /** One-use link, shown once; null when repeated. */
  link?: Maybe<Scalars['String']['output']>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
  /** Who was invited; null when it was refused. */
  user?: Maybe<User>;
};

/** What a line of a thread is. */
export type ItemType =
  /** Something that happened to the conversation. */
  | 'ACTIVITY'
  /** Said by the customer or to them. */
  | 'MESSAGE'
  /** For the team only. */
  | 'NOTE';

/** A word of the team's to sort conversations by. */
export type Label = {
  __typename?: 'Label';
  /** Hex colour, e.g. #0f9f94. */
  color: Scalars['String']['output'];
  /** The same for ever. */
  id: Scalars['ID']['output'];
  /** 1 to 40 characters. */
  name: Scalars['String']['output'];
};

/** A label that is put on a conversation or taken off. Needs conversations.label. */
export type LabelConversationInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Which one. */
  conversationId: Scalars['ID']['input'];
  /** Which label; one that does not exist is refused with label_unknown. */
  labelId: Scalars['ID']['input'];
  /** false takes it off. */
  on: Scalars['Boolean']['input'];
};

/** What became of a change of a label. */
export type LabelPayload = {
  __typename?: 'LabelPayload';
  /** As it is now. Needs conversations.read; null when it is gone or was refused. */
  label?: Maybe<Label>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** The newest message, for lists. */
export type LastMessage = {
  __typename?: 'LastMessage';
  /** When it was written, as the provider tells. */
  at: Scalars['DateTime']['output'];
  /** Who wrote it. */
  direction: Direction;
  /** Of the message. */
  id: Scalars['ID']['output'];
  /** What it consists of. */
  kind: MessageKind;
  /** Of what was sent. */
  status?: Maybe<MessageStatus>;
  /** In one line; empty when it has no words. */
  text: Scalars['String']['output'];
};

/** A place that was shared. */
export type LocationContent = {
  __typename?: 'LocationContent';
  /** As it was shared. */
  address?: Maybe<Scalars['String']['output']>;
  /** Degrees, north positive. */
  latitude: Scalars['Float']['output'];
  /** Degrees, east positive. */
  longitude: Scalars['Float']['output'];
  /** As it was shared, e.g. the name of a shop. */
  name?: Maybe<Scalars['String']['output']>;
};

/** How far the team has read. Needs conversations.reply. */
export type MarkConversationReadInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Which one. */
  conversationId: Scalars['ID']['input'];
  /** Position of the newest item that was seen. */
  upTo: Scalars['Position']['input'];
};

/** Who is signed in, and to what. */
export type Me = {
  __typename?: 'Me';
  /** The company that all other queries are about. */
  company: Company;
  /** Companies to switch to, at most 100; empty for an API key. */
  memberships: Array<Membership>;
  /** Names of the permissions, e.g. conversations.reply. */
  permissions: Array<Scalars['String']['output']>;
  /** null for an API key. */
  role?: Maybe<Role>;
  /** null for an API key. */
  user?: Maybe<Account>;
  /** Which conversations are seen; ALL for an API key. */
  visibility: Visibility;
};

/** A file of a message. */
export type Media = {
  __typename?: 'Media';
  /** Why it is not there. */
  failure?: Maybe<Scalars['String']['output']>;
  /** As the sender called it; null when it has no name. */
  filename?: Maybe<Scalars['String']['output']>;
  /** null while it is not there. */
  id?: Maybe<Scalars['ID']['output']>;
  /** As it was told until it is there, then as it is. */
  mime: Scalars['String']['output'];
  /** Bytes; null while it is not there. */
  size?: Maybe<Scalars['Int']['output']>;
  /** Whether it can be fetched. */
  state: MediaState;
  /** Path of the file when it is ready. */
  url?: Maybe<Scalars['String']['output']>;
};

/** A file to send. */
export type MediaInput = {
  /** Up to 1,024 characters. */
  caption?: InputMaybe<Scalars['String']['input']>;
  /** What the customer sees of a document: up to 240 characters. */
  filename?: InputMaybe<Scalars['String']['input']>;
  /** From POST /media. */
  mediaId: Scalars['ID']['input'];
};

/** Whether a customer's file is there. */
export type MediaState =
  /** Could not be fetched: `failure` says why. */
  | 'FAILED'
  /** Being fetched from the provider, or waiting for a suspended channel. */
  | 'PENDING'
  /** Can be fetched at `url`. */
  | 'READY';

/** A company that the signed-in person belongs to. */
export type Membership = {
  __typename?: 'Membership';
  /** Where they are a member. */
  company: Company;
  /** The one that this session is signed in to. */
  current: Scalars['Boolean']['output'];
  /** The person's role there. */
  role: Role;
};

/** A line of a thread that is new or has changed. */
export type MessageChange = {
  __typename?: 'MessageChange';
  /** Whose thread. */
  conversationId: Scalars['ID']['output'];
  /** The line as it is now. */
  item: ThreadItem;
  /** Up to where the log is told by this change. */
  position: Scalars['Position']['output'];
};

/** A message that a search has found. */
export type MessageHit = {
  __typename?: 'MessageHit';
  /** When it was said. */
  at: Scalars['DateTime']['output'];
  /** Where it was said. */
  conversation: Conversation;
  /** Who wrote it. */
  direction: Direction;
  /** To open the thread `around` it. */
  messageId: Scalars['ID']['output'];
  /** The message's text, cut around the hit. */
  snippet: Scalars['String']['output'];
};

/** A page of messages found, the newest first. */
export type MessageHitConnection = {
  __typename?: 'MessageHitConnection';
  /** The messages of the page. */
  edges: Array<MessageHitEdge>;
  /** Where this page is, and whether there is more. */
  pageInfo: PageInfo;
};

/** A message found and its place in the list. */
export type MessageHitEdge = {
  __typename?: 'MessageHitEdge';
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The message. */
  node: MessageHit;
};

/** Which message of ours. Needs conversations.reply. */
export type MessageInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The message's `id`; one that the caller may not see is refused with not_found. */
  messageId: Scalars['ID']['input'];
};

/** What a message consists of. */
export type MessageKind =
  /** Sound, or a voice note: `voice`. */
  | 'AUDIO'
  /** A tap on a quick reply of a template. */
  | 'BUTTON'
  /** Contact cards: `sharedContacts`. */
  | 'CONTACTS'
  /** A file, perhaps with a caption. */
  | 'DOCUMENT'
  /** A picture, perhaps with a caption. */
  | 'IMAGE'
  /** An answer to buttons, to a list or to a form. */
  | 'INTERACTIVE'
  /** A place: `location`. */
  | 'LOCATION'
  /** A picture without words; it may move. */
  | 'STICKER'
  /** A form that the provider has approved, filled in: `text` is what the customer reads. */
  | 'TEMPLATE'
  /** Words only. */
  | 'TEXT'
  /** Something else: `providerKind` names it. It is kept as it came, and may be understood later. */
  | 'UNSUPPORTED'
  /** A video, perhaps with a caption. */
  | 'VIDEO';

/** How far a message of ours has come, by all that is known of its attempts. A delivered or read one never falls back. */
export type MessageStatus =
  /** The provider has taken it. */
  | 'ACCEPTED'
  /** On the customer's phone. */
  | 'DELIVERED'
  /** Not sent, or not delivered: `failure` says why. It can be retried. */
  | 'FAILED'
  /** Waits to be sent: for its turn, for a limit, or for a suspended channel. */
  | 'QUEUED'
  /** Read, or played. */
  | 'READ'
  /** The provider is being asked. */
  | 'SENDING'
  /** On its way, as the provider or a person says. */
  | 'SENT'
  /** The provider gave no clear answer: it may have been sent. It is not sent again by itself. */
  | 'UNKNOWN';

/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Customers never see it. */
  addNote: ConversationPayload;
  /** Refused with assignee_unknown for who is not in the company. */
  assignConversation: ConversationPayload;
  /** Messages of a blocked contact are kept silently; sends are refused. */
  blockContact: ContactPayload;
  /** Ends the person's other sessions. */
  changePassword: AccountPayload;
  /** Takes effect with the person's next request. */
  changeUserRole: UserPayload;
  /** Runs the checklist again. */
  checkChannel: ChannelPayload;
  /** Nothing more to do; the customer's next message opens it again. */
  closeConversation: ConversationPayload;
  /** Makes the channel and its verify token at once; it takes signed deliveries at once. What the checks say is state of the channel, never a refusal. */
  connectWhatsAppCloudChannel: ChannelPayload;
  /** The key is shown once, in the payload. */
  createApiKey: CreateApiKeyPayload;
  /** A company of one's own; the caller becomes its owner and is signed in to it. */
  createCompany: CompanyPayload;
  /** An existing contact with that phone is answered, not doubled (refusal contact_exists, with the contact). */
  createContact: ContactPayload;
  /** Takes it off every conversation. */
  deleteLabel: LabelPayload;
  /** The number neither receives nor sends any more; sends that wait fail with channel_disconnected. Conversations stay. */
  disconnectChannel: ChannelPayload;
  /** Hides the demo company from the list, or shows it again. */
  hideCompany: CompanyPayload;
  /** Who was invited and has not joined yet gets a new link and role; who has joined is refused with already_member. */
  inviteUser: InviteUserPayload;
  /** Putting a label on twice changes nothing. */
  labelConversation: ConversationPayload;
  /** For the whole team. Never back: the furthest position wins. With the channel's readReceipts the customer is told. */
  markConversationRead: ConversationPayload;
  /** A person knows that an unknown send arrived. */
  markMessageSent: SendMessagePayload;
  /** Registers the number at the provider with its PIN. */
  registerChannelNumber: ChannelPayload;
  /** They are signed out of the company at once; what they wrote stays. */
  removeUser: UserPayload;
  /** For owners. */
  renameCompany: CompanyPayload;
  /** Also wakes a snoozed one. */
  reopenConversation: ConversationPayload;
  /** A failed send again, as it was. */
  retryMessage: SendMessagePayload;
  /** Cannot be undone. Revoking a revoked key changes nothing. */
  revokeApiKey: ApiKeyPayload;
  /** Makes a label, or changes its name and colour everywhere. */
  saveLabel: LabelPayload;
  /** Asks for a send and answers at once: the provider is called afterwards, in the conversation's order, once. Refused for a blocked contact or a disconnected channel; a suspended channel keeps it. */
  sendMessage: SendMessagePayload;
  /** A person decides to send an unknown one again, at the risk of sending it twice. */
  sendMessageAgain: SendMessagePayload;
  /** Sends the hello_world template to a phone, as the last step of the checklist. */
  sendTestMessage: ChannelPayload;
  /** Tells the customer that somebody writes; no event. */
  sendTyping: Scalars['Boolean']['output'];
  /** Out of the inbox until a time, or until the customer writes. */
  snoozeConversation: ConversationPayload;
  /** Finds or creates contact and conversation, and sends. */
  startConversation: SendMessagePayload;
  /** Signs the session in to another company of the person's. */
  switchCompany: CompanyPayload;
  /** Reads the templates from the provider again. */
  syncTemplates: ChannelPayload;
  /** Messages that were kept silently stay where they are. */
  unblockContact: ContactPayload;
  /** Name and language, in every company of the person. For people, not for keys. */
  updateAccount: AccountPayload;
  /** New credentials or another number are checked at once; a new token, or checks that find nothing wrong, release the sends of a suspended channel. */
  updateChannel: ChannelPayload;
  /** Gives a contact a name of the company's own. */
  updateContact: ContactPayload;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationAddNoteArgs = {
  input: AddNoteInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationAssignConversationArgs = {
  input: AssignConversationInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationBlockContactArgs = {
  input: ContactInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationChangeUserRoleArgs = {
  input: ChangeUserRoleInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationCheckChannelArgs = {
  input: ChannelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationCloseConversationArgs = {
  input: ConversationInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationConnectWhatsAppCloudChannelArgs = {
  input: ConnectWhatsAppCloudChannelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationCreateCompanyArgs = {
  input: CreateCompanyInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationCreateContactArgs = {
  input: CreateContactInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationDeleteLabelArgs = {
  input: DeleteLabelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationDisconnectChannelArgs = {
  input: ChannelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationHideCompanyArgs = {
  input: HideCompanyInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationInviteUserArgs = {
  input: InviteUserInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationLabelConversationArgs = {
  input: LabelConversationInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationMarkConversationReadArgs = {
  input: MarkConversationReadInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationMarkMessageSentArgs = {
  input: MessageInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationRegisterChannelNumberArgs = {
  input: RegisterChannelNumberInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationRemoveUserArgs = {
  input: RemoveUserInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationRenameCompanyArgs = {
  input: RenameCompanyInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationReopenConversationArgs = {
  input: ConversationInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationRetryMessageArgs = {
  input: MessageInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSaveLabelArgs = {
  input: SaveLabelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSendMessageArgs = {
  input: SendMessageInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSendMessageAgainArgs = {
  input: MessageInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSendTestMessageArgs = {
  input: SendTestMessageInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSendTypingArgs = {
  conversationId: Scalars['ID']['input'];
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSnoozeConversationArgs = {
  input: SnoozeConversationInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationStartConversationArgs = {
  input: StartConversationInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSwitchCompanyArgs = {
  companyId: Scalars['ID']['input'];
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationSyncTemplatesArgs = {
  input: ChannelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationUnblockContactArgs = {
  input: ContactInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationUpdateAccountArgs = {
  input: UpdateAccountInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationUpdateChannelArgs = {
  input: UpdateChannelInput;
};


/** What can be done. A refusal is an answer: `refusal` in the payload; errors are for wrong input and for faults. */
export type MutationUpdateContactArgs = {
  input: UpdateContactInput;
};

/** Place of a page in a list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row, to go on `after` it; null when the page is empty. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows come before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row; null when the page is empty. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** What can be read. Everything is about the company that the session or the key belongs to. */
export type Query = {
  __typename?: 'Query';
  /** Keys for programs: those that work, then revoked ones, each the newest first, 200 at a time. Needs apikeys.manage. */
  apiKeys: Array<ApiKey>;
  /** One channel, a disconnected one too; null when there is none with that id. */
  channel?: Maybe<Channel>;
  /** Connected ones by name, 200 at a time. */
  channels: Array<Channel>;
  /** One contact; null when there is none with that id. */
  contact?: Maybe<Contact>;
  /** Contacts by name, a page at a time. */
  contacts: ContactConnection;
  /** One conversation; null when there is none with that id, or when the viewer may not see it. */
  conversation?: Maybe<Conversation>;
  /** Conversations that the viewer may see, the newest activity first, a page at a time. */
  conversations: ConversationConnection;
  /** How many conversations each tab has. */
  inboxCounts: InboxCounts;
  /** The company's labels by name, 500 at a time. */
  labels: Array<Label>;
  /** Who is signed in. */
  me: Me;
  /** Messages of the whole history that have all the words, the newest first, of conversations that the viewer may see. Accents and case do not matter. */
  searchMessages: MessageHitConnection;
  /** Engines, read models, positions and lag. */
  systemStatus: SystemStatus;
  /** Templates of a channel by name and language, a page at a time, whatever their status. */
  templates: TemplateConnection;
  /** People of the company by name, those who are invited last, 500 at a time. */
  users: Array<User>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryApiKeysArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryChannelArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryChannelsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryContactArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryContactsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContactFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryConversationArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryConversationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ConversationFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryInboxCountsArgs = {
  filter?: InputMaybe<ConversationFilter>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryLabelsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QuerySearchMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryTemplatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  channelId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. Everything is about the company that the session or the key belongs to. */
export type QueryUsersArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
};

/** The message that another one answers. */
export type Quote = {
  __typename?: 'Quote';
  /** Who wrote it. */
  direction?: Maybe<Direction>;
  /** What it consists of. */
  kind?: Maybe<MessageKind>;
  /** null, as direction and kind, when that message is not in this thread. */
  messageId?: Maybe<Scalars['ID']['output']>;
  /** Its first 300 characters; empty when it is not known. */
  text: Scalars['String']['output'];
};

/** An emoji that was put on a message. */
export type Reaction = {
  __typename?: 'Reaction';
  /** IN: the customer's. */
  direction: Direction;
  /** One emoji. */
  emoji: Scalars['String']['output'];
  /** Who of the team; null for the customer's and for an API key's. */
  userId?: Maybe<Scalars['ID']['output']>;
};

/** An emoji on a message of the same conversation; refused with reaction_target_unknown. */
export type ReactionInput = {
  /** null takes the reaction away. */
  emoji?: InputMaybe<Scalars['String']['input']>;
  /** Any message of the conversation. */
  messageId: Scalars['ID']['input'];
};

/** Why something was not done. Refusals are expected answers, not errors. */
export type Refusal = {
  __typename?: 'Refusal';
  /** Stable code in snake_case. */
  code: Scalars['String']['output'];
  /** The input field it is about, if one. */
  field?: Maybe<Scalars['String']['output']>;
  /** The reason in plain words, in the caller's language. */
  message: Scalars['String']['output'];
};

/** Which number is registered, with which PIN. Needs channels.manage. */
export type RegisterChannelNumberInput = {
  /** The channel's `id`. */
  channelId: Scalars['ID']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Six digits: the number's two-step verification PIN. */
  pin: Scalars['String']['input'];
};

/** Who leaves the company. Needs team.manage. */
export type RemoveUserInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** The last owner stays: refused with last_owner. */
  userId: Scalars['ID']['input'];
};

/** Another name for the current company. Needs company.manage. */
export type RenameCompanyInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 120 characters. */
  name: Scalars['String']['input'];
};

/** Which key opens nothing any more, at once and for good. Needs apikeys.manage. */
export type RevokeApiKeyInput = {
  /** The key's `id`, not the key itself. */
  apiKeyId: Scalars['ID']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
};

/** What a person may do in a company; the permissions that follow from it are in `Me.permissions`. */
export type Role =
  /** Everything but the company itself: channels, team and API keys too. */
  | 'ADMIN'
  /** Answers; sees the own and the unassigned conversations unless told otherwise. */
  | 'AGENT'
  /** Reads what the others work on, and changes nothing. */
  | 'ANALYST'
  /** Everything, the company itself included. A company has at least one. */
  | 'OWNER'
  /** Reads and answers all conversations, and blocks contacts. */
  | 'SUPERVISOR';

/** A label as it is to be. Needs conversations.label. */
export type SaveLabelInput = {
  /** # and six hexadecimal digits. */
  color: Scalars['String']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** null makes a new one. */
  labelId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 40 characters. */
  name: Scalars['String']['input'];
};

/** What an API key may do. A key has any number of them, and sees every conversation that they let it see. */
export type Scope =
  /** Reads, creates, renames and blocks contacts. */
  | 'CONTACTS'
  /** Connects and changes channels, invites and changes people. */
  | 'MANAGE'
  /** Reads conversations, contacts, channels, templates, team and the state of the system. */
  | 'READ'
  /** Sends, notes, assigns, labels, snoozes, closes and marks as read; does not read what is in conversations. */
  | 'SEND';

/** What is sent: exactly one of text, media, template and reaction. Needs conversations.reply. */
export type SendMessageInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Where. */
  conversationId: Scalars['ID']['input'];
  /** A file that was uploaded for this conversation's contact. Only inside an open window. */
  media?: InputMaybe<MediaInput>;
  /** Only inside an open window. */
  reaction?: InputMaybe<ReactionInput>;
  /** Message that is quoted. */
  replyTo?: InputMaybe<Scalars['ID']['input']>;
  /** At any time. */
  template?: InputMaybe<TemplateInput>;
  /** 1 to 4,096 characters. Only inside an open window: refused with window_closed. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** What became of a send that was asked for. Whether it arrives is told later: follow `messageChanged`. */
export type SendMessagePayload = {
  __typename?: 'SendMessagePayload';
  /** Needs conversations.read; null when it was refused, or when the caller may not see it. */
  conversation?: Maybe<Conversation>;
  /** The line in the thread. Needs conversations.read; null when it was refused. */
  message?: Maybe<ThreadItem>;
  /** null when it was refused. */
  messageId?: Maybe<Scalars['ID']['output']>;
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
};

/** Over which channel, and to whom. Needs channels.manage. */
export type SendTestMessageInput = {
  /** The channel's `id`. */
  channelId: Scalars['ID']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** A phone with WhatsApp, one's own best. */
  to: Scalars['PhoneNumber']['input'];
};

/** A contact card in a message; not a contact of the company. */
export type SharedContact = {
  __typename?: 'SharedContact';
  /** As on the card, not checked. */
  emails: Array<Scalars['String']['output']>;
  /** As on the card. */
  name: Scalars['String']['output'];
  /** As on the card, not checked. */
  phones: Array<Scalars['String']['output']>;
};

/** Until when a conversation leaves the inbox. Needs conversations.close. */
export type SnoozeConversationInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Which one. */
  conversationId: Scalars['ID']['input'];
  /** In the future: refused with in_the_past. */
  until: Scalars['DateTime']['input'];
};

/** Whom to write to, over which channel, and what: one of `to` and `contactId`, one of `text` and `template`. Needs conversations.reply. */
export type StartConversationInput = {
  /** Over which number. */
  channelId: Scalars['ID']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Somebody who is known already. */
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Used when the contact is new. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** At any time. */
  template?: InputMaybe<TemplateInput>;
  /** Only inside an open window. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** A phone, in any usual spelling; refused with phone_invalid. */
  to?: InputMaybe<Scalars['PhoneNumber']['input']>;
};

/** What is told as it changes, over graphql-ws. A list's subscription needs no first answer: ask the query, then follow. */
export type Subscription = {
  __typename?: 'Subscription';
  /** Checklist, health. */
  channelChanged: Channel;
  /** A contact whenever something of it changes. */
  contactChanged: Contact;
  /** Rows that enter, change or leave a list. */
  conversationChanged: ConversationChange;
  /** Lines of a thread that are new or have changed, while the viewer may see the conversation. */
  messageChanged: MessageChange;
  /** At once, then about every second while it is followed. */
  systemStatusChanged: SystemStatus;
};


/** What is told as it changes, over graphql-ws. A list's subscription needs no first answer: ask the query, then follow. */
export type SubscriptionContactChangedArgs = {
  id: Scalars['ID']['input'];
};


/** What is told as it changes, over graphql-ws. A list's subscription needs no first answer: ask the query, then follow. */
export type SubscriptionConversationChangedArgs = {
  filter?: InputMaybe<ConversationFilter>;
};


/** What is told as it changes, over graphql-ws. A list's subscription needs no first answer: ask the query, then follow. */
export type SubscriptionMessageChangedArgs = {
  conversationId: Scalars['ID']['input'];
};

/** How the installation is doing. */
export type SystemStatus = {
  __typename?: 'SystemStatus';
  /** What the installation runs on. */
  engines: Array<EngineStatus>;
  /** Position of the newest event. */
  head: Scalars['Position']['output'];
  /** Work of this company that waits for a person, for example for a new token. */
  held: Scalars['Int']['output'];
  /** Worst lag of the live views, in milliseconds. */
  lagMs: Scalars['Int']['output'];
  /** Every engine answers, every view can be read, and nothing is parked. */
  ok: Scalars['Boolean']['output'];
  /** Work of this company that waits in queues, sends above all. */
  queued: Scalars['Int']['output'];
  /** The read models' versions. */
  views: Array<ViewStatus>;
};

/** A message form that the provider has approved, read from the provider. */
export type Template = {
  __typename?: 'Template';
  /** Text of the body with its variables, e.g. Olá {{1}}. */
  body: Scalars['String']['output'];
  /** Their texts, in order. */
  buttons: Array<Scalars['String']['output']>;
  /** As the provider tells it: MARKETING, UTILITY, AUTHENTICATION … */
  category: Scalars['String']['output'];
  /** The channel that it can be sent over. */
  channelId: Scalars['ID']['output'];
  /** The line below the body; null when there is none. */
  footer?: Maybe<Scalars['String']['output']>;
  /** Text of the header with its variable; null when the header is no text. */
  header?: Maybe<Scalars['String']['output']>;
  /** What the header is: only templates whose header is a text, or that have none, can be sent. */
  headerFormat: TemplateHeaderFormat;
  /** Of this name and language on this channel. */
  id: Scalars['ID']['output'];
  /** As the provider writes it, e.g. pt_BR. */
  language: Scalars['String']['output'];
  /** As it is sent by: unique with the language. */
  name: Scalars['String']['output'];
  /** Status as the provider told it. */
  providerStatus: Scalars['String']['output'];
  /** Whether it can be sent. */
  status: TemplateStatus;
  /** When the provider was last seen to have changed it. */
  syncedAt: Scalars['DateTime']['output'];
  /** Names or numbers of the variables of header and body, in order. */
  variables: Array<TemplateVariable>;
};

/** What is put into a button: the end of its address, or the payload of a quick reply. */
export type TemplateButtonInput = {
  /** Which button, from 0 to 9. */
  index: Scalars['Int']['input'];
  /** 1 to 1,024 characters. */
  text: Scalars['String']['input'];
};

/** A page of templates, by name and language. */
export type TemplateConnection = {
  __typename?: 'TemplateConnection';
  /** The templates of the page. */
  edges: Array<TemplateEdge>;
  /** Where this page is, and whether there is more. */
  pageInfo: PageInfo;
  /** How many the channel has. */
  totalCount: Scalars['Int']['output'];
};

/** A template and its place in the list. */
export type TemplateEdge = {
  __typename?: 'TemplateEdge';
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The template. */
  node: Template;
};

/** What stands above a template's body. */
export type TemplateHeaderFormat =
  /** A file above the body. */
  | 'DOCUMENT'
  /** A picture above the body. */
  | 'IMAGE'
  /** A place above the body. */
  | 'LOCATION'
  /** Nothing. */
  | 'NONE'
  /** One that the provider has and we do not know. */
  | 'OTHER'
  /** A line of text, perhaps with a variable. */
  | 'TEXT'
  /** A video above the body. */
  | 'VIDEO';

/** An approved template, filled in. Values that do not fit its variables are refused with template_parameters. */
export type TemplateInput = {
  /** Of buttons that have a variable. */
  buttons?: InputMaybe<Array<TemplateButtonInput>>;
  /** Of the header, when its text has a variable. */
  header?: InputMaybe<TemplateParameterInput>;
  /** The template's `language`. */
  language: Scalars['String']['input'];
  /** The template's `name`. */
  name: Scalars['String']['input'];
  /** Of the body: in order, or by name for named ones. */
  parameters?: InputMaybe<Array<TemplateParameterInput>>;
};

/** What is put into a variable of header or body. */
export type TemplateParameterInput = {
  /** For named parameters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,024 characters. */
  text: Scalars['String']['input'];
};

/** What the provider says of a template; only an approved one can be sent. */
export type TemplateStatus =
  /** Can be sent. */
  | 'APPROVED'
  /** For good. */
  | 'DISABLED'
  /** Another one: see `providerStatus`. */
  | 'OTHER'
  /** For low quality, for a time. */
  | 'PAUSED'
  /** Being reviewed. */
  | 'PENDING'
  /** Not accepted. */
  | 'REJECTED';

/** A place in a template that is filled in when it is sent. */
export type TemplateVariable = {
  __typename?: 'TemplateVariable';
  /** As it was given to the provider; null when none was. */
  example?: Maybe<Scalars['String']['output']>;
  /** 1, 2, … or its name. */
  name: Scalars['String']['output'];
  /** header, body or button. */
  part: Scalars['String']['output'];
};

/** A page of a thread, the oldest line first. */
export type ThreadConnection = {
  __typename?: 'ThreadConnection';
  /** The lines of the page. */
  edges: Array<ThreadEdge>;
  /** Where this page is, and whether there is more. */
  pageInfo: PageInfo;
};

/** A line and its place in the thread. */
export type ThreadEdge = {
  __typename?: 'ThreadEdge';
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The line. */
  node: ThreadItem;
};

/** A line of the thread: a message, a note, or something that happened. */
export type ThreadItem = {
  __typename?: 'ThreadItem';
  /** Whether retry, mark as sent, send again are possible. */
  actions: Array<Scalars['String']['output']>;
  /** Activities: assigned, labelled, closed, reopened, snoozed, woken, opened; with their data. */
  activity?: Maybe<Scalars['String']['output']>;
  /** When it was said, as the provider tells, never later than it was recorded; threads are in this order, then by position. */
  at: Scalars['DateTime']['output'];
  /** Who wrote it, for messages sent and notes. */
  author?: Maybe<User>;
  /** Name of the program when an API key sent it. */
  authorName?: Maybe<Scalars['String']['output']>;
  /** What the activity tells, by its name: assigneeId and automatic, labelId and on, until, by. */
  data?: Maybe<Scalars['JSON']['output']>;
  /** Messages only, from here. */
  direction?: Maybe<Direction>;
  /** Why it failed; null unless `status` is FAILED. */
  failure?: Maybe<Failure>;
  /** The message's, the note's or the event's. */
  id: Scalars['ID']['output'];
  /** What the message consists of. */
  kind?: Maybe<MessageKind>;
  /** Of a LOCATION. */
  location?: Maybe<LocationContent>;
  /** The message's file; null for kinds without one. */
  media?: Maybe<Media>;
  /** Where it was recorded: markConversationRead takes it. */
  position: Scalars['Position']['output'];
  /** Kind as the provider calls it, when we do not support it. */
  providerKind?: Maybe<Scalars['String']['output']>;
  /** On this message: at most one of the customer's and one of the team's. */
  reactions: Array<Reaction>;
  /** The message that this one quotes. */
  replyTo?: Maybe<Quote>;
  /** Of CONTACTS. */
  sharedContacts?: Maybe<Array<SharedContact>>;
  /** Of what was sent; null for what came in. */
  status?: Maybe<MessageStatus>;
  /** Words of a message or a note, empty when it has none; null for an activity, and when they were erased. */
  text?: Maybe<Scalars['String']['output']>;
  /** What it is. */
  type: ItemType;
  /** Whether sound is a voice note; null for other kinds. */
  voice?: Maybe<Scalars['Boolean']['output']>;
};

/** What is to change of the own account; what is left out stays. */
export type UpdateAccountInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** pt-BR or en. */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 120 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What is to change of a channel; what is left out stays. Needs channels.manage. */
export type UpdateChannelInput = {
  /** A new token; the old one is never shown. */
  accessToken?: InputMaybe<Scalars['String']['input']>;
  /** 5 to 20 digits; null takes it away. */
  appId?: InputMaybe<Scalars['String']['input']>;
  /** A new app secret; the old one is never shown. */
  appSecret?: InputMaybe<Scalars['String']['input']>;
  /** 5 to 20 digits; corrects the number's account, as above. */
  businessAccountId?: InputMaybe<Scalars['String']['input']>;
  /** Which channel; a disconnected one is refused with not_found. */
  channelId: Scalars['ID']['input'];
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 120 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Corrects the number, its ID or its account, on a channel that is not simulated. Conversations stay. Refused with number_taken when another channel has the ID. */
  phoneNumber?: InputMaybe<Scalars['PhoneNumber']['input']>;
  /** 5 to 20 digits; corrects the number, as above. */
  phoneNumberId?: InputMaybe<Scalars['String']['input']>;
  /** Whether customers are told that their messages were read. */
  readReceipts?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Another name. Needs contacts.write. */
export type UpdateContactInput = {
  /** A uuid of the caller's own: sent again with the same input, the command is done once and answers the same. */
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Whose. */
  contactId: Scalars['ID']['input'];
  /** 1 to 200 characters; shown instead of what the provider tells. */
  name: Scalars['String']['input'];
};

/** A person of the company. */
export type User = {
  __typename?: 'User';
  /** What they sign in with. */
  email: Scalars['String']['output'];
  /** The person's account: the same in every company. */
  id: Scalars['ID']['output'];
  /** As they call themselves; empty until they have joined. */
  name: Scalars['String']['output'];
  /** What they may do here. */
  role: Role;
  /** Whether they have joined. */
  state: UserState;
  /** Which conversations they see: the role's own unless told otherwise. */
  visibility: Visibility;
};

/** What became of a change in the team. */
export type UserPayload = {
  __typename?: 'UserPayload';
  /** Where it is recorded, to read it back with; null when it was refused. */
  position?: Maybe<Scalars['Position']['output']>;
  /** Why nothing was done; null when it was done. */
  refusal?: Maybe<Refusal>;
  /** The person as they are now; null when it was refused, or when only an invitation was withdrawn. */
  user?: Maybe<User>;
};

/** Where a person stands with the company. */
export type UserState =
  /** Has joined. */
  | 'ACTIVE'
  /** Has not accepted yet. */
  | 'INVITED'
  /** Left; still named as the author of what they wrote. */
  | 'REMOVED';

/** What becomes of a read model's version. */
export type ViewState =
  /** Made from the log beside the live version; nobody reads it yet. */
  | 'BUILDING'
  /** The one that is read. */
  | 'LIVE'
  /** Replaced by a newer version, or stopped. */
  | 'RETIRED';

/** A read model's version. */
export type ViewStatus = {
  __typename?: 'ViewStatus';
  /** Events of its domains that it has not folded yet. */
  lag: Scalars['Int']['output'];
  /** Milliseconds between the newest folded event's recording and its commit. */
  lagMs: Scalars['Int']['output'];
  /** For example inbox or thread. */
  name: Scalars['String']['output'];
  /** Keys set aside because an event could not be folded. */
  parked: Scalars['Int']['output'];
  /** Up to where in the log it has folded. */
  position: Scalars['Position']['output'];
  /** Whether it is the one that is read. */
  state: ViewState;
  /** Counts up with every change of the read model's shape. */
  version: Scalars['Int']['output'];
};

/** Which conversations a person sees. */
export type Visibility =
  /** Every conversation of the company. */
  | 'ALL'
  /** Those assigned to the person only. */
  | 'OWN'
  /** Those assigned to the person, and those of nobody. */
  | 'OWN_AND_UNASSIGNED';

/** The provider's customer service window: free text only inside. */
export type Window = {
  __typename?: 'Window';
  /** null when the customer never wrote. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether free text and files may be sent now; templates always may. */
  open: Scalars['Boolean']['output'];
};
