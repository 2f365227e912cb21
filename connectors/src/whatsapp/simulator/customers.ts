import { businessScopedId } from './ids.ts';
import { waIdOf, withNinthDigit } from './phones.ts';
import type { Customer } from './records.ts';
import type { State } from './state.ts';

/** Numbers that end so are not on WhatsApp: what is sent to them fails with 131026. */
export const NOT_ON_WHATSAPP = '0000';

/** A customer by any spelling of the phone. */
export const customerByPhone = (state: State, digits: string): Customer | undefined => state.customers.get(withNinthDigit(digits));
export const customerByUserId = (state: State, userId: string): Customer | undefined =>
  [...state.customers.values()].find((c) => c.userId === userId);

/** A new customer; `digits` in either Brazilian spelling. */
export const newCustomer = (
  state: State,
  digits: string,
  o: { name?: string; waId?: string; username?: string; hidesPhone?: boolean } = {},
): Customer => {
  const phone = withNinthDigit(digits);
  return {
    id: phone,
    phone,
    waId: o.waId ?? waIdOf(phone),
    userId: businessScopedId(state.app?.id ?? '', phone),
    name: o.name ?? '',
    ...(o.username === undefined ? {} : { username: o.username }),
    hidesPhone: o.hidesPhone ?? false,
    offline: false,
    readReceipts: true,
  };
};
