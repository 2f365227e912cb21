import { maxLength, pattern, required, validate, type SchemaPathTree } from '@angular/forms/signals';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { phoneOf } from '../../core/phone-input';
import { phone } from '../../core/phone-rule';

/** Which number it is, here and at the provider. */
export interface NumberModel {
  readonly phoneNumber: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
}
/** What is typed to connect a number. Ids and secrets are often pasted with spaces around: those are dropped. */
export interface ConnectModel extends NumberModel {
  readonly name: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly appId: string;
}
export const emptyConnect: ConnectModel = {
  name: '',
  phoneNumber: '',
  phoneNumberId: '',
  businessAccountId: '',
  accessToken: '',
  appSecret: '',
  appId: '',
};

/** Ids at Meta: digits only. */
const ID = /^\s*\d{5,20}\s*$/;
const digits = (text: string): string => text.replace(/\D/g, '');

export const numberRules = (p: SchemaPathTree<NumberModel>): void => {
  phone(p.phoneNumber);
  required(p.phoneNumberId);
  // The commonest mistake: the number itself, or the account's id, in place of the number's id.
  validate(p.phoneNumberId, ({ value, valueOf }) => {
    const id = digits(value());
    if (id === '') return null;
    const number = valueOf(p.phoneNumber);
    if (id === digits(phoneOf(number) ?? number) || /^\s*\+/.test(value())) return { kind: 'numberNotId' };
    return ID.test(value()) ? null : { kind: 'digits' };
  });
  required(p.businessAccountId);
  validate(p.businessAccountId, ({ value, valueOf }) => {
    if (value().trim() === '') return null;
    if (value().trim() === valueOf(p.phoneNumberId).trim()) return { kind: 'sameId' };
    return ID.test(value()) ? null : { kind: 'digits' };
  });
};

export const connectRules = (p: SchemaPathTree<ConnectModel>): void => {
  required(p.name);
  maxLength(p.name, NAME_MAX);
  numberRules(p);
  required(p.accessToken);
  maxLength(p.accessToken, 2000);
  required(p.appSecret);
  maxLength(p.appSecret, 500);
  pattern(p.appId, /^\s*(\d{5,20})?\s*$/, { error: { kind: 'digits' } });
};
