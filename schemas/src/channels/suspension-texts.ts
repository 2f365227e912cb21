import type { suspensionReasons } from './channel.ts';

type Reason = (typeof suspensionReasons)[number];
/** Why a channel's sends wait, and what to do about it: one sentence. */
export const suspensionTexts: Readonly<Record<Reason, { readonly 'pt-BR': string; readonly en: string }>> = {
  token_expired: {
    'pt-BR': 'O token de acesso não vale mais: cole um novo aqui, e os envios que esperam seguem sozinhos.',
    en: 'The access token is no longer valid: paste a new one here and the waiting sends go by themselves.',
  },
  account_locked: {
    'pt-BR': 'A Meta bloqueou a conta: resolva em business.facebook.com e troque o token aqui para liberar os envios.',
    en: 'Meta has locked the account: resolve it at business.facebook.com and replace the token here to release the sends.',
  },
  permission_missing: {
    'pt-BR': 'O token perdeu a permissão sobre este número: gere outro com as permissões do WhatsApp e cole-o aqui.',
    en: 'The token has lost its permission for this number: create one with the WhatsApp permissions and paste it here.',
  },
  number_gone: {
    'pt-BR': 'A Meta não conhece mais este número: confira o ID do número e a conta em business.facebook.com.',
    en: 'Meta no longer knows this number: check the phone number ID and the account at business.facebook.com.',
  },
  payment: {
    'pt-BR': 'Há um problema de pagamento na conta do WhatsApp: resolva em business.facebook.com › Cobrança.',
    en: 'There is a payment problem with the WhatsApp account: resolve it at business.facebook.com › Billing.',
  },
  restricted: {
    'pt-BR': 'A Meta restringiu a conta por violação de política: veja o motivo em business.facebook.com › Qualidade da conta.',
    en: 'Meta has restricted the account for a policy violation: see why at business.facebook.com › Account quality.',
  },
};
/** The sentence of a reason; the reason itself when it is an unknown one. */
export const suspensionText = (reason: string, locale: 'pt-BR' | 'en'): string =>
  Object.hasOwn(suspensionTexts, reason) ? suspensionTexts[reason as Reason][locale] : reason;
