import { Injectable, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { ErrorText } from '../../../core/error-text';
import { ConversationRows, type Row } from './conversation-rows';
import { SearchMessagesDocument, SearchPeopleDocument, type SearchMessagesQuery } from './search.gql';

export type Hit = SearchMessagesQuery['searchMessages']['edges'][number]['node'];
export const SHORTEST = 2;
const LONGEST = 200;
const PEOPLE = 8;
const MESSAGES = 25;
/** A person types on within this time. */
const PAUSE_MS = 220;

/** The search of the inbox: conversations by name or phone, and messages of the whole history. */
@Injectable({ providedIn: 'root' })
export class Search {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly rows = inject(ConversationRows);
  private readonly words = signal('');
  readonly text = this.words.asReadonly();
  readonly people = signal<readonly Row[]>([]);
  readonly hits = signal<readonly Hit[]>([]);
  readonly state = signal<'idle' | 'searching' | 'ready' | 'failed'>('idle');
  readonly error = signal('');
  readonly moreHits = signal<string | null>(null);
  readonly morePeople = signal<string | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private run = 0;

  /** What was typed; searched when typing pauses. */
  set(text: string): void {
    this.words.set(text);
    clearTimeout(this.timer);
    this.run++;
    const asked = text.trim().slice(0, LONGEST);
    if (asked.length < SHORTEST) return this.state.set('idle');
    this.state.set('searching');
    this.timer = setTimeout(() => void this.find(asked), PAUSE_MS);
  }

  retry(): void {
    this.set(this.words());
  }

  async moreMessages(): Promise<void> {
    const after = this.moreHits();
    if (after === null) return;
    const run = this.run;
    const found = await this.messages(this.words().trim().slice(0, LONGEST), after).catch(() => null);
    if (run !== this.run || !found) return;
    this.hits.update((h) => [...h, ...found.hits]);
    this.moreHits.set(found.next);
  }

  async moreConversations(): Promise<void> {
    const after = this.morePeople();
    if (after === null) return;
    const run = this.run;
    const found = await this.conversations(this.words().trim().slice(0, LONGEST), after).catch(() => null);
    if (run !== this.run || !found) return;
    this.people.update((p) => [...p, ...found.rows]);
    this.morePeople.set(found.next);
  }

  private async find(text: string): Promise<void> {
    const run = this.run;
    try {
      const [people, messages] = await Promise.all([this.conversations(text), this.messages(text)]);
      if (run !== this.run) return;
      this.people.set(people.rows);
      this.morePeople.set(people.next);
      this.hits.set(messages.hits);
      this.moreHits.set(messages.next);
      this.state.set('ready');
    } catch (error) {
      if (run !== this.run) return;
      this.error.set(this.errors.of(error));
      this.state.set('failed');
    }
  }

  private async conversations(text: string, after?: string) {
    const variables = { filter: { search: text }, first: PEOPLE, ...(after === undefined ? {} : { after }) };
    const { data } = await firstValueFrom(this.apollo.query({ query: SearchPeopleDocument, variables, fetchPolicy: 'no-cache' }));
    if (!data) throw new Error('no data');
    const { edges, pageInfo } = data.conversations;
    const rows = edges.map((e) => e.node);
    this.rows.put(...rows);
    return { rows, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  }

  private async messages(text: string, after?: string) {
    const variables = { query: text, first: MESSAGES, ...(after === undefined ? {} : { after }) };
    const { data } = await firstValueFrom(this.apollo.query({ query: SearchMessagesDocument, variables, fetchPolicy: 'no-cache' }));
    if (!data) throw new Error('no data');
    const { edges, pageInfo } = data.searchMessages;
    return { hits: edges.map((e) => e.node), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  }
}
