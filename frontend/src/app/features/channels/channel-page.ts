import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo, type QueryRef } from 'apollo-angular';
import { switchMap } from 'rxjs';
import { ErrorText } from '../../core/error-text';
import { follow } from '../../core/follow';
import { Format } from '../../core/format';
import { Now } from '../../core/now';
import { PageTitle } from '../../core/page-title';
import { Session } from '../../core/session';
import { Chip } from '../../ui/chip';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { ChannelChecklist } from './channel-checklist';
import { ChannelData } from './channel-data';
import { ChannelDisconnect } from './channel-disconnect';
import type { CredentialsData } from './channel-credentials';
import { healthOf } from './channel-health';
import type { NumberData } from './channel-number';
import { ChannelProblems } from './channel-problems';
import { ChannelReceipts } from './channel-receipts';
import { ChannelState } from './channel-state';
import { ChannelTemplates } from './channel-templates';
import { ChannelWebhook } from './channel-webhook';
import { ChannelChangedDocument, ChannelPageDocument, type ChannelPageQuery, type ChannelPageQueryVariables } from './channels.gql';

/** What arrives at a channel is no change of the channel: it is asked for while one looks. */
const LOOK_MS = 10_000;

/** One number: its checklist first, then what a person may need of it. */
@Component({
  selector: 'mia-channel-page',
  imports: [
    ChannelChecklist,
    ChannelData,
    ChannelDisconnect,
    ChannelProblems,
    ChannelReceipts,
    ChannelState,
    ChannelTemplates,
    ChannelWebhook,
    Chip,
    EmptyState,
    ErrorState,
    Icon,
    MatButton,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './channel-page.html',
  styleUrl: './channel-page.scss',
})
export default class ChannelPage {
  private readonly apollo = inject(Apollo);
  private readonly dialog = inject(MatDialog);
  private readonly errors = inject(ErrorText);
  private readonly now = inject(Now);
  private readonly session = inject(Session);
  private readonly title = inject(PageTitle);
  protected readonly format = inject(Format);
  readonly id = input.required<string>();
  private readonly found = signal<ChannelPageQuery['channel'] | undefined>(undefined);
  protected readonly failure = signal<string | null>(null);
  private query: QueryRef<ChannelPageQuery, ChannelPageQueryVariables> | null = null;
  /** undefined while loading, null when there is none. */
  protected readonly channel = computed(() => {
    const c = this.found();
    return c && c.id !== this.id() ? undefined : c;
  });
  protected readonly may = computed(() => this.session.can('channels.manage') && this.channel()?.state !== 'DISCONNECTED');
  protected readonly health = computed(() => {
    const c = this.channel();
    return c ? healthOf(c, this.now.ms()) : 'checking';
  });

  constructor() {
    toObservable(this.id)
      .pipe(
        switchMap((id) => {
          this.failure.set(null);
          this.found.set(undefined);
          this.query = this.apollo.watchQuery({
            query: ChannelPageDocument,
            variables: { id },
            pollInterval: LOOK_MS,
            skipPollAttempt: () => document.hidden,
          });
          return this.query.valueChanges;
        }),
        takeUntilDestroyed(),
      )
      .subscribe(({ data, dataState, error }) => {
        if (dataState === 'complete') {
          this.failure.set(null);
          this.found.set(data.channel ?? null);
        } else if (error && this.found() === undefined) this.failure.set(this.errors.of(error));
      });
    // The change itself updates the cache, and through it this page.
    follow(this.apollo, ChannelChangedDocument, {}).pipe(takeUntilDestroyed()).subscribe();
    effect(() => {
      const name = this.channel()?.name;
      if (name) this.title.about(name);
    });
  }

  protected again(): void {
    this.failure.set(null);
    this.query?.refetch().catch((error: unknown) => this.failure.set(this.errors.of(error)));
  }

  /** Opens the credentials at the one that has to be replaced. */
  protected async credentials(focus: CredentialsData['focus'] = 'accessToken'): Promise<void> {
    const channel = this.channel();
    if (!channel) return;
    const { ChannelCredentials } = await import('./channel-credentials');
    this.dialog.open<unknown, CredentialsData>(ChannelCredentials, {
      data: { channelId: channel.id, appId: channel.appId ?? '', focus },
      width: '528px',
    });
  }

  protected async number(): Promise<void> {
    const channel = this.channel();
    if (!channel) return;
    const { ChannelNumber } = await import('./channel-number');
    this.dialog.open<unknown, NumberData>(ChannelNumber, { data: channel, width: '528px' });
  }
}
