import { Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { Can } from '../../core/can';
import { ErrorText } from '../../core/error-text';
import { follow } from '../../core/follow';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { ChannelCard } from './channel-card';
import { ChannelChangedDocument, ChannelsDocument, type ChannelFieldsFragment } from './channels.gql';

/** What arrives at a channel is no change of the channel: it is asked for while one looks. */
const LOOK_MS = 20_000;

/** The company's numbers, with their health. */
@Component({
  selector: 'mia-channel-list',
  imports: [Can, ChannelCard, EmptyState, ErrorState, Icon, MatButton, RouterLink, Skeleton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <div class="page">
      <header class="page-head">
        <div>
          <h1>{{ t('title.channels') }}</h1>
          <p class="muted">{{ t('channels.text') }}</p>
        </div>
        <a *miaCan="'channels.manage'" matButton="filled" routerLink="connect"
          ><mia-icon name="add" [size]="18" />{{ t('channels.connect') }}</a
        >
      </header>
      @if (failure(); as why) {
        <section class="card"><mia-error-state [text]="why" (again)="again()" /></section>
      } @else if (loading()) {
        <section class="card"><mia-skeleton shape="rows" [count]="3" /></section>
      } @else {
        <ul class="cards">
          @for (c of channels(); track c.id) {
            <li><mia-channel-card [channel]="c" /></li>
          } @empty {
            <li class="card">
              <mia-empty-state icon="chat" [title]="t('channels.none')" [text]="t('channels.noneText')">
                <a *miaCan="'channels.manage'" matButton="filled" routerLink="connect">{{ t('channels.connect') }}</a>
              </mia-empty-state>
            </li>
          }
        </ul>
      }
    </div>
  </ng-container>`,
  styles: `
    .cards {
      display: grid;
      gap: 14px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
  `,
})
export default class ChannelList {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly all = signal<readonly ChannelFieldsFragment[] | null>(null);
  protected readonly failure = signal<string | null>(null);
  protected readonly loading = computed(() => this.all() === null);
  protected readonly channels = computed(() => (this.all() ?? []).filter((c) => c.state !== 'DISCONNECTED'));
  private readonly query = this.apollo.watchQuery({
    query: ChannelsDocument,
    pollInterval: LOOK_MS,
    skipPollAttempt: () => document.hidden,
  });

  constructor() {
    this.query.valueChanges.pipe(takeUntilDestroyed()).subscribe(({ data, dataState, error }) => {
      const read = dataState === 'complete' ? data.channels : null;
      this.failure.set(error && !read && this.loading() ? this.errors.of(error) : null);
      if (read) this.all.set(read);
    });
    // A change updates the cache by the channel's id; one that is not listed yet needs the list.
    follow(this.apollo, ChannelChangedDocument, {})
      .pipe(takeUntilDestroyed())
      .subscribe(({ channelChanged: c }) => {
        const known = this.all()?.some((x) => x.id === c.id) ?? true;
        if (!known && c.state !== 'DISCONNECTED') this.query.refetch().catch(() => undefined);
      });
  }

  protected again(): void {
    this.failure.set(null);
    this.query.refetch().catch((error: unknown) => this.failure.set(this.errors.of(error)));
  }
}
