import { DestroyRef, Injectable, inject, signal } from '@angular/core';

const SHOWN_MS = 6_000;
const MOST = 3;

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly action?: ToastAction;
}

/** Short words at the edge of the screen. A toast with an action stays while it is pointed at or focused. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly list = signal<readonly Toast[]>([]);
  readonly shown = this.list.asReadonly();
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private next = 1;

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      for (const timer of this.timers.values()) clearTimeout(timer);
    });
  }

  say(text: string, o: { tone?: Toast['tone']; action?: ToastAction } = {}): number {
    const toast: Toast = { id: this.next++, text, tone: o.tone ?? 'plain', ...(o.action ? { action: o.action } : {}) };
    this.list.update((l) => [...l, toast].slice(-MOST));
    this.resume(toast.id);
    return toast.id;
  }
  good(text: string, action?: ToastAction): number {
    return this.say(text, { tone: 'good', ...(action ? { action } : {}) });
  }
  bad(text: string, action?: ToastAction): number {
    return this.say(text, { tone: 'bad', ...(action ? { action } : {}) });
  }

  /** Runs the newest action that is still on the screen (the key `u`). Returns whether there was one. */
  undoNewest(): boolean {
    const toast = this.list().findLast((t) => t.action);
    if (!toast) return false;
    this.act(toast);
    return true;
  }
  act(toast: Toast): void {
    this.dismiss(toast.id);
    toast.action?.run();
  }
  dismiss(id: number): void {
    this.hold(id);
    this.timers.delete(id);
    this.list.update((l) => l.filter((t) => t.id !== id));
  }
  hold(id: number): void {
    clearTimeout(this.timers.get(id));
  }
  resume(id: number): void {
    this.hold(id);
    this.timers.set(
      id,
      setTimeout(() => this.dismiss(id), SHOWN_MS),
    );
  }
}
