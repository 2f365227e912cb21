import { Injectable, signal, type Signal, type WritableSignal } from '@angular/core';
import type { InboxRowFragment } from './rows.gql';

export type Row = InboxRowFragment;

/** The newest known state of every conversation met so far: lists, the open thread and answers to commands write here, every part of the inbox reads here. */
@Injectable({ providedIn: 'root' })
export class ConversationRows {
  private readonly cells = new Map<string, WritableSignal<Row | null>>();

  /** null until it is known. */
  of(id: string): Signal<Row | null> {
    return this.cell(id).asReadonly();
  }

  get(id: string): Row | null {
    return this.cell(id)();
  }

  put(...rows: readonly Row[]): void {
    for (const row of rows) this.cell(row.id).set(row);
  }

  /** A channel was suspended, repaired or renamed: its conversations say so, though none of them changed. */
  channel(channel: Row['channel']): void {
    for (const cell of this.cells.values()) cell.update((row) => (row?.channel.id === channel.id ? { ...row, channel } : row));
  }

  /** Shows what is expected before the server says so; the returned function takes it back. Whatever the server says meanwhile stays. */
  guess(id: string, change: Partial<Row>): () => void {
    const cell = this.cell(id);
    const before = cell();
    if (!before) return () => undefined;
    const guessed = { ...before, ...change };
    cell.set(guessed);
    return () => cell.update((now) => (now === guessed ? before : now));
  }

  private cell(id: string): WritableSignal<Row | null> {
    let cell = this.cells.get(id);
    if (!cell) {
      cell = signal<Row | null>(null);
      this.cells.set(id, cell);
    }
    return cell;
  }
}
