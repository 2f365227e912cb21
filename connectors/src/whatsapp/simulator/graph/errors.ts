/** One documented error: HTTP status, Graph's error type, title and what the details usually say. Codes as in Meta's error reference. */
export type DocumentedError = {
  readonly code: number;
  readonly http: number;
  readonly type: 'OAuthException' | 'GraphMethodException';
  readonly title: string;
  readonly details: string;
};

type Row = readonly [code: number, http: number, title: string, details: string];
const rows: readonly Row[] = [
  [0, 401, 'AuthException', 'Unable to authenticate the app user'],
  [1, 400, 'API Unknown', 'Invalid request or possible server error'],
  [2, 503, 'API Service', 'Temporary due to downtime or due to being overloaded'],
  [3, 500, 'API Method', 'Capability or permissions issue'],
  [4, 429, 'API Too Many Calls', 'The app has reached its API call rate limit'],
  [10, 403, 'Permission Denied', 'Application does not have permission for this action'],
  [33, 400, 'Parameter value is not valid', 'The business phone number has been deleted'],
  [100, 400, 'Invalid parameter', 'The request included one or more unsupported or misspelled parameters'],
  [104, 401, 'An access token is required to request this resource', ''],
  [190, 401, 'Access token has expired', 'Your access token has expired'],
  [200, 403, 'API Permission', 'Permission is either not granted or has been removed'],
  [
    368,
    403,
    'Temporarily blocked for policies violations',
    'The WhatsApp Business Account has been restricted or disabled for violating a platform policy',
  ],
  [80007, 429, 'Rate limit issues', 'The WhatsApp Business Account has reached its rate limit'],
  [130429, 400, 'Rate limit hit', 'Cloud API message throughput has been reached'],
  [130472, 400, "User's number is part of an experiment", 'Message was not sent as part of an experiment'],
  [
    130497,
    403,
    'Business account is restricted from messaging users in this country',
    'The account is restricted from messaging to users in certain countries',
  ],
  [131000, 500, 'Something went wrong', 'Message failed to send due to an unknown error'],
  [131005, 403, 'Access denied', 'Permission is either not granted or has been removed'],
  [131008, 400, 'Required parameter is missing', 'The request is missing a required parameter'],
  [131009, 400, 'Parameter value is not valid', 'One or more parameter values are invalid'],
  [131016, 500, 'Service unavailable', 'A service is temporarily unavailable'],
  [131021, 400, 'Recipient cannot be sender', 'Sender and recipient phone number is the same'],
  [131026, 400, 'Message undeliverable', 'Unable to deliver message: the recipient may not be on WhatsApp, or has not accepted its terms'],
  [131030, 400, 'Recipient phone number not in allowed list', 'Add the recipient phone number to the recipient list and try again'],
  [131031, 403, 'Business Account locked', 'The account has been restricted or disabled for violating a platform policy'],
  [131037, 400, 'Display name approval needed', 'The phone number needs display name approval before a message can be sent'],
  [131042, 400, 'Business eligibility payment issue', 'There was an error related to your payment method'],
  [131045, 500, 'Incorrect certificate', 'Message failed to send due to a phone number registration error'],
  [
    131047,
    400,
    'Re-engagement message',
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  ],
  [
    131048,
    400,
    'Spam rate limit hit',
    'Message failed to send because there are restrictions on how many messages can be sent from this phone number',
  ],
  [
    131049,
    400,
    'This message was not delivered to maintain healthy ecosystem engagement.',
    'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  ],
  [131050, 400, 'User has stopped marketing messages', 'The recipient has chosen to stop receiving marketing messages from this business'],
  [131051, 400, 'Unsupported message type', 'Message type is currently not supported.'],
  [131052, 400, 'Media download error', 'Unable to download the media sent by the user'],
  [131053, 400, 'Media upload error', 'Unable to upload the media used in the message'],
  [131055, 400, 'Method not allowed', 'This API is not available'],
  [
    131056,
    400,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Too many messages sent from the sender phone number to the same recipient phone number in a short period of time',
  ],
  [131057, 500, 'Account in maintenance mode', 'The business account is in maintenance mode'],
  [
    132000,
    400,
    'Number of parameters does not match the expected number of params',
    'The number of variable parameter values does not match the number of variables in the template',
  ],
  [
    132001,
    404,
    'Template name does not exist in the translation',
    'The template does not exist in the specified language or has not been approved',
  ],
  [132005, 400, 'Translated text too long', 'Translated text is too long'],
  [132007, 400, 'Template format character policy violated', 'Template content violates a WhatsApp policy'],
  [132012, 400, 'Parameter format does not match format in the created template', 'Variable parameter values are formatted incorrectly'],
  [132015, 400, 'Template is paused', 'Template is paused due to low quality so it cannot be sent in a template message'],
  [132016, 400, 'Template is disabled', 'Template has been paused too many times due to low quality and is now permanently disabled'],
  [132068, 400, 'Flow is in blocked state', 'Flow is in blocked state'],
  [132069, 400, 'Flow is in throttled state', 'Flow is in throttled state'],
  [133000, 500, 'Incomplete deregistration', 'A previous deregistration attempt failed'],
  [133004, 503, 'Server temporarily unavailable', 'Server is temporarily unavailable'],
  [133005, 400, 'Two step verification PIN mismatch', 'The two-step verification PIN is incorrect'],
  [133006, 400, 'Phone number re-verification needed', 'The phone number needs to be verified before registering'],
  [133008, 400, 'Too many two step verification PIN guesses', 'Too many two-step verification PIN guesses for this phone number'],
  [133009, 400, 'Two step verification PIN guessed too fast', 'The two-step verification PIN was entered too quickly'],
  [133010, 400, 'Phone number not registered', 'The phone number is not registered on the WhatsApp Business platform'],
  [
    133015,
    400,
    'Please wait a few minutes before attempting to register this phone number',
    'The phone number was recently deleted, and deletion has not yet completed',
  ],
  [
    133016,
    400,
    'Account register deregister rate limit exceeded',
    'Registration or deregistration failed because there were too many attempts',
  ],
  [135000, 400, 'Generic user error', 'Message failed to send because of an unknown error with your request parameters'],
];
const table = new Map(
  rows.map(([code, http, title, details]): [number, DocumentedError] => [
    code,
    { code, http, type: code === 2 ? 'GraphMethodException' : 'OAuthException', title, details },
  ]),
);

/** What a fault may inject. */
export const documentedErrors: readonly DocumentedError[] = [...table.values()];

/** A documented error, or a nameless one of that code. */
export const graphError = (code: number): DocumentedError =>
  table.get(code) ?? { code, http: 400, type: 'OAuthException', title: 'Unknown error', details: '' };

/** A refusal on its way to the client. */
export class GraphRefusal extends Error {
  readonly http: number;
  readonly body: { readonly [k: string]: unknown; readonly code: number };
  constructor(http: number, body: { readonly [k: string]: unknown; readonly code: number; readonly message: string }) {
    super(body.message);
    this.http = http;
    this.body = body;
  }
}

/** A refusal of the management side: message, type and code without WhatsApp's `error_data`. */
export const refuse = (
  http: number,
  code: number,
  message: string,
  o: { subcode?: number; type?: 'OAuthException' | 'GraphMethodException'; user?: readonly [title: string, message: string] } = {},
): GraphRefusal =>
  new GraphRefusal(http, {
    message,
    type: o.type ?? 'OAuthException',
    code,
    ...(o.subcode === undefined ? {} : { error_subcode: o.subcode }),
    ...(o.user ? { error_user_title: o.user[0], error_user_msg: o.user[1] } : {}),
  });

/** A refusal of the messages and media endpoints: `(#code) title` with `error_data.details`. */
export const refuseMessage = (code: number, details?: string, o: { http?: number; subcode?: number } = {}): GraphRefusal => {
  const e = graphError(code);
  return new GraphRefusal(o.http ?? e.http, {
    message: `(#${code}) ${e.title}`,
    type: e.type,
    code,
    error_data: { messaging_product: 'whatsapp', details: details ?? e.details },
    ...(o.subcode === undefined ? {} : { error_subcode: o.subcode }),
  });
};

/** An object that the token cannot see or that does not exist: Graph does not tell which. */
export const noSuchObject = (method: string, id: string): GraphRefusal =>
  refuse(
    400,
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    { subcode: 33, type: 'GraphMethodException' },
  );
