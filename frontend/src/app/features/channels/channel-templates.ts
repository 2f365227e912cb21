import { Component, computed, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo, type QueryRef } from 'apollo-angular';
import { EMPTY, Subject, merge, switchMap, take, timer } from 'rxjs';
import { Command } from '../../core/command';
import { ErrorText } from '../../core/error-text';
import { Format } from '../../core/format';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import {
  SyncTemplatesDocument,
  TemplateListDocument,
  type TemplateListQuery,
  type TemplateListQueryVariables,
} from './channel-templates.gql';
import { TemplateLine } from './template-line';

const PAGE = 20;
/** A synchronisation is read at the provider, then recorded one by one: the list is looked at again for a while. */
const LOOK_MS = 1_500;
const LOOKS = 8;

/** The message templates of the channel, as the provider has them. */
@Component({
  selector: 'mia-channel-templates',
  imports: [EmptyState, ErrorState, Icon, MatButton, Skeleton, TemplateLine, TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <header>
      <div>
        <h2>
          {{ t('templates.title') }}
          @if (total() > 0) {
            <span class="muted num">{{ format.number(total()) }}</span>
          }
        </h2>
        <p class="muted">
          @if (syncedAt(); as at) {
            <span [title]="format.full(at)">{{ t('templates.synced', { when: format.relative(at) }) }}</span>
          } @else {
            {{ t('templates.text') }}
          }
        </p>
      </div>
      @if (may()) {
        <button matButton="outlined" type="button" [disabled]="busy()" (click)="sync()">
          <mia-icon name="sync" [size]="18" />{{ busy() ? t('ui.wait') : t('templates.sync') }}
        </button>
      }
    </header>
    @if (failure(); as why) {
      <mia-error-state [text]="why" (again)="again()" />
    } @else if (page(); as p) {
      <ul>
        @for (e of p.edges; track e.node.id) {
          <li><mia-template-line [template]="e.node" /></li>
        } @empty {
          <li><mia-empty-state icon="template" [title]="t('templates.none')" [text]="t('templates.noneText')" /></li>
        }
      </ul>
      @if (p.pageInfo.hasNextPage) {
        <p class="more">
          <button matButton type="button" (click)="more()">{{ t('ui.table.more') }}</button>
        </p>
      }
    } @else {
      <mia-skeleton shape="table" [count]="3" />
    }
  </section>`,
  styles: `
    section {
      padding: 20px 22px 12px;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      gap: 10px;
      margin-bottom: 8px;
      > div {
        flex: 1;
        min-width: 200px;
      }
    }
    h2 .muted {
      font-weight: 500;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li + li {
      border-top: 1px solid var(--mia-line);
    }
    .more {
      text-align: center;
    }
  `,
})
export class ChannelTemplates {
  private readonly apollo = inject(Apollo);
  private readonly command = inject(Command);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  protected readonly format = inject(Format);
  readonly channelId = input.required<string>();
  readonly may = input(false);
  protected readonly page = signal<TemplateListQuery['templates'] | null>(null);
  protected readonly failure = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly total = computed(() => this.page()?.totalCount ?? 0);
  /** ISO 8601 sorts as text. */
  protected readonly syncedAt = computed(
    () =>
      this.page()
        ?.edges.map((e) => e.node.syncedAt)
        .sort()
        .at(-1) ?? null,
  );
  private query: QueryRef<TemplateListQuery, TemplateListQueryVariables> | null = null;
  private readonly looking = new Subject<void>();

  constructor() {
    toObservable(this.channelId)
      .pipe(
        switchMap((channelId) => {
          this.page.set(null);
          this.query = this.apollo.watchQuery({ query: TemplateListDocument, variables: { channelId, first: PAGE } });
          return this.query.valueChanges;
        }),
        takeUntilDestroyed(),
      )
      .subscribe(({ data, dataState, error }) => {
        if (dataState === 'complete') {
          this.failure.set(null);
          this.page.set(data.templates);
        } else if (error && !this.page()) this.failure.set(this.errors.of(error));
      });
    // A new channel is being synchronised just now.
    merge(this.looking, toObservable(this.channelId))
      .pipe(
        switchMap(() => timer(LOOK_MS, LOOK_MS).pipe(take(LOOKS))),
        switchMap(() => this.query?.refetch().catch(() => undefined) ?? EMPTY),
        takeUntilDestroyed(),
      )
      .subscribe();
  }

  protected async sync(): Promise<void> {
    this.busy.set(true);
    const { why } = await this.command.run(SyncTemplatesDocument, { channelId: this.channelId() });
    this.busy.set(false);
    if (why !== null) return void this.toasts.bad(why);
    this.toasts.good(this.i18n.text('templates.asked'));
    this.looking.next();
  }

  protected more(): void {
    this.query
      ?.fetchMore({ variables: { after: this.page()?.pageInfo.endCursor ?? null } })
      .catch((error: unknown) => this.toasts.bad(this.errors.of(error)));
  }

  protected again(): void {
    this.failure.set(null);
    this.query?.refetch().catch((error: unknown) => this.failure.set(this.errors.of(error)));
  }
}
