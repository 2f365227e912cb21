import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { toObservable, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo, type QueryRef } from 'apollo-angular';
import { switchMap } from 'rxjs';
import { Can } from '../../core/can';
import { ErrorText } from '../../core/error-text';
import { follow } from '../../core/follow';
import { Format } from '../../core/format';
import { NEW_CONVERSATION } from '../../core/new-conversation';
import { PageTitle } from '../../core/page-title';
import { Avatar } from '../../ui/avatar';
import { Chip } from '../../ui/chip';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { ContactAddresses } from './contact-addresses';
import { ContactBlock } from './contact-block';
import { ContactConversations } from './contact-conversations';
import { ContactFollowedDocument, ContactPageDocument, type ContactPageQuery, type ContactPageQueryVariables } from './contact.gql';
import { ContactLinked } from './contact-linked';
import { ContactName } from './contact-name';

/** Everything known of one contact; changes of others show at once. */
@Component({
  selector: 'mia-contact-page',
  imports: [
    Avatar,
    Can,
    Chip,
    ContactAddresses,
    ContactBlock,
    ContactConversations,
    ContactLinked,
    ContactName,
    EmptyState,
    ErrorState,
    Icon,
    MatButton,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './contact-page.html',
  styleUrl: './contact-page.scss',
})
export default class ContactPage {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly newConversation = inject(NEW_CONVERSATION);
  private readonly title = inject(PageTitle);
  protected readonly format = inject(Format);
  readonly id = input.required<string>();
  private readonly found = signal<ContactPageQuery['contact'] | undefined>(undefined);
  protected readonly failure = signal<string | null>(null);
  private query: QueryRef<ContactPageQuery, ContactPageQueryVariables> | null = null;
  /** undefined while loading, null when there is none. */
  protected readonly contact = computed(() => {
    const c = this.found();
    return c && c.id !== this.id() ? undefined : c;
  });
  protected readonly shownName = computed(() => {
    const c = this.contact();
    return c ? (c.name === c.phone ? this.format.phone(c.phone) : c.name) : '';
  });

  constructor() {
    toObservable(this.id)
      .pipe(
        switchMap((id) => {
          this.failure.set(null);
          this.found.set(undefined);
          this.query = this.apollo.watchQuery({ query: ContactPageDocument, variables: { id } });
          return this.query.valueChanges;
        }),
        takeUntilDestroyed(),
      )
      .subscribe(({ data, dataState, error }) => {
        if (error && dataState !== 'complete') this.failure.set(this.errors.of(error));
        if (dataState === 'complete') this.found.set(data.contact ?? null);
      });
    // The change itself updates the cache, and through it this page.
    toObservable(this.id)
      .pipe(
        switchMap((id) => follow(this.apollo, ContactFollowedDocument, { id })),
        takeUntilDestroyed(),
      )
      .subscribe();
    effect(() => {
      const name = this.shownName();
      if (name) this.title.about(name);
    });
  }

  protected start(contactId: string): void {
    void this.newConversation({ contactId, name: this.shownName() });
  }

  protected again(): void {
    this.failure.set(null);
    this.query?.refetch().catch((error: unknown) => this.failure.set(this.errors.of(error)));
  }
}
