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
  email: Scalars['String']['output'];
  hasPassword: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  /** pt-BR or en; null until chosen. */
  locale?: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
};

export type AccountPayload = {
  __typename?: 'AccountPayload';
  account?: Maybe<Account>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

export type AddNoteInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
  text: Scalars['String']['input'];
};

/** A key for programs; its secret is shown once, at creation. */
export type ApiKey = {
  __typename?: 'ApiKey';
  createdAt: Scalars['DateTime']['output'];
  /** Last four characters of the key. */
  hint: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  scopes: Array<Scope>;
};

export type ApiKeyPayload = {
  __typename?: 'ApiKeyPayload';
  apiKey?: Maybe<ApiKey>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

export type AssignConversationInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
  /** null: nobody. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

export type ChangePasswordInput = {
  /** Needed when a password is set already. */
  currentPassword?: InputMaybe<Scalars['String']['input']>;
  newPassword: Scalars['String']['input'];
};

export type ChangeUserRoleInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  role: Role;
  userId: Scalars['ID']['input'];
  visibility?: InputMaybe<Visibility>;
};

/** A number of the business at a provider. */
export type Channel = {
  __typename?: 'Channel';
  appId?: Maybe<Scalars['String']['output']>;
  businessAccountId: Scalars['String']['output'];
  checklist: Array<ChannelCheck>;
  deliveries: Scalars['Int']['output'];
  /** Sends that wait because the channel is suspended. */
  held: Scalars['Int']['output'];
  id: Scalars['ID']['output'];
  kind: Scalars['String']['output'];
  lastDeliveryAt?: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  phoneNumber: Scalars['PhoneNumber']['output'];
  phoneNumberId: Scalars['String']['output'];
  problems: Array<DeliveryProblem>;
  /** Tell customers that their message was read when a conversation is opened. */
  readReceipts: Scalars['Boolean']['output'];
  /** Runs against the built-in simulator. */
  simulated: Scalars['Boolean']['output'];
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
  checkedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Stable code of what was found. */
  code?: Maybe<Scalars['String']['output']>;
  /** One sentence in the viewer's language: what to do, and where. */
  message?: Maybe<Scalars['String']['output']>;
  state: CheckState;
  step: CheckStep;
};

export type ChannelInput = {
  channelId: Scalars['ID']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
};

export type ChannelPayload = {
  __typename?: 'ChannelPayload';
  channel?: Maybe<Channel>;
  /** Of sendTestMessage: where the message can be watched. */
  conversationId?: Maybe<Scalars['ID']['output']>;
  messageId?: Maybe<Scalars['ID']['output']>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

export type ChannelState =
  /** Connected; checks may still be open. */
  | 'ACTIVE'
  | 'DISCONNECTED'
  /** Sends wait until it is repaired (token expired, account locked). */
  | 'SUSPENDED';

export type CheckState =
  | 'FAILED'
  | 'NOT_CHECKED'
  | 'OK'
  | 'PENDING';

export type CheckStep =
  | 'REGISTERED'
  | 'SECRET'
  | 'TEST_MESSAGE'
  | 'TOKEN'
  | 'WEBHOOK';

/** A business that uses the product. All data belongs to exactly one. */
export type Company = {
  __typename?: 'Company';
  /** Made at the first start to look around; can be hidden. */
  demo: Scalars['Boolean']['output'];
  hidden: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  timeZone: Scalars['String']['output'];
};

export type CompanyPayload = {
  __typename?: 'CompanyPayload';
  company?: Maybe<Company>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

export type ConnectWhatsAppCloudChannelInput = {
  accessToken: Scalars['String']['input'];
  appId?: InputMaybe<Scalars['String']['input']>;
  appSecret: Scalars['String']['input'];
  businessAccountId: Scalars['String']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  phoneNumber: Scalars['PhoneNumber']['input'];
  phoneNumberId: Scalars['String']['input'];
};

/** A person that the company talks to. */
export type Contact = {
  __typename?: 'Contact';
  addresses: Array<ContactAddress>;
  blocked: Scalars['Boolean']['output'];
  conversations: Array<Conversation>;
  createdAt: Scalars['DateTime']['output'];
  /** As given by the company. */
  givenName?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** Contacts that turned out to be the same person. */
  linked: Array<Contact>;
  /** Chosen by the company, else told by the provider, else the phone. */
  name: Scalars['String']['output'];
  phone?: Maybe<Scalars['PhoneNumber']['output']>;
  /** As told by the provider. */
  profileName?: Maybe<Scalars['String']['output']>;
};

/** A way to reach a person. */
export type ContactAddress = {
  __typename?: 'ContactAddress';
  /** phone, bsuid or parent_bsuid. */
  kind: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type ContactConnection = {
  __typename?: 'ContactConnection';
  edges: Array<ContactEdge>;
  pageInfo: PageInfo;
  totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ContactEdge = {
  __typename?: 'ContactEdge';
  cursor: Scalars['String']['output'];
  node: Contact;
};

export type ContactFilter = {
  blocked?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name (any word's beginning, accents do not matter) or phone (first or last digits). */
  search?: InputMaybe<Scalars['String']['input']>;
};

export type ContactInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  contactId: Scalars['ID']['input'];
};

export type ContactPayload = {
  __typename?: 'ContactPayload';
  contact?: Maybe<Contact>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

/** All talk with one contact over one channel; one for ever. */
export type Conversation = {
  __typename?: 'Conversation';
  assignee?: Maybe<User>;
  channel: Channel;
  contact: Contact;
  /** Of the customer's unread messages the first as the thread shows them, among its newest 2,000 lines. null when nothing is unread. */
  firstUnreadId?: Maybe<Scalars['ID']['output']>;
  id: Scalars['ID']['output'];
  labels: Array<Label>;
  lastActivityAt: Scalars['DateTime']['output'];
  lastMessage?: Maybe<LastMessage>;
  /** Newest last. Pages backwards: `last` up to 100 before a cursor; or around a message. */
  messages: ThreadConnection;
  snoozedUntil?: Maybe<Scalars['DateTime']['output']>;
  state: ConversationState;
  unread: Scalars['Int']['output'];
  /** Since when the customer waits for an answer; null when nobody waits. */
  waitingSince?: Maybe<Scalars['DateTime']['output']>;
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
  conversationId: Scalars['ID']['output'];
  /** An inbound message arrived with this change. */
  incoming: Scalars['Boolean']['output'];
  position: Scalars['Position']['output'];
  removed: Scalars['Boolean']['output'];
};

export type ConversationConnection = {
  __typename?: 'ConversationConnection';
  edges: Array<ConversationEdge>;
  pageInfo: PageInfo;
};

export type ConversationEdge = {
  __typename?: 'ConversationEdge';
  cursor: Scalars['String']['output'];
  node: Conversation;
};

export type ConversationFilter = {
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  channelId?: InputMaybe<Scalars['ID']['input']>;
  contactId?: InputMaybe<Scalars['ID']['input']>;
  labelId?: InputMaybe<Scalars['ID']['input']>;
  /** Names and phones of contacts. */
  search?: InputMaybe<Scalars['String']['input']>;
  state?: InputMaybe<Array<ConversationState>>;
  tab?: InputMaybe<InboxTab>;
  unread?: InputMaybe<Scalars['Boolean']['input']>;
};

export type ConversationInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
};

export type ConversationPayload = {
  __typename?: 'ConversationPayload';
  conversation?: Maybe<Conversation>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

export type ConversationState =
  | 'CLOSED'
  | 'OPEN'
  | 'SNOOZED';

export type CreateApiKeyInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  scopes: Array<Scope>;
};

export type CreateApiKeyPayload = {
  __typename?: 'CreateApiKeyPayload';
  apiKey?: Maybe<ApiKey>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
  /** The key itself (mia_…), shown once; null when repeated. */
  secret?: Maybe<Scalars['String']['output']>;
};

export type CreateCompanyInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  timeZone?: InputMaybe<Scalars['String']['input']>;
};

export type CreateContactInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  phone: Scalars['PhoneNumber']['input'];
};

export type DeleteLabelInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  labelId: Scalars['ID']['input'];
};

/** A delivery that could not be understood or routed. */
export type DeliveryProblem = {
  __typename?: 'DeliveryProblem';
  /** not_json, not_utf8, too_deep, duplicate_key, unknown_number, not_supported … */
  code: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  receivedAt: Scalars['DateTime']['output'];
  size: Scalars['Int']['output'];
};

export type Direction =
  | 'IN'
  | 'OUT';

/** An engine that the installation runs on. */
export type EngineStatus = {
  __typename?: 'EngineStatus';
  detail?: Maybe<Scalars['String']['output']>;
  kind: Scalars['String']['output'];
  name: Scalars['String']['output'];
  ok: Scalars['Boolean']['output'];
};

export type Failure = {
  __typename?: 'Failure';
  /** The provider's code, or ours. */
  code: Scalars['String']['output'];
  /** In plain words, in the viewer's language. */
  message: Scalars['String']['output'];
};

export type HideCompanyInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  companyId: Scalars['ID']['input'];
  hidden: Scalars['Boolean']['input'];
};

/** Counts of the tabs under the viewer's rights, capped at `cap`. */
export type InboxCounts = {
  __typename?: 'InboxCounts';
  all: Scalars['Int']['output'];
  cap: Scalars['Int']['output'];
  mine: Scalars['Int']['output'];
  unassigned: Scalars['Int']['output'];
  unread: Scalars['Int']['output'];
};

export type InboxTab =
  | 'ALL'
  | 'MINE'
  | 'UNASSIGNED';

export type InviteUserInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  email: Scalars['String']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  role: Role;
  visibility?: InputMaybe<Visibility>;
};

export type InviteUserPayload = {
  __typename?: 'InviteUserPayload';
  /** One-use link, shown once; null when repeated. */
  link?: Maybe<Scalars['String']['output']>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
  user?: Maybe<User>;
};

export type ItemType =
  | 'ACTIVITY'
  | 'MESSAGE'
  | 'NOTE';

export type Label = {
  __typename?: 'Label';
  /** Hex colour, e.g. #0f9f94. */
  color: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};

export type LabelConversationInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
  labelId: Scalars['ID']['input'];
  on: Scalars['Boolean']['input'];
};

export type LabelPayload = {
  __typename?: 'LabelPayload';
  label?: Maybe<Label>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

/** The newest message, for lists. */
export type LastMessage = {
  __typename?: 'LastMessage';
  at: Scalars['DateTime']['output'];
  direction: Direction;
  id: Scalars['ID']['output'];
  kind: MessageKind;
  /** Of what was sent. */
  status?: Maybe<MessageStatus>;
  text: Scalars['String']['output'];
};

export type LocationContent = {
  __typename?: 'LocationContent';
  address?: Maybe<Scalars['String']['output']>;
  latitude: Scalars['Float']['output'];
  longitude: Scalars['Float']['output'];
  name?: Maybe<Scalars['String']['output']>;
};

export type MarkConversationReadInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
  /** Position of the newest item that was seen. */
  upTo: Scalars['Position']['input'];
};

/** Who is signed in, and to what. */
export type Me = {
  __typename?: 'Me';
  company: Company;
  memberships: Array<Membership>;
  /** Names of the permissions, e.g. conversations.reply. */
  permissions: Array<Scalars['String']['output']>;
  role?: Maybe<Role>;
  /** null for an API key. */
  user?: Maybe<Account>;
  visibility: Visibility;
};

export type Media = {
  __typename?: 'Media';
  /** Why it is not there. */
  failure?: Maybe<Scalars['String']['output']>;
  filename?: Maybe<Scalars['String']['output']>;
  id?: Maybe<Scalars['ID']['output']>;
  mime: Scalars['String']['output'];
  size?: Maybe<Scalars['Int']['output']>;
  state: MediaState;
  /** Path of the file when it is ready. */
  url?: Maybe<Scalars['String']['output']>;
};

export type MediaInput = {
  caption?: InputMaybe<Scalars['String']['input']>;
  filename?: InputMaybe<Scalars['String']['input']>;
  /** From POST /media. */
  mediaId: Scalars['ID']['input'];
};

export type MediaState =
  | 'FAILED'
  | 'PENDING'
  | 'READY';

/** A company that the signed-in person belongs to. */
export type Membership = {
  __typename?: 'Membership';
  company: Company;
  current: Scalars['Boolean']['output'];
  role: Role;
};

export type MessageChange = {
  __typename?: 'MessageChange';
  conversationId: Scalars['ID']['output'];
  item: ThreadItem;
  position: Scalars['Position']['output'];
};

export type MessageHit = {
  __typename?: 'MessageHit';
  at: Scalars['DateTime']['output'];
  conversation: Conversation;
  direction: Direction;
  messageId: Scalars['ID']['output'];
  /** The message's text, cut around the hit. */
  snippet: Scalars['String']['output'];
};

export type MessageHitConnection = {
  __typename?: 'MessageHitConnection';
  edges: Array<MessageHitEdge>;
  pageInfo: PageInfo;
};

export type MessageHitEdge = {
  __typename?: 'MessageHitEdge';
  cursor: Scalars['String']['output'];
  node: MessageHit;
};

export type MessageInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  messageId: Scalars['ID']['input'];
};

export type MessageKind =
  | 'AUDIO'
  | 'BUTTON'
  | 'CONTACTS'
  | 'DOCUMENT'
  | 'IMAGE'
  | 'INTERACTIVE'
  | 'LOCATION'
  | 'STICKER'
  | 'TEMPLATE'
  | 'TEXT'
  | 'UNSUPPORTED'
  | 'VIDEO';

export type MessageStatus =
  | 'ACCEPTED'
  | 'DELIVERED'
  | 'FAILED'
  | 'QUEUED'
  | 'READ'
  | 'SENDING'
  | 'SENT'
  | 'UNKNOWN';

export type Mutation = {
  __typename?: 'Mutation';
  addNote: ConversationPayload;
  assignConversation: ConversationPayload;
  /** Messages of a blocked contact are kept silently; sends are refused. */
  blockContact: ContactPayload;
  /** Ends the person's other sessions. */
  changePassword: AccountPayload;
  changeUserRole: UserPayload;
  /** Runs the checklist again. */
  checkChannel: ChannelPayload;
  closeConversation: ConversationPayload;
  /** Makes the channel and its verify token at once; it takes signed deliveries at once. What the checks say is state of the channel, never a refusal. */
  connectWhatsAppCloudChannel: ChannelPayload;
  createApiKey: CreateApiKeyPayload;
  /** A company of one's own; the caller becomes its owner and is signed in to it. */
  createCompany: CompanyPayload;
  /** An existing contact with that phone is answered, not doubled (refusal contact_exists, with the contact). */
  createContact: ContactPayload;
  deleteLabel: LabelPayload;
  disconnectChannel: ChannelPayload;
  /** Hides the demo company from the list, or shows it again. */
  hideCompany: CompanyPayload;
  /** Who was invited and has not joined yet gets a new link and role; who has joined is refused with already_member. */
  inviteUser: InviteUserPayload;
  labelConversation: ConversationPayload;
  markConversationRead: ConversationPayload;
  /** A person knows that an unknown send arrived. */
  markMessageSent: SendMessagePayload;
  /** Registers the number at the provider with its PIN. */
  registerChannelNumber: ChannelPayload;
  removeUser: UserPayload;
  renameCompany: CompanyPayload;
  reopenConversation: ConversationPayload;
  /** A failed send again, as it was. */
  retryMessage: SendMessagePayload;
  revokeApiKey: ApiKeyPayload;
  saveLabel: LabelPayload;
  sendMessage: SendMessagePayload;
  /** A person decides to send an unknown one again, at the risk of sending it twice. */
  sendMessageAgain: SendMessagePayload;
  /** Sends the hello_world template to a phone, as the last step of the checklist. */
  sendTestMessage: ChannelPayload;
  /** Tells the customer that somebody writes; no event. */
  sendTyping: Scalars['Boolean']['output'];
  snoozeConversation: ConversationPayload;
  /** Finds or creates contact and conversation, and sends. */
  startConversation: SendMessagePayload;
  /** Signs the session in to another company of the person's. */
  switchCompany: CompanyPayload;
  syncTemplates: ChannelPayload;
  unblockContact: ContactPayload;
  updateAccount: AccountPayload;
  updateChannel: ChannelPayload;
  updateContact: ContactPayload;
};


export type MutationAddNoteArgs = {
  input: AddNoteInput;
};


export type MutationAssignConversationArgs = {
  input: AssignConversationInput;
};


export type MutationBlockContactArgs = {
  input: ContactInput;
};


export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


export type MutationChangeUserRoleArgs = {
  input: ChangeUserRoleInput;
};


export type MutationCheckChannelArgs = {
  input: ChannelInput;
};


export type MutationCloseConversationArgs = {
  input: ConversationInput;
};


export type MutationConnectWhatsAppCloudChannelArgs = {
  input: ConnectWhatsAppCloudChannelInput;
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationCreateCompanyArgs = {
  input: CreateCompanyInput;
};


export type MutationCreateContactArgs = {
  input: CreateContactInput;
};


export type MutationDeleteLabelArgs = {
  input: DeleteLabelInput;
};


export type MutationDisconnectChannelArgs = {
  input: ChannelInput;
};


export type MutationHideCompanyArgs = {
  input: HideCompanyInput;
};


export type MutationInviteUserArgs = {
  input: InviteUserInput;
};


export type MutationLabelConversationArgs = {
  input: LabelConversationInput;
};


export type MutationMarkConversationReadArgs = {
  input: MarkConversationReadInput;
};


export type MutationMarkMessageSentArgs = {
  input: MessageInput;
};


export type MutationRegisterChannelNumberArgs = {
  input: RegisterChannelNumberInput;
};


export type MutationRemoveUserArgs = {
  input: RemoveUserInput;
};


export type MutationRenameCompanyArgs = {
  input: RenameCompanyInput;
};


export type MutationReopenConversationArgs = {
  input: ConversationInput;
};


export type MutationRetryMessageArgs = {
  input: MessageInput;
};


export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


export type MutationSaveLabelArgs = {
  input: SaveLabelInput;
};


export type MutationSendMessageArgs = {
  input: SendMessageInput;
};


export type MutationSendMessageAgainArgs = {
  input: MessageInput;
};


export type MutationSendTestMessageArgs = {
  input: SendTestMessageInput;
};


export type MutationSendTypingArgs = {
  conversationId: Scalars['ID']['input'];
};


export type MutationSnoozeConversationArgs = {
  input: SnoozeConversationInput;
};


export type MutationStartConversationArgs = {
  input: StartConversationInput;
};


export type MutationSwitchCompanyArgs = {
  companyId: Scalars['ID']['input'];
};


export type MutationSyncTemplatesArgs = {
  input: ChannelInput;
};


export type MutationUnblockContactArgs = {
  input: ContactInput;
};


export type MutationUpdateAccountArgs = {
  input: UpdateAccountInput;
};


export type MutationUpdateChannelArgs = {
  input: UpdateChannelInput;
};


export type MutationUpdateContactArgs = {
  input: UpdateContactInput;
};

/** Place of a page in a list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  __typename?: 'Query';
  apiKeys: Array<ApiKey>;
  channel?: Maybe<Channel>;
  channels: Array<Channel>;
  contact?: Maybe<Contact>;
  contacts: ContactConnection;
  conversation?: Maybe<Conversation>;
  conversations: ConversationConnection;
  inboxCounts: InboxCounts;
  labels: Array<Label>;
  /** Who is signed in. */
  me: Me;
  searchMessages: MessageHitConnection;
  /** Engines, read models, positions and lag. */
  systemStatus: SystemStatus;
  templates: TemplateConnection;
  /** People of the company, invited ones too. */
  users: Array<User>;
};


export type QueryChannelArgs = {
  id: Scalars['ID']['input'];
};


export type QueryContactArgs = {
  id: Scalars['ID']['input'];
};


export type QueryContactsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ContactFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryConversationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryConversationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ConversationFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryInboxCountsArgs = {
  filter?: InputMaybe<ConversationFilter>;
};


export type QuerySearchMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
};


export type QueryTemplatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  channelId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Quote = {
  __typename?: 'Quote';
  direction?: Maybe<Direction>;
  kind?: Maybe<MessageKind>;
  messageId?: Maybe<Scalars['ID']['output']>;
  text: Scalars['String']['output'];
};

export type Reaction = {
  __typename?: 'Reaction';
  /** IN: the customer's. */
  direction: Direction;
  emoji: Scalars['String']['output'];
  userId?: Maybe<Scalars['ID']['output']>;
};

export type ReactionInput = {
  /** null takes the reaction away. */
  emoji?: InputMaybe<Scalars['String']['input']>;
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

export type RegisterChannelNumberInput = {
  channelId: Scalars['ID']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** Six digits: the number's two-step verification PIN. */
  pin: Scalars['String']['input'];
};

export type RemoveUserInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  userId: Scalars['ID']['input'];
};

export type RenameCompanyInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type RevokeApiKeyInput = {
  apiKeyId: Scalars['ID']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
};

export type Role =
  | 'ADMIN'
  | 'AGENT'
  | 'ANALYST'
  | 'OWNER'
  | 'SUPERVISOR';

export type SaveLabelInput = {
  color: Scalars['String']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
  /** null makes a new one. */
  labelId?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
};

export type Scope =
  | 'CONTACTS'
  | 'MANAGE'
  | 'READ'
  | 'SEND';

export type SendMessageInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
  media?: InputMaybe<MediaInput>;
  reaction?: InputMaybe<ReactionInput>;
  /** Message that is quoted. */
  replyTo?: InputMaybe<Scalars['ID']['input']>;
  template?: InputMaybe<TemplateInput>;
  text?: InputMaybe<Scalars['String']['input']>;
};

export type SendMessagePayload = {
  __typename?: 'SendMessagePayload';
  conversation?: Maybe<Conversation>;
  message?: Maybe<ThreadItem>;
  messageId?: Maybe<Scalars['ID']['output']>;
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
};

export type SendTestMessageInput = {
  channelId: Scalars['ID']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
  to: Scalars['PhoneNumber']['input'];
};

export type SharedContact = {
  __typename?: 'SharedContact';
  emails: Array<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  phones: Array<Scalars['String']['output']>;
};

export type SnoozeConversationInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  conversationId: Scalars['ID']['input'];
  until: Scalars['DateTime']['input'];
};

export type StartConversationInput = {
  channelId: Scalars['ID']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
  contactId?: InputMaybe<Scalars['ID']['input']>;
  /** Used when the contact is new. */
  name?: InputMaybe<Scalars['String']['input']>;
  template?: InputMaybe<TemplateInput>;
  /** Only inside an open window. */
  text?: InputMaybe<Scalars['String']['input']>;
  to?: InputMaybe<Scalars['PhoneNumber']['input']>;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** Checklist, health. */
  channelChanged: Channel;
  contactChanged: Contact;
  conversationChanged: ConversationChange;
  messageChanged: MessageChange;
  systemStatusChanged: SystemStatus;
};


export type SubscriptionContactChangedArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionConversationChangedArgs = {
  filter?: InputMaybe<ConversationFilter>;
};


export type SubscriptionMessageChangedArgs = {
  conversationId: Scalars['ID']['input'];
};

/** How the installation is doing. */
export type SystemStatus = {
  __typename?: 'SystemStatus';
  engines: Array<EngineStatus>;
  /** Position of the newest event. */
  head: Scalars['Position']['output'];
  /** Work of this company that waits for a person, for example for a new token. */
  held: Scalars['Int']['output'];
  /** Worst lag of the live views, in milliseconds. */
  lagMs: Scalars['Int']['output'];
  ok: Scalars['Boolean']['output'];
  /** Work of this company that waits in queues, sends above all. */
  queued: Scalars['Int']['output'];
  views: Array<ViewStatus>;
};

/** A message form that the provider has approved, read from the provider. */
export type Template = {
  __typename?: 'Template';
  /** Text of the body with its variables, e.g. Olá {{1}}. */
  body: Scalars['String']['output'];
  buttons: Array<Scalars['String']['output']>;
  category: Scalars['String']['output'];
  channelId: Scalars['ID']['output'];
  footer?: Maybe<Scalars['String']['output']>;
  header?: Maybe<Scalars['String']['output']>;
  /** What the header is: only templates whose header is a text, or that have none, can be sent. */
  headerFormat: TemplateHeaderFormat;
  id: Scalars['ID']['output'];
  language: Scalars['String']['output'];
  name: Scalars['String']['output'];
  /** Status as the provider told it. */
  providerStatus: Scalars['String']['output'];
  status: TemplateStatus;
  syncedAt: Scalars['DateTime']['output'];
  /** Names or numbers of the variables of header and body, in order. */
  variables: Array<TemplateVariable>;
};

export type TemplateButtonInput = {
  index: Scalars['Int']['input'];
  text: Scalars['String']['input'];
};

export type TemplateConnection = {
  __typename?: 'TemplateConnection';
  edges: Array<TemplateEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type TemplateEdge = {
  __typename?: 'TemplateEdge';
  cursor: Scalars['String']['output'];
  node: Template;
};

export type TemplateHeaderFormat =
  | 'DOCUMENT'
  | 'IMAGE'
  | 'LOCATION'
  | 'NONE'
  /** One that the provider has and we do not know. */
  | 'OTHER'
  | 'TEXT'
  | 'VIDEO';

export type TemplateInput = {
  buttons?: InputMaybe<Array<TemplateButtonInput>>;
  header?: InputMaybe<TemplateParameterInput>;
  language: Scalars['String']['input'];
  name: Scalars['String']['input'];
  parameters?: InputMaybe<Array<TemplateParameterInput>>;
};

export type TemplateParameterInput = {
  /** For named parameters. */
  name?: InputMaybe<Scalars['String']['input']>;
  text: Scalars['String']['input'];
};

export type TemplateStatus =
  | 'APPROVED'
  | 'DISABLED'
  | 'OTHER'
  | 'PAUSED'
  | 'PENDING'
  | 'REJECTED';

export type TemplateVariable = {
  __typename?: 'TemplateVariable';
  example?: Maybe<Scalars['String']['output']>;
  /** 1, 2, … or its name. */
  name: Scalars['String']['output'];
  /** header, body or button. */
  part: Scalars['String']['output'];
};

export type ThreadConnection = {
  __typename?: 'ThreadConnection';
  edges: Array<ThreadEdge>;
  pageInfo: PageInfo;
};

export type ThreadEdge = {
  __typename?: 'ThreadEdge';
  cursor: Scalars['String']['output'];
  node: ThreadItem;
};

/** A line of the thread: a message, a note, or something that happened. */
export type ThreadItem = {
  __typename?: 'ThreadItem';
  /** Whether retry, mark as sent, send again are possible. */
  actions: Array<Scalars['String']['output']>;
  /** Activities: assigned, labelled, closed, reopened, snoozed, woken, opened; with their data. */
  activity?: Maybe<Scalars['String']['output']>;
  at: Scalars['DateTime']['output'];
  /** Who wrote it, for messages sent and notes. */
  author?: Maybe<User>;
  /** Name of the program when an API key sent it. */
  authorName?: Maybe<Scalars['String']['output']>;
  data?: Maybe<Scalars['JSON']['output']>;
  /** Messages only, from here. */
  direction?: Maybe<Direction>;
  failure?: Maybe<Failure>;
  id: Scalars['ID']['output'];
  kind?: Maybe<MessageKind>;
  location?: Maybe<LocationContent>;
  media?: Maybe<Media>;
  position: Scalars['Position']['output'];
  /** Kind as the provider calls it, when we do not support it. */
  providerKind?: Maybe<Scalars['String']['output']>;
  reactions: Array<Reaction>;
  replyTo?: Maybe<Quote>;
  sharedContacts?: Maybe<Array<SharedContact>>;
  status?: Maybe<MessageStatus>;
  text?: Maybe<Scalars['String']['output']>;
  type: ItemType;
  voice?: Maybe<Scalars['Boolean']['output']>;
};

export type UpdateAccountInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  locale?: InputMaybe<Scalars['String']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateChannelInput = {
  /** A new token; the old one is never shown. */
  accessToken?: InputMaybe<Scalars['String']['input']>;
  appId?: InputMaybe<Scalars['String']['input']>;
  appSecret?: InputMaybe<Scalars['String']['input']>;
  businessAccountId?: InputMaybe<Scalars['String']['input']>;
  channelId: Scalars['ID']['input'];
  commandId?: InputMaybe<Scalars['ID']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
  /** Corrects the number, its ID or its account, on a channel that is not simulated. Conversations stay. Refused with number_taken when another channel has the ID. */
  phoneNumber?: InputMaybe<Scalars['PhoneNumber']['input']>;
  phoneNumberId?: InputMaybe<Scalars['String']['input']>;
  readReceipts?: InputMaybe<Scalars['Boolean']['input']>;
};

export type UpdateContactInput = {
  commandId?: InputMaybe<Scalars['ID']['input']>;
  contactId: Scalars['ID']['input'];
  name: Scalars['String']['input'];
};

/** A person of the company. */
export type User = {
  __typename?: 'User';
  email: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  role: Role;
  state: UserState;
  visibility: Visibility;
};

export type UserPayload = {
  __typename?: 'UserPayload';
  position?: Maybe<Scalars['Position']['output']>;
  refusal?: Maybe<Refusal>;
  user?: Maybe<User>;
};

export type UserState =
  | 'ACTIVE'
  | 'INVITED'
  | 'REMOVED';

export type ViewState =
  | 'BUILDING'
  | 'LIVE'
  | 'RETIRED';

/** A read model's version. */
export type ViewStatus = {
  __typename?: 'ViewStatus';
  /** Events of its domains that it has not folded yet. */
  lag: Scalars['Int']['output'];
  /** Milliseconds between the newest folded event's recording and its commit. */
  lagMs: Scalars['Int']['output'];
  name: Scalars['String']['output'];
  /** Keys set aside because an event could not be folded. */
  parked: Scalars['Int']['output'];
  position: Scalars['Position']['output'];
  state: ViewState;
  version: Scalars['Int']['output'];
};

/** Which conversations a person sees. */
export type Visibility =
  | 'ALL'
  | 'OWN'
  | 'OWN_AND_UNASSIGNED';

/** The provider's customer service window: free text only inside. */
export type Window = {
  __typename?: 'Window';
  /** null when the customer never wrote. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  open: Scalars['Boolean']['output'];
};
