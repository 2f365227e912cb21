import { failureTexts } from './channels/failure-texts.ts';
import { COMPANIES_MAX } from './tenancy/user.ts';

type Text = { readonly 'pt-BR': string; readonly en: string };

/** Every code that a command, a link or a request can be refused with, in plain words: what is wrong and, where it helps, what to do. */
export const refusalTexts = {
  // Any command
  conflict: {
    'pt-BR': 'Outra pessoa mudou isso ao mesmo tempo. Tente de novo.',
    en: 'Somebody else changed this at the same time. Try again.',
  },
  forbidden: { 'pt-BR': 'Você não tem permissão para isso.', en: 'You are not allowed to do this.' },
  id_reused: {
    'pt-BR': 'Este pedido já foi usado para outra coisa. Recarregue a página.',
    en: 'This request was already used for something else. Reload the page.',
  },
  facts_behind: {
    'pt-BR': 'O sistema ainda está se atualizando. Tente de novo em instantes.',
    en: 'The system is still catching up. Try again in a moment.',
  },
  invalid: { 'pt-BR': 'Um dos campos não está certo.', en: 'One of the fields is not right.' },
  not_found: { 'pt-BR': 'Não encontramos isso. Pode ter sido removido.', en: 'We could not find this. It may have been removed.' },
  too_large: { 'pt-BR': 'O conteúdo é grande demais.', en: 'The content is too large.' },
  erased: { 'pt-BR': 'Os dados desta pessoa foram apagados.', en: 'The data of this person was erased.' },
  unknown_command: { 'pt-BR': 'Este comando não existe.', en: 'This command does not exist.' },

  // Companies, people, keys, links
  company_exists: { 'pt-BR': 'Esta empresa já existe.', en: 'This company already exists.' },
  too_many_companies: {
    'pt-BR': `Uma pessoa pode criar até ${String(COMPANIES_MAX)} empresas.`,
    en: `One person can create up to ${String(COMPANIES_MAX)} companies.`,
  },
  last_owner: { 'pt-BR': 'A empresa precisa de pelo menos um dono.', en: 'The company needs at least one owner.' },
  already_member: { 'pt-BR': 'Esta pessoa já faz parte da empresa.', en: 'This person is part of the company already.' },
  email_invalid: { 'pt-BR': 'Este e-mail não é válido.', en: 'This email is not valid.' },
  password_wrong: { 'pt-BR': 'A senha atual não confere.', en: 'The current password is not right.' },
  password_too_short: {
    'pt-BR': 'A senha é curta demais. Use pelo menos 10 caracteres.',
    en: 'The password is too short. Use at least 10 characters.',
  },
  link_unknown: { 'pt-BR': 'Este link não existe.', en: 'This link does not exist.' },
  link_used: { 'pt-BR': 'Este link já foi usado.', en: 'This link was used already.' },
  link_expired: { 'pt-BR': 'Este link venceu.', en: 'This link has expired.' },

  // Signing in and requests
  wrong_credentials: { 'pt-BR': 'E-mail ou senha incorretos.', en: 'Wrong email or password.' },
  sign_in_first: {
    'pt-BR': 'Esta conta já é usada e não tem senha. Entre nela neste navegador e abra o convite de novo.',
    en: 'This account is used already and has no password. Sign in to it in this browser and open the invitation again.',
  },
  too_many_attempts: {
    'pt-BR': 'Muitas tentativas. Espere um pouco e tente de novo.',
    en: 'Too many attempts. Wait a little and try again.',
  },
  too_many_requests: {
    'pt-BR': 'Pedidos demais em pouco tempo. Espere um instante.',
    en: 'Too many requests in a short time. Wait a moment.',
  },
  unauthenticated: { 'pt-BR': 'A sessão terminou. Entre de novo.', en: 'The session has ended. Sign in again.' },
  foreign_origin: {
    'pt-BR': 'O pedido veio de outra página e foi recusado por segurança.',
    en: 'The request came from another page and was refused for safety.',
  },
  unsupported_type: { 'pt-BR': 'Este tipo de conteúdo não é aceito.', en: 'This type of content is not accepted.' },
  content_mismatch: {
    'pt-BR': 'O conteúdo do arquivo não é do tipo que o nome dele diz.',
    en: 'The file’s content is not of the type that its name says.',
  },
  length_required: { 'pt-BR': 'O tamanho do conteúdo precisa ser informado.', en: 'The size of the content must be stated.' },
  invalid_json: { 'pt-BR': 'O pedido não é um JSON válido.', en: 'The request is not valid JSON.' },
  method_not_allowed: { 'pt-BR': 'Este endereço não aceita este método.', en: 'This address does not take this method.' },
  range_not_satisfiable: { 'pt-BR': 'O arquivo não tem a parte pedida.', en: 'The file does not have the part that was asked for.' },
  unavailable: {
    'pt-BR': 'O serviço não está disponível agora. Tente de novo em instantes.',
    en: 'The service is not available now. Try again in a moment.',
  },
  failed: { 'pt-BR': 'Algo deu errado. Tente de novo.', en: 'Something went wrong. Try again.' },

  // Channels
  channel_unknown: { 'pt-BR': 'Este canal não existe mais.', en: 'This channel does not exist any more.' },
  channel_disconnected: {
    'pt-BR': 'Este canal está desconectado. Conecte-o de novo nas configurações.',
    en: 'This channel is disconnected. Connect it again in the settings.',
  },
  already_connected: { 'pt-BR': 'Este número já está conectado.', en: 'This number is connected already.' },
  number_taken: {
    'pt-BR': 'Outro canal já tem este ID de número. Corrija o ID ou desconecte o outro canal.',
    en: 'Another channel has this phone number ID already. Correct the ID or disconnect the other channel.',
  },
  simulated_number: {
    'pt-BR': 'O número de um canal de simulação não muda, e um canal real não recebe um número de simulação.',
    en: 'The number of a simulated channel does not change, and a real channel takes no simulated number.',
  },
  simulated_not_allowed: {
    'pt-BR': 'Números de simulação só funcionam com a demonstração ligada.',
    en: 'Simulated numbers work only with the demo switched on.',
  },

  // Contacts
  phone_invalid: {
    'pt-BR': 'Este número de telefone não é válido. Use o código do país e o DDD.',
    en: 'This phone number is not valid. Use the country code and the area code.',
  },
  contact_exists: { 'pt-BR': 'Já existe um contato com este telefone.', en: 'There is a contact with this phone already.' },
  contact_unknown: { 'pt-BR': 'Este contato não existe mais.', en: 'This contact does not exist any more.' },
  contact_blocked: {
    'pt-BR': 'Este contato está bloqueado. Desbloqueie para enviar.',
    en: 'This contact is blocked. Unblock them to send.',
  },
  sender_unknown: { 'pt-BR': 'Quem enviou esta mensagem não é conhecido.', en: 'Who sent this message is not known.' },

  // Conversations and messages
  window_closed: {
    'pt-BR': 'Passaram 24 horas desde a última mensagem do cliente. Envie um modelo aprovado.',
    en: '24 hours have passed since the customer’s last message. Send an approved template.',
  },
  empty: { 'pt-BR': 'Escreva alguma coisa antes de enviar.', en: 'Write something before sending.' },
  text_too_long: { 'pt-BR': 'O texto é longo demais.', en: 'The text is too long.' },
  media_unknown: { 'pt-BR': 'O arquivo não está mais disponível. Anexe de novo.', en: 'The file is no longer available. Attach it again.' },
  media_not_supported: { 'pt-BR': 'O WhatsApp não aceita este tipo de arquivo.', en: 'WhatsApp does not take this type of file.' },
  media_too_large: { 'pt-BR': 'O arquivo é maior do que o WhatsApp aceita.', en: 'The file is larger than WhatsApp takes.' },
  template_unknown: {
    'pt-BR': 'Este modelo não existe mais. Sincronize os modelos.',
    en: 'This template does not exist any more. Synchronise the templates.',
  },
  template_not_approved: { 'pt-BR': 'Este modelo ainda não foi aprovado.', en: 'This template is not approved yet.' },
  template_parameters: { 'pt-BR': 'Preencha todas as variáveis do modelo.', en: 'Fill in all variables of the template.' },
  template_not_supported: {
    'pt-BR': 'Este modelo tem partes que ainda não sabemos enviar. Escolha outro.',
    en: 'This template has parts that we cannot send yet. Choose another one.',
  },
  reply_unknown: { 'pt-BR': 'A mensagem citada não foi encontrada.', en: 'The quoted message was not found.' },
  reaction_target_unknown: { 'pt-BR': 'A mensagem que recebe a reação não foi encontrada.', en: 'The message to react to was not found.' },
  assignee_unknown: { 'pt-BR': 'Esta pessoa não faz parte da equipe.', en: 'This person is not part of the team.' },
  label_unknown: { 'pt-BR': 'Esta etiqueta não existe mais.', en: 'This label does not exist any more.' },
  in_the_past: { 'pt-BR': 'Escolha um momento no futuro.', en: 'Choose a moment in the future.' },
  not_due: { 'pt-BR': 'Este envio não está na vez.', en: 'It is not this send’s turn.' },
  held: {
    'pt-BR': 'Os envios deste canal estão parados até que ele seja reparado.',
    en: 'The sends of this channel wait until it is repaired.',
  },
  not_failed: { 'pt-BR': 'Esta mensagem não falhou.', en: 'This message has not failed.' },
  not_unknown: { 'pt-BR': 'O envio desta mensagem já é conhecido.', en: 'What became of this message is known already.' },
} as const satisfies Readonly<Record<string, Text>>;

const other: Text = { 'pt-BR': 'Não foi possível fazer isso.', en: 'This could not be done.' };
const of = (texts: Readonly<Record<string, Text>>, code: string): Text | undefined =>
  Object.hasOwn(texts, code) ? texts[code] : undefined;

/** The sentence of a refusal's code; for codes without one that of a failed send, else `fallback`, else a general sentence. */
export const refusalText = (code: string, locale: 'pt-BR' | 'en', fallback?: string): string =>
  of(refusalTexts, code)?.[locale] ??
  of(failureTexts, code)?.[locale] ??
  (fallback === undefined || fallback === '' ? other[locale] : fallback);
