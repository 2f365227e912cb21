import type { suspensionReasons } from './channel.ts';

/** What kind of trouble a Graph answer means, whatever its number. Only `policy_optout` is the customer's own wish and may be recorded as one. */
export type GraphErrorClass =
  | 'permanent_recipient'
  | 'permanent_content'
  | 'policy_optout'
  | 'window_closed'
  | 'sender_blocked'
  | 'auth'
  | 'rate_limited'
  | 'transient'
  | 'unknown_outcome'
  | 'config';

/**
 * When the same request may be made again.
 * - `never`: it would be refused again.
 * - `backoff`: later, and only what may happen twice: Meta does not say that nothing was done, so a send is `unknown`.
 * - `not_processed`: documented as not processed; a send is repeated after a wait.
 */
export type GraphRetry = 'never' | 'backoff' | 'not_processed';

export type GraphError = {
  readonly code: number;
  readonly subcode?: number;
  readonly class: GraphErrorClass;
  readonly retry: GraphRetry;
  /** A send or a read of the number that meets it suspends the channel: further sends wait and none fails. */
  readonly suspends: boolean;
  /** One sentence that says what to do. */
  readonly text: { readonly 'pt-BR': string; readonly en: string };
};

type Flag = 'suspends' | '';
const row = (code: number, cls: GraphErrorClass, retry: GraphRetry, flag: Flag, pt: string, en: string, subcode?: number): GraphError => ({
  code,
  ...(subcode === undefined ? {} : { subcode }),
  class: cls,
  retry,
  suspends: flag === 'suspends',
  text: { 'pt-BR': pt, en },
});

const newToken = {
  pt: 'gere um novo token de usuário do sistema no Gerenciador de Negócios da Meta e troque-o nas configurações do canal.',
  en: 'create a new system-user token in Meta Business Manager and replace it in the channel settings.',
};
const token = (subcode: number | undefined, pt: string, en: string): GraphError =>
  row(190, 'auth', 'never', 'suspends', `${pt}: ${newToken.pt}`, `${en}: ${newToken.en}`, subcode);
const permission = (code: number): GraphError =>
  row(
    code,
    'auth',
    'never',
    'suspends',
    'O token não tem permissão para usar este número: gere um token com whatsapp_business_messaging e whatsapp_business_management e troque-o nas configurações do canal.',
    'The token may not use this number: create a token with whatsapp_business_messaging and whatsapp_business_management and replace it in the channel settings.',
  );
const temporary = (code: number, cls: 'transient' | 'unknown_outcome'): GraphError =>
  row(
    code,
    cls,
    'backoff',
    '',
    'A Meta teve uma falha temporária e não disse se o pedido foi feito: confira a conversa antes de enviar de novo.',
    'Meta had a temporary failure and did not say whether the request was done: check the conversation before sending again.',
  );
const registration = (code: number, pt: string, en: string, flag: Flag = ''): GraphError => row(code, 'config', 'never', flag, pt, en);

/**
 * Every code that Meta documents for WhatsApp Cloud and that a send, a status or a connection check can meet.
 * Only HTTP 429 and the codes 4, 80007, 130429, 131056 and 131057 are documented as not processed.
 */
export const graphErrors: readonly GraphError[] = [
  row(0, 'auth', 'never', 'suspends', `A Meta não reconheceu o token: ${newToken.pt}`, `Meta did not recognise the token: ${newToken.en}`),
  temporary(1, 'unknown_outcome'),
  temporary(2, 'transient'),
  permission(3),
  row(
    4,
    'rate_limited',
    'not_processed',
    '',
    'O aplicativo atingiu o limite de chamadas da Meta: aguarde alguns minutos, o envio será refeito sozinho.',
    'The app reached its call limit at Meta: wait a few minutes, the send is repeated by itself.',
  ),
  permission(10),
  row(
    17,
    'rate_limited',
    'backoff',
    '',
    'O usuário do token atingiu o limite de chamadas da Meta: aguarde alguns minutos e tente de novo.',
    'The token’s user reached the call limit at Meta: wait a few minutes and try again.',
  ),
  row(
    33,
    'config',
    'never',
    'suspends',
    'Este número não existe mais na Meta: confira o ID do número de telefone nas configurações do canal.',
    'This number no longer exists at Meta: check the phone number ID in the channel settings.',
  ),
  row(
    100,
    'permanent_content',
    'never',
    '',
    'A Meta não aceitou um dos dados enviados: confira o número do destinatário e o conteúdo da mensagem.',
    'Meta did not accept one of the values sent: check the recipient’s number and the message.',
  ),
  row(
    100,
    'config',
    'never',
    'suspends',
    'A Meta não encontrou este ID ou o token não tem acesso a ele: confira os IDs e o token nas configurações do canal.',
    'Meta did not find this ID, or the token has no access to it: check the IDs and the token in the channel settings.',
    33,
  ),
  row(
    104,
    'auth',
    'never',
    'suspends',
    `O pedido chegou à Meta sem token válido: ${newToken.pt}`,
    `The request reached Meta without a valid token: ${newToken.en}`,
  ),
  token(undefined, 'O token de acesso não vale mais', 'The access token is no longer valid'),
  token(458, 'O aplicativo foi removido da conta que criou o token', 'The app was removed from the account that made the token'),
  token(459, 'A Meta pediu uma verificação à pessoa que criou o token', 'Meta asked the person who made the token for a verification'),
  token(460, 'A senha de quem criou o token foi trocada', 'The password of the person who made the token was changed'),
  token(463, 'O token de acesso venceu', 'The access token has expired'),
  token(464, 'A conta de quem criou o token não foi confirmada', 'The account that made the token is not confirmed'),
  token(467, 'O token de acesso foi invalidado', 'The access token was invalidated'),
  token(492, 'A sessão de quem criou o token terminou', 'The session of the person who made the token ended'),
  permission(200),
  row(
    368,
    'sender_blocked',
    'never',
    'suspends',
    'A Meta restringiu a conta por violação de política: abra a Qualidade da conta no Gerenciador de Negócios e peça uma análise.',
    'Meta restricted the account for a policy violation: open Account Quality in Business Manager and request a review.',
  ),
  row(
    803,
    'config',
    'never',
    'suspends',
    'A Meta não encontrou este número ou esta conta: confira o ID do número e o ID da conta do WhatsApp nas configurações do canal.',
    'Meta did not find this number or account: check the phone number ID and the WhatsApp account ID in the channel settings.',
  ),
  row(
    80007,
    'rate_limited',
    'not_processed',
    '',
    'A conta do WhatsApp atingiu o limite de chamadas da Meta: aguarde alguns minutos, o envio será refeito sozinho.',
    'The WhatsApp account reached its call limit at Meta: wait a few minutes, the send is repeated by itself.',
  ),
  row(
    130429,
    'rate_limited',
    'not_processed',
    '',
    'O número enviou mensagens rápido demais: aguarde, o envio será refeito sozinho.',
    'The number sent messages too fast: wait, the send is repeated by itself.',
  ),
  row(
    130472,
    'permanent_content',
    'never',
    '',
    'Este cliente está em um experimento da Meta e não recebe marketing agora: espere que ele escreva ou envie uma mensagem que não seja de marketing.',
    'This customer is in a Meta experiment and gets no marketing now: wait until they write, or send a message that is not marketing.',
  ),
  row(
    130497,
    'sender_blocked',
    'never',
    '',
    'A Meta não permite que esta empresa escreva para este país: fale com este cliente por outro canal.',
    'Meta does not allow this business to write to this country: reach this customer by another channel.',
  ),
  temporary(131000, 'unknown_outcome'),
  row(
    131005,
    'auth',
    'never',
    '',
    'A Meta negou o acesso: confira no Gerenciador de Negócios se o token e o aplicativo ainda têm acesso a esta conta.',
    'Meta denied access: check in Business Manager that the token and the app still have access to this account.',
  ),
  row(
    131008,
    'permanent_content',
    'never',
    '',
    'Falta um dado obrigatório na mensagem: preencha todos os campos e envie de novo.',
    'The message lacks a required value: fill in every field and send again.',
  ),
  row(
    131009,
    'permanent_content',
    'never',
    '',
    'Um dos dados da mensagem não é válido: confira o número e os campos preenchidos e envie de novo.',
    'One of the message’s values is not valid: check the number and the fields and send again.',
  ),
  temporary(131016, 'transient'),
  row(
    131021,
    'permanent_recipient',
    'never',
    '',
    'O destinatário é o próprio número da empresa: escolha outro número.',
    'The recipient is the business number itself: choose another number.',
  ),
  row(
    131026,
    'permanent_recipient',
    'never',
    '',
    'A mensagem não pôde ser entregue: o número pode não ter WhatsApp, estar desatualizado ou ter bloqueado a empresa; confirme o número ou use outro canal.',
    'The message could not be delivered: the number may have no WhatsApp, an old version, or have blocked the business; confirm the number or use another channel.',
  ),
  row(
    131030,
    'config',
    'never',
    '',
    'O número de teste só envia para números liberados: inclua o destinatário na lista de teste do painel de desenvolvedores da Meta.',
    'The test number sends only to allowed numbers: add the recipient to the test list in Meta’s developer panel.',
  ),
  row(
    131031,
    'sender_blocked',
    'never',
    'suspends',
    'A Meta bloqueou a conta: abra a Qualidade da conta no Gerenciador de Negócios e siga as instruções.',
    'Meta locked the account: open Account Quality in Business Manager and follow the instructions.',
  ),
  row(
    131037,
    'sender_blocked',
    'never',
    'suspends',
    'O nome de exibição do número não foi aprovado: ajuste-o no Gerenciador do WhatsApp e espere a aprovação.',
    'The number’s display name is not approved: change it in WhatsApp Manager and wait for the approval.',
  ),
  row(
    131042,
    'sender_blocked',
    'never',
    'suspends',
    'Há um problema de pagamento na conta: confira a forma de pagamento no Gerenciador de Negócios da Meta.',
    'The account has a payment problem: check the payment method in Meta Business Manager.',
  ),
  row(
    131045,
    'config',
    'never',
    'suspends',
    'O número não está registrado corretamente: registre-o com o PIN nas configurações do canal.',
    'The number is not registered correctly: register it with its PIN in the channel settings.',
  ),
  row(
    131047,
    'window_closed',
    'never',
    '',
    'Passaram mais de 24 horas desde a última mensagem do cliente: envie um modelo aprovado ou espere que ele escreva.',
    'More than 24 hours have passed since the customer’s last message: send an approved template or wait until they write.',
  ),
  row(
    131048,
    'sender_blocked',
    'never',
    'suspends',
    'A Meta limitou este número porque muitas mensagens foram bloqueadas ou denunciadas: pare os envios por algumas horas e veja a qualidade no Gerenciador do WhatsApp.',
    'Meta limited this number because many messages were blocked or reported: stop sending for some hours and see the quality in WhatsApp Manager.',
  ),
  row(
    131049,
    'rate_limited',
    'never',
    '',
    'A Meta preferiu não entregar mais marketing a este cliente agora: espere pelo menos 24 horas antes de tentar de novo.',
    'Meta chose not to deliver more marketing to this customer now: wait at least 24 hours before trying again.',
  ),
  row(
    131050,
    'policy_optout',
    'never',
    '',
    'O cliente parou de receber marketing da empresa: não envie mais promoções a ele.',
    'The customer stopped marketing from this business: send them no more promotions.',
  ),
  row(
    131051,
    'permanent_content',
    'never',
    '',
    'O WhatsApp não aceita este tipo de mensagem: envie o conteúdo de outra forma.',
    'WhatsApp does not support this type of message: send the content in another way.',
  ),
  row(
    131052,
    'permanent_content',
    'never',
    '',
    'O arquivo do cliente não pôde ser baixado: peça que ele o envie de novo.',
    'The customer’s file could not be downloaded: ask them to send it again.',
  ),
  row(
    131053,
    'permanent_content',
    'never',
    '',
    'A Meta não conseguiu usar o arquivo: confira o tipo e o tamanho e envie-o de novo.',
    'Meta could not use the file: check its type and size and send it again.',
  ),
  row(
    131055,
    'permanent_content',
    'never',
    '',
    'A Meta não permite este pedido para este número: envie a mensagem de outra forma.',
    'Meta does not allow this request for this number: send the message in another way.',
  ),
  row(
    131056,
    'rate_limited',
    'not_processed',
    '',
    'Muitas mensagens seguidas para este mesmo cliente: aguarde, o envio será refeito sozinho.',
    'Too many messages in a row to this same customer: wait, the send is repeated by itself.',
  ),
  row(
    131057,
    'rate_limited',
    'not_processed',
    '',
    'O número está em manutenção na Meta por alguns minutos: aguarde, o envio será refeito sozinho.',
    'The number is in maintenance at Meta for a few minutes: wait, the send is repeated by itself.',
  ),
  row(
    132000,
    'permanent_content',
    'never',
    '',
    'O número de campos não é o do modelo: atualize os modelos e preencha todos os campos.',
    'The number of fields differs from the template’s: refresh the templates and fill in every field.',
  ),
  row(
    132001,
    'permanent_content',
    'never',
    '',
    'O modelo não existe ou não está aprovado neste idioma: atualize os modelos e escolha outro.',
    'The template does not exist or is not approved in this language: refresh the templates and choose another.',
  ),
  row(
    132005,
    'permanent_content',
    'never',
    '',
    'O texto do modelo ficou longo demais: encurte o que foi preenchido nos campos.',
    'The template’s text became too long: shorten what was filled into the fields.',
  ),
  row(
    132007,
    'permanent_content',
    'never',
    '',
    'O conteúdo do modelo viola uma política do WhatsApp: mude o texto do modelo no Gerenciador do WhatsApp.',
    'The template’s content violates a WhatsApp policy: change its text in WhatsApp Manager.',
  ),
  row(
    132012,
    'permanent_content',
    'never',
    '',
    'Um campo do modelo está em formato errado ou falta a mídia do cabeçalho: confira os campos e envie de novo.',
    'A field of the template has a wrong format or its header media is missing: check the fields and send again.',
  ),
  row(
    132015,
    'permanent_content',
    'never',
    '',
    'O modelo está pausado por baixa qualidade: use outro modelo ou espere que a Meta o libere.',
    'The template is paused for low quality: use another one or wait until Meta releases it.',
  ),
  row(
    132016,
    'permanent_content',
    'never',
    '',
    'O modelo foi desativado pela Meta: use outro modelo.',
    'Meta disabled the template: use another one.',
  ),
  row(
    132068,
    'permanent_content',
    'never',
    '',
    'O formulário (Flow) do modelo está bloqueado: corrija-o no Gerenciador do WhatsApp.',
    'The template’s form (Flow) is blocked: correct it in WhatsApp Manager.',
  ),
  row(
    132069,
    'rate_limited',
    'backoff',
    '',
    'O formulário (Flow) foi limitado pela Meta: espere cerca de uma hora e envie de novo.',
    'Meta throttled the form (Flow): wait about an hour and send again.',
  ),
  registration(
    133000,
    'O número não terminou de sair de um registro anterior: remova o registro no Gerenciador do WhatsApp e registre-o de novo.',
    'The number has not finished leaving an earlier registration: deregister it in WhatsApp Manager and register it again.',
  ),
  temporary(133004, 'transient'),
  registration(
    133005,
    'O PIN está errado: digite o PIN da confirmação em duas etapas deste número, ou troque-o no Gerenciador do WhatsApp.',
    'The PIN is wrong: enter this number’s two-step verification PIN, or change it in WhatsApp Manager.',
  ),
  registration(
    133006,
    'O número precisa ser verificado antes do registro: verifique-o por SMS ou ligação no Gerenciador do WhatsApp.',
    'The number must be verified before it is registered: verify it by SMS or call in WhatsApp Manager.',
  ),
  registration(
    133008,
    'O PIN foi digitado errado vezes demais: espere o tempo que a Meta indicou e tente de novo.',
    'The PIN was entered wrongly too many times: wait as long as Meta said and try again.',
  ),
  registration(
    133009,
    'O PIN foi tentado rápido demais: espere um minuto e tente de novo.',
    'The PIN was tried too fast: wait a minute and try again.',
  ),
  registration(
    133010,
    'O número não está registrado no WhatsApp Cloud: registre-o com o PIN nas configurações do canal.',
    'The number is not registered with WhatsApp Cloud: register it with its PIN in the channel settings.',
    'suspends',
  ),
  registration(
    133015,
    'O número foi apagado há pouco: espere cinco minutos e registre-o de novo.',
    'The number was deleted a short while ago: wait five minutes and register it again.',
  ),
  registration(
    133016,
    'Houve tentativas demais de registro: espere 72 horas antes de registrar este número de novo.',
    'There were too many registration attempts: wait 72 hours before registering this number again.',
  ),
  row(
    135000,
    'permanent_content',
    'never',
    '',
    'A Meta não aceitou a mensagem: confira o modelo e os campos preenchidos e envie de novo.',
    'Meta did not accept the message: check the template and its fields and send again.',
  ),
];

const keyOf = (code: number, subcode?: number): string => (subcode === undefined ? String(code) : `${code}/${subcode}`);
const byCode: ReadonlyMap<string, GraphError> = new Map(graphErrors.map((e) => [keyOf(e.code, e.subcode), e]));

const undocumented = (code: number): GraphError =>
  code >= 133000 && code <= 133016
    ? registration(
        code,
        `O registro do número falhou (código ${code} da Meta): confira o número no Gerenciador do WhatsApp.`,
        `The number’s registration failed (Meta’s code ${code}): check the number in WhatsApp Manager.`,
      )
    : row(
        code,
        'permanent_content',
        'never',
        '',
        `A Meta recusou o pedido (código ${code}): veja os detalhes da resposta e corrija a mensagem antes de enviar de novo.`,
        `Meta refused the request (code ${code}): see the answer’s details and correct the message before sending again.`,
      );

/** What a Graph or WhatsApp error code means and what to do about it. Never fails: a code nobody documented is permanent. */
export const explainGraphError = (code: number, subcode?: number): GraphError =>
  (subcode === undefined ? undefined : byCode.get(keyOf(code, subcode))) ??
  byCode.get(keyOf(code)) ??
  (code > 200 && code <= 299 ? permission(code) : undefined) ??
  undocumented(code);

/** Why a channel is suspended by a send or a read of its number that met this error; `null` when it is not. */
export const suspensionFor = (error: GraphError): (typeof suspensionReasons)[number] | null => {
  if (!error.suspends) return null;
  switch (error.code) {
    case 0:
    case 104:
    case 190:
      return 'token_expired';
    case 33:
    case 100:
    case 803:
    case 131045:
    case 133010:
      return 'number_gone';
    case 131031:
      return 'account_locked';
    case 131042:
      return 'payment';
    default:
      return error.class === 'auth' ? 'permission_missing' : 'restricted';
  }
};
