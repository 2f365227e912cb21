import type { FieldTree } from '@angular/forms/signals';

/** Puts the cursor into the first field that is wrong. */
export const focusInvalid = (form: FieldTree<unknown>): void => form().errorSummary()[0]?.fieldTree().focusBoundControl();
