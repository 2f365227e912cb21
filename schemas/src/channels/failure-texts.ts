import { explainGraphError } from './graph-errors.ts';

type Text = { readonly 'pt-BR': string; readonly en: string };

/** Why a message or a file failed, for the codes that are ours: one sentence, what to do. Meta's own codes are in the table of Graph's errors. */
export const failureTexts = {
  expired: {
    'pt-BR': 'A mensagem esperou demais e não foi enviada: envie-a de novo se ainda fizer sentido.',
    en: 'The message waited too long and was not sent: send it again if it still makes sense.',
  },
  not_sent: {
    'pt-BR': 'Este servidor não conseguiu falar com a Meta: confira a internet do servidor, o envio será refeito sozinho.',
    en: 'This server could not talk to Meta: check the server’s internet, the send is repeated by itself.',
  },
  window_closed: {
    'pt-BR': 'A janela de 24 horas fechou antes do envio: envie um modelo aprovado ou espere que o cliente escreva.',
    en: 'The 24-hour window closed before the send: send an approved template or wait until the customer writes.',
  },
  contact_blocked: {
    'pt-BR': 'O contato está bloqueado: desbloqueie-o antes de enviar.',
    en: 'The contact is blocked: unblock them before sending.',
  },
  channel_disconnected: {
    'pt-BR': 'O canal foi desconectado: conecte-o de novo nas configurações.',
    en: 'The channel was disconnected: connect it again in the settings.',
  },
  token_missing: {
    'pt-BR': 'O canal está sem token de acesso: informe-o nas configurações do canal.',
    en: 'The channel has no access token: enter it in the channel settings.',
  },
  app_secret_wrong: {
    'pt-BR': 'A chave secreta do aplicativo está errada: troque-a nas configurações do canal e envie de novo.',
    en: 'The app secret is wrong: replace it in the channel settings and send again.',
  },
  no_address: {
    'pt-BR': 'O contato não tem número para este canal: acrescente um número ao contato.',
    en: 'The contact has no number for this channel: add a number to the contact.',
  },
  no_recipient: {
    'pt-BR': 'O contato não tem número para este canal: acrescente um número ao contato.',
    en: 'The contact has no number for this channel: add a number to the contact.',
  },
  upload_failed: {
    'pt-BR': 'O arquivo não chegou à Meta: envie-o de novo.',
    en: 'The file did not reach Meta: send it again.',
  },
  media_gone: {
    'pt-BR': 'O arquivo não está mais guardado: escolha-o e envie-o de novo.',
    en: 'The file is no longer stored: choose it and send it again.',
  },
  media_not_uploaded: {
    'pt-BR': 'O arquivo não chegou à Meta: envie-o de novo.',
    en: 'The file did not reach Meta: send it again.',
  },
  not_sendable: {
    'pt-BR': 'O WhatsApp não aceita este tipo de mensagem: envie o conteúdo de outra forma.',
    en: 'WhatsApp does not take this type of message: send the content in another way.',
  },
  reply_unknown: {
    'pt-BR': 'A mensagem citada não existe mais no WhatsApp: envie sem citá-la.',
    en: 'The quoted message is not on WhatsApp any more: send without quoting it.',
  },
  empty: {
    'pt-BR': 'A mensagem ou o arquivo está vazio: preencha o que falta e envie de novo.',
    en: 'The message or the file is empty: fill in what is missing and send again.',
  },
  too_long: {
    'pt-BR': 'O texto passa do limite do WhatsApp: encurte-o e envie de novo.',
    en: 'The text is longer than WhatsApp allows: shorten it and send again.',
  },
  too_many: {
    'pt-BR': 'São itens demais para uma mensagem: envie-os em partes.',
    en: 'There are too many items for one message: send them in parts.',
  },
  caption_not_allowed: {
    'pt-BR': 'Este tipo de arquivo não leva legenda: envie o texto em outra mensagem.',
    en: 'This type of file takes no caption: send the text as another message.',
  },
  template_name: {
    'pt-BR': 'O nome do modelo não é válido: atualize os modelos e escolha outro.',
    en: 'The template’s name is not valid: refresh the templates and choose another.',
  },
  parameter_name: {
    'pt-BR': 'Os campos não são os do modelo: atualize os modelos e preencha-os de novo.',
    en: 'The fields are not the template’s: refresh the templates and fill them in again.',
  },
  out_of_range: {
    'pt-BR': 'A localização não existe no mapa: escolha outro ponto.',
    en: 'The location is not on the map: choose another point.',
  },
  too_large: {
    'pt-BR': 'O arquivo é maior do que o WhatsApp permite: peça ou envie um arquivo menor.',
    en: 'The file is larger than WhatsApp allows: ask for or send a smaller one.',
  },
  type_not_allowed: {
    'pt-BR': 'O WhatsApp não aceita este tipo de arquivo: converta-o e envie de novo.',
    en: 'WhatsApp does not take this type of file: convert it and send it again.',
  },
  type_mismatch: {
    'pt-BR': 'O arquivo não é do tipo que diz ser e foi recusado por segurança: peça que o cliente o envie de novo.',
    en: 'The file is not of the type it claims and was refused for safety: ask the customer to send it again.',
  },
  size_mismatch: {
    'pt-BR': 'O arquivo chegou com outro tamanho e foi recusado: peça que o cliente o envie de novo.',
    en: 'The file arrived with another size and was refused: ask the customer to send it again.',
  },
  sha256_mismatch: {
    'pt-BR': 'O arquivo chegou alterado e foi recusado: peça que o cliente o envie de novo.',
    en: 'The file arrived changed and was refused: ask the customer to send it again.',
  },
  voice_not_opus: {
    'pt-BR': 'A gravação não está no formato de áudio do WhatsApp: grave-a em OGG com Opus ou envie-a como áudio comum.',
    en: 'The recording is not in WhatsApp’s voice format: record it as OGG with Opus or send it as plain audio.',
  },
  stalled: {
    'pt-BR': 'O arquivo parou de chegar da Meta: peça que o cliente o envie de novo.',
    en: 'The file stopped arriving from Meta: ask the customer to send it again.',
  },
  cut_off: {
    'pt-BR': 'O arquivo chegou pela metade: peça que o cliente o envie de novo.',
    en: 'The file arrived incomplete: ask the customer to send it again.',
  },
  host_not_allowed: {
    'pt-BR': 'O endereço do arquivo não é da Meta e foi recusado por segurança: peça que o cliente o envie de novo.',
    en: 'The file’s address is not Meta’s and was refused for safety: ask the customer to send it again.',
  },
} as const satisfies Readonly<Record<string, Text>>;

const other: Text = {
  'pt-BR': 'O envio falhou: tente de novo e, se continuar, veja o canal nas configurações.',
  en: 'It failed: try again and, if it goes on, look at the channel in the settings.',
};

/** A failure's code — Meta's number as text, or ours — in plain words. */
export const failureText = (code: string, locale: 'pt-BR' | 'en'): string => {
  if (/^\d{1,9}$/.test(code)) return explainGraphError(Number(code)).text[locale];
  return (Object.hasOwn(failureTexts, code) ? failureTexts[code as keyof typeof failureTexts] : other)[locale];
};
