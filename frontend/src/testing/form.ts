import type { ComponentFixture } from '@angular/core/testing';
import { settle } from './settle';

/** The control under a label. */
export const control = (root: ParentNode, label: string): HTMLInputElement => {
  const found = [...root.querySelectorAll('label')].find((l) => l.textContent?.trim().startsWith(label));
  const by = found?.htmlFor ? root.querySelector(`[id="${found.htmlFor}"]`) : found?.querySelector('input');
  if (!by) throw new Error(`no control “${label}”`);
  return by as HTMLInputElement;
};
/** Types into the control under a label. */
export const type = (root: ParentNode, label: string, text: string): void => {
  const input = control(root, label);
  input.value = text;
  input.dispatchEvent(new Event('input'));
};
/** The first button or link with these words. */
export const button = (root: ParentNode, words: string): HTMLElement => {
  const found = [...root.querySelectorAll<HTMLElement>('button, a')].find((b) => b.textContent?.includes(words));
  if (!found) throw new Error(`no button “${words}”`);
  return found;
};
/** Sends the form and lets the answer arrive. */
export const send = async (fixture: ComponentFixture<unknown>, root: ParentNode): Promise<void> => {
  root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await settle(fixture);
  await settle(fixture);
};
