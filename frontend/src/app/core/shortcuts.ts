import { DOCUMENT, DestroyRef, Injectable, computed, inject, signal } from '@angular/core';

/** Second key of a sequence must come within this time. */
const SEQUENCE_MS = 1_200;

export interface Shortcut {
  /** As written on the help: "e", "Shift+e", "g i", "Ctrl+Enter", "Alt+j", "?". Ctrl is also the Mac's Command. */
  readonly keys: string;
  /** Other keys for the same thing. */
  readonly also?: readonly string[];
  /** Translation keys of its words and its group on the help. */
  readonly label: string;
  readonly group: string;
  /** Works while typing too; meant for combinations with Ctrl or Alt. */
  readonly typing?: boolean;
  readonly run: () => void;
}

/** Keys of the whole console; screens add theirs while they are shown. One handler on the document; nothing fires while a person types or a dialog is open. */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly document = inject(DOCUMENT);
  private readonly list = signal<readonly Shortcut[]>([]);
  /** By group, in the order in which they were added; of two with the same keys the newer. */
  readonly groups = computed(() => {
    const byKeys = new Map(this.list().map((s) => [s.keys, s]));
    return Map.groupBy(byKeys.values(), (s) => s.group);
  });
  private first: { readonly key: string; readonly at: number } | null = null;

  constructor() {
    const onKey = (e: KeyboardEvent) => this.onKey(e);
    this.document.addEventListener('keydown', onKey);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', onKey));
  }

  /** Adds keys until the caller is destroyed. */
  add(shortcuts: readonly Shortcut[], until: DestroyRef): void {
    this.list.update((l) => [...l, ...shortcuts]);
    until.onDestroy(() => this.list.update((l) => l.filter((s) => !shortcuts.includes(s))));
  }

  private onKey(e: KeyboardEvent): void {
    if (e.defaultPrevented || e.isComposing || e.repeat) return;
    const key = keyOf(e);
    if (key === null) return;
    const typing = isTyping(e.target);
    const modal = this.document.querySelector('[aria-modal="true"], .mat-mdc-menu-panel') !== null;
    const before = this.first && e.timeStamp - this.first.at < SEQUENCE_MS ? `${this.first.key} ${key}` : null;
    const usable = (s: Shortcut) => !modal && (!typing || s.typing === true);
    const find = (keys: string) => this.list().findLast((s) => usable(s) && [s.keys, ...(s.also ?? [])].some((k) => same(k, keys)));
    const hit = (before ? find(before) : undefined) ?? find(key);
    this.first = hit || typing ? null : { key, at: e.timeStamp };
    if (!hit) return;
    e.preventDefault();
    hit.run();
  }
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase() && /shift\+/i.test(a) === /shift\+/i.test(b);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox]'));

/** The key as shortcuts write it; null for a modifier alone. Shift is named only with letters and named keys: "?" is "?" on every keyboard. */
export const keyOf = (e: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string | null => {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Unidentified'].includes(e.key)) return null;
  // With Alt a Mac types other letters: there the place on the keyboard counts.
  const place = /^Key([A-Z])$/.exec(e.code)?.[1];
  const key = e.altKey && place ? place.toLowerCase() : e.key;
  const letter = key.length === 1;
  const shift = e.shiftKey && (!letter || key.toLowerCase() !== key.toUpperCase());
  return `${e.ctrlKey || e.metaKey ? 'Ctrl+' : ''}${e.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${letter ? key.toLowerCase() : key}`;
};
