import { explainGraphError } from './graph-errors.ts';

type Text = { readonly 'pt-BR': string; readonly en: string };

/**
 * What a line of the connection checklist says by its code: one sentence, what to do and where. `{name}` is a parameter of the check.
 * `graph_error`, and `registration_refused` where it knows more, are answered by the table of Graph's codes.
 */
export const checkTexts = {
  token_invalid: {
    'pt-BR': 'O token de acesso não vale: gere um novo em business.facebook.com › Configurações › Usuários do sistema e cole-o aqui.',
    en: 'The access token is not valid: create a new one at business.facebook.com › Settings › System users and paste it here.',
  },
  token_expired: {
    'pt-BR':
      'O token de acesso venceu: gere um que não expire em business.facebook.com › Configurações › Usuários do sistema e cole-o aqui.',
    en: 'The access token has expired: create one that never expires at business.facebook.com › Settings › System users and paste it here.',
  },
  token_no_permission: {
    'pt-BR':
      'O token não tem acesso a este número: em business.facebook.com › Usuários do sistema, atribua a conta do WhatsApp ao usuário e gere um token com whatsapp_business_messaging e whatsapp_business_management.',
    en: 'The token has no access to this number: at business.facebook.com › System users, assign the WhatsApp account to the user and create a token with whatsapp_business_messaging and whatsapp_business_management.',
  },
  token_scopes_missing: {
    'pt-BR': 'Falta ao token a permissão {scopes}: gere-o de novo em business.facebook.com › Usuários do sistema marcando-a.',
    en: 'The token lacks the permission {scopes}: create it again at business.facebook.com › System users with that box ticked.',
  },
  token_other_app: {
    'pt-BR': 'O token é de outro aplicativo ({app}): corrija o ID do aplicativo aqui ou gere o token no aplicativo certo.',
    en: 'The token belongs to another app ({app}): correct the app ID here or create the token in the right app.',
  },
  app_id_wrong: {
    'pt-BR': 'O ID do aplicativo não combina com a chave secreta: copie os dois de developers.facebook.com › Configurações › Básico.',
    en: 'The app ID does not belong to the app secret: copy both from developers.facebook.com › App settings › Basic.',
  },
  token_expires_soon: {
    'pt-BR': 'O token lê o número, mas vence em {date}: troque-o por um que não expire, em business.facebook.com › Usuários do sistema.',
    en: 'The token reads the number but expires on {date}: replace it by one that never expires, at business.facebook.com › System users.',
  },
  number_not_found: {
    'pt-BR':
      'A Meta não encontrou este ID de número com este token: copie o “ID do número de telefone” em developers.facebook.com › WhatsApp › Configuração da API.',
    en: 'Meta did not find this phone number ID with this token: copy the “Phone number ID” from developers.facebook.com › WhatsApp › API Setup.',
  },
  number_differs: {
    'pt-BR': 'Este ID é do número {number}, não do que foi digitado: corrija o número ou o ID nas configurações do canal.',
    en: 'This ID belongs to the number {number}, not to the one that was typed: correct the number or the ID in the channel settings.',
  },
  secret_missing: {
    'pt-BR': 'Falta a chave secreta do aplicativo: copie-a de developers.facebook.com › Configurações › Básico.',
    en: 'The app secret is missing: copy it from developers.facebook.com › App settings › Basic.',
  },
  secret_wrong: {
    'pt-BR':
      'A chave secreta não é a do aplicativo que gerou o token: copie-a de novo em developers.facebook.com › Configurações › Básico.',
    en: 'The secret is not that of the app that made the token: copy it again from developers.facebook.com › App settings › Basic.',
  },
  not_registered: {
    'pt-BR':
      'O número ainda não está registrado no WhatsApp Cloud ({status}): use o botão “Registrar” com o PIN de seis dígitos da confirmação em duas etapas.',
    en: 'The number is not registered with WhatsApp Cloud yet ({status}): use the “Register” button with the six-digit PIN of two-step verification.',
  },
  number_restricted: {
    'pt-BR':
      'A Meta restringiu este número ({status}): veja o motivo em business.facebook.com › Gerenciador do WhatsApp › Números de telefone.',
    en: 'Meta restricted this number ({status}): see why at business.facebook.com › WhatsApp Manager › Phone numbers.',
  },
  number_flagged: {
    'pt-BR':
      'O número funciona, mas a Meta o marcou por baixa qualidade ({status}): veja-o em business.facebook.com › Gerenciador do WhatsApp.',
    en: 'The number works, but Meta flagged it for low quality ({status}): see it at business.facebook.com › WhatsApp Manager.',
  },
  registration_unknown: {
    'pt-BR': 'A Meta não disse se o número está registrado: se a mensagem de teste falhar, use o botão “Registrar” com o PIN.',
    en: 'Meta did not say whether the number is registered: if the test message fails, use the “Register” button with the PIN.',
  },
  registration_refused: {
    'pt-BR': 'A Meta não aceitou o registro do número (código {code}): confira o número no Gerenciador do WhatsApp e registre-o de novo.',
    en: 'Meta did not accept the number’s registration (code {code}): check the number in WhatsApp Manager and register it again.',
  },
  registration_unanswered: {
    'pt-BR': 'O registro do número não teve resposta da Meta ({why}): espere um minuto e use o botão “Registrar” de novo.',
    en: 'The number’s registration got no answer from Meta ({why}): wait a minute and use the “Register” button again.',
  },
  callback_not_public: {
    'pt-BR':
      'A Meta não alcança o endereço {url}: publique o painel na internet (um domínio ou um túnel com https) e ponha esse endereço em PUBLIC_URL.',
    en: 'Meta cannot reach the address {url}: put the panel on the internet (a domain or a tunnel with https) and set that address as PUBLIC_URL.',
  },
  callback_not_https: {
    'pt-BR': 'A Meta só entrega em https e o endereço é {url}: ative https no servidor e mude PUBLIC_URL para https://.',
    en: 'Meta delivers to https only and the address is {url}: enable https on the server and change PUBLIC_URL to https://.',
  },
  callback_malformed: {
    'pt-BR': 'O endereço {url} não é válido: corrija PUBLIC_URL na configuração do servidor.',
    en: 'The address {url} is not valid: correct PUBLIC_URL in the server’s configuration.',
  },
  account_not_found: {
    'pt-BR':
      'A Meta não encontrou esta conta do WhatsApp com este token: copie o “ID da conta do WhatsApp Business” em developers.facebook.com › WhatsApp › Configuração da API.',
    en: 'Meta did not find this WhatsApp account with this token: copy the “WhatsApp Business Account ID” from developers.facebook.com › WhatsApp › API Setup.',
  },
  callback_refused: {
    'pt-BR':
      'A Meta não conseguiu verificar o endereço {url} ({message}): confira se ele abre de fora e se nenhum firewall ou login fica no caminho.',
    en: 'Meta could not verify the address {url} ({message}): check that it opens from outside and that no firewall or login is in the way.',
  },
  callback_elsewhere: {
    'pt-BR':
      'As mensagens desta conta vão para outro endereço ({other}): confira em developers.facebook.com › WhatsApp › Configuração se outro sistema usa o mesmo aplicativo.',
    en: 'This account’s messages go to another address ({other}): check at developers.facebook.com › WhatsApp › Configuration whether another system uses the same app.',
  },
  callback_unconfirmed: {
    'pt-BR': 'A assinatura foi feita, mas a Meta ainda não mostra o endereço: verifique de novo em um minuto.',
    en: 'The subscription was made, but Meta does not show the address yet: check again in a minute.',
  },
  callback_not_reached: {
    'pt-BR': 'A assinatura foi feita, mas nada da Meta chegou a {url}: confira se o endereço leva a este servidor e verifique de novo.',
    en: 'The subscription was made, but nothing from Meta arrived at {url}: check that the address leads to this server and check again.',
  },
  test_not_sent: {
    'pt-BR': 'Envie uma mensagem de teste para o seu próprio celular com o botão “Enviar teste”.',
    en: 'Send a test message to your own phone with the “Send test” button.',
  },
  test_on_its_way: {
    'pt-BR': 'A mensagem de teste foi aceita pela Meta: confira se o celular está ligado e com internet.',
    en: 'Meta accepted the test message: check that the phone is on and online.',
  },
  after_earlier: {
    'pt-BR': 'Espera pelos itens acima: resolva-os e verifique de novo.',
    en: 'Waits for the items above: solve them and check again.',
  },
  meta_unreachable: {
    'pt-BR': 'Este servidor não conseguiu falar com a Meta ({why}): confira a internet e o firewall do servidor e verifique de novo.',
    en: 'This server could not talk to Meta ({why}): check the server’s internet and firewall and check again.',
  },
  meta_unsure: {
    'pt-BR': 'A Meta não respondeu direito ({why}): verifique de novo em alguns minutos.',
    en: 'Meta did not answer properly ({why}): check again in a few minutes.',
  },
  meta_busy: {
    'pt-BR': 'O limite de chamadas da Meta foi atingido: verifique de novo em alguns minutos.',
    en: 'Meta’s call limit was reached: check again in a few minutes.',
  },
} as const satisfies Readonly<Record<string, Text>>;
export type CheckCode = keyof typeof checkTexts | 'graph_error';

/** The sentence of a check's code in a language; `null` for a code that has none. Parameters that are missing show as “?”. */
export const checkText = (code: string, locale: 'pt-BR' | 'en', params: Readonly<Record<string, string>> = {}): string | null => {
  if (code === 'graph_error')
    return explainGraphError(Number(params['code']), params['subcode'] === undefined ? undefined : Number(params['subcode'])).text[locale];
  if (code === 'registration_refused') {
    // What other codes mean is said for messages there.
    const known = explainGraphError(Number(params['code']));
    if (known.class === 'config' || known.class === 'auth') return known.text[locale];
  }
  if (!Object.hasOwn(checkTexts, code)) return null;
  const text = checkTexts[code as keyof typeof checkTexts][locale];
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (Object.hasOwn(params, name) ? params[name]! : '?'));
};
