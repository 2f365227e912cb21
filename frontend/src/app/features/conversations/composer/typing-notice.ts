import { Injectable, inject } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { SendTypingDocument } from '../data/sending.gql';

/** The provider shows "typing…" for up to 25 s, or until the message comes. */
const AGAIN_MS = 15_000;

/** Tells the customer that somebody writes; at most every so often, and never tried again. */
@Injectable({ providedIn: 'root' })
export class TypingNotice {
  private readonly apollo = inject(Apollo);
  private last: { readonly id: string; readonly at: number } | null = null;

  typed(conversationId: string, now = performance.now()): void {
    if (this.last?.id === conversationId && now - this.last.at < AGAIN_MS) return;
    this.last = { id: conversationId, at: now };
    // A notice that is lost is no loss.
    this.apollo.mutate({ mutation: SendTypingDocument, variables: { conversationId } }).subscribe({ error: () => undefined });
  }

  /** The message went: the next word is a new beginning. */
  done(): void {
    this.last = null;
  }
}
