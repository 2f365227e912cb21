import { minLength, required, type SchemaPath } from '@angular/forms/signals';

/** As the server asks: long enough, nothing about its characters (NIST SP 800-63B). */
export const PASSWORD_MIN = 10;

export const newPassword = (path: SchemaPath<string>): void => {
  required(path);
  minLength(path, PASSWORD_MIN);
};
