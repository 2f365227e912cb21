import type { suspensionReasons } from './channel.ts';

type Reason = (typeof suspensionReasons)[number];
/** Why a channel's sends wait, and what to do about it: one sentence. */
export const suspensionTexts: Readonly<Record<Reason, { readonly 'pt-BR': string; readonly en: string }>> = {
  token_expired: {
    'pt-BR': 'O token de acesso não vale mais: cole um novo aqui, e os envios que esperam seguem sozinhos.',
    en: 'The access token is no longer valid: paste a new one here and the waiting sends go by themselves.',
  },
  account_locked: {
    'pt-BR': 'A Meta bloqueou a conta: resolva em business.facebook.com e use “Verificar de novo” aqui para liberar os envios.',
    en: 'Meta has locked the account: resolve it at business.facebook.com and use “Check again” here to release the sends.',
  },
  permission_missing: {
    'pt-BR':
      'O token perdeu a permissão sobre este número: devolva-a em business.facebook.com › Usuários do sistema e use “Verificar de novo”, ou gere outro com as permissões do WhatsApp e cole-o aqui; os envios que esperam seguem sozinhos.',
    en: 'The token has lost its permission for this number: give it back at business.facebook.com › System users and use “Check again”, or create another one with the WhatsApp permissions and paste it here; the waiting sends then go by themselves.',
  },
  number_gone: {
    'pt-BR':
      'A Meta não conhece mais este número, ou ele não está registrado: corrija aqui o ID do número e a conta, ou registre-o com o PIN, e use “Verificar de novo” para liberar os envios.',
    en: 'Meta no longer knows this number, or it is not registered: correct the phone number ID and the account here, or register it with its PIN, and use “Check again” to release the sends.',
  },
  payment: {
    'pt-BR':
      'Há um problema de pagamento na conta do WhatsApp: resolva em business.facebook.com › Cobrança e use “Verificar de novo” aqui para liberar os envios.',
    en: 'There is a payment problem with the WhatsApp account: resolve it at business.facebook.com › Billing and use “Check again” here to release the sends.',
  },
  restricted: {
    'pt-BR':
      'A Meta restringiu a conta ou o número: veja o motivo em business.facebook.com › Qualidade da conta e, quando a restrição acabar, use “Verificar de novo” aqui para liberar os envios.',
    en: 'Meta has restricted the account or the number: see why at business.facebook.com › Account quality and, when the restriction is over, use “Check again” here to release the sends.',
  },
};
/** The sentence of a reason; the reason itself when it is an unknown one. */
export const suspensionText = (reason: string, locale: 'pt-BR' | 'en'): string =>
  Object.hasOwn(suspensionTexts, reason) ? suspensionTexts[reason as Reason][locale] : reason;
