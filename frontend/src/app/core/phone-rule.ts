import { required, validate, type SchemaPath } from '@angular/forms/signals';
import { phoneOf } from './phone-input';

/** A phone must be given, and be one. */
export const phone = (path: SchemaPath<string>): void => {
  required(path);
  validate(path, ({ value }) => (value().trim() === '' || phoneOf(value()) ? null : { kind: 'phone' }));
};
