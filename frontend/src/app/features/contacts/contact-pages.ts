import { Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Apollo, type QueryRef } from 'apollo-angular';
import { Subject, switchMap } from 'rxjs';
import { ErrorText } from '../../core/error-text';
import { ContactsPageDocument, type ContactLineFragment, type ContactsPageQuery, type ContactsPageQueryVariables } from './contacts.gql';

const PAGE = 60;

/** The pages of the contact list for one search, joined; the old rows stay until the new search has answered. */
@Injectable()
export class ContactPages {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly page = signal<ContactsPageQuery['contacts'] | null>(null);
  private readonly why = signal<string | null>(null);
  private readonly busy = signal(true);
  private readonly asked = new Subject<QueryRef<ContactsPageQuery, ContactsPageQueryVariables>>();
  private query: QueryRef<ContactsPageQuery, ContactsPageQueryVariables> | null = null;

  readonly rows = computed<readonly ContactLineFragment[]>(() => this.page()?.edges.map((e) => e.node) ?? []);
  readonly failure = this.why.asReadonly();
  readonly loading = this.busy.asReadonly();
  /** Nothing to show yet. */
  readonly first = computed(() => this.page() === null);

  constructor() {
    this.asked
      .pipe(
        switchMap((query) => query.valueChanges),
        takeUntilDestroyed(),
      )
      .subscribe(({ data, dataState, error, loading }) => {
        this.busy.set(loading);
        this.why.set(error && dataState !== 'complete' ? this.errors.of(error) : null);
        if (dataState === 'complete') this.page.set(data.contacts);
      });
  }

  show(search: string, blocked: boolean): void {
    const filter = { ...(search ? { search } : {}), ...(blocked ? { blocked } : {}) };
    this.busy.set(true);
    this.query = this.apollo.watchQuery({
      query: ContactsPageDocument,
      variables: { filter, first: PAGE },
      notifyOnNetworkStatusChange: true,
    });
    this.asked.next(this.query);
  }

  more(): void {
    const info = this.page()?.pageInfo;
    if (!info?.hasNextPage || this.busy() || !this.query) return;
    // A failed page is asked for again by the next scroll.
    this.query.fetchMore({ variables: { after: info.endCursor ?? null } }).catch(() => undefined);
  }

  again(): void {
    this.why.set(null);
    this.page.set(null);
    this.query?.refetch().catch(() => undefined);
  }
}
