import { Component, computed, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { EMPTY, catchError, switchMap } from 'rxjs';
import { Format } from '../../core/format';
import { CopyField } from '../../ui/copy-field';
import { ChannelVerifyTokenDocument, type ChannelFieldsFragment } from './channels.gql';

/** The address and the token to give to the provider, and what came in. */
@Component({
  selector: 'mia-channel-webhook',
  imports: [CopyField, TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <div>
      <h2>{{ t('webhook.title') }}</h2>
      <p class="muted">{{ t('webhook.text') }}</p>
    </div>
    <mia-copy-field [label]="t('webhook.url')" [value]="channel().webhookUrl" />
    @if (token(); as token) {
      <mia-copy-field [label]="t('webhook.verifyToken')" [value]="token" [secret]="true" />
    }
    <dl>
      <div>
        <dt class="muted">{{ t('webhook.last') }}</dt>
        @if (channel().lastDeliveryAt; as at) {
          <dd [title]="format.full(at)">{{ format.relative(at) }}</dd>
        } @else {
          <dd>{{ t('webhook.never') }}</dd>
        }
      </div>
      <div>
        <dt class="muted">{{ t('webhook.deliveries') }}</dt>
        <dd class="num">{{ format.number(channel().deliveries) }}</dd>
      </div>
    </dl>
  </section>`,
  styles: `
    section {
      display: grid;
      gap: 16px;
      padding: 20px 22px 22px;
      > div {
        display: grid;
        gap: 4px;
      }
    }
    dl {
      display: flex;
      flex-wrap: wrap;
      gap: 10px 40px;
      margin: 0;
    }
    dt {
      font-size: 12.5px;
    }
    dd {
      margin: 0;
      font-weight: 550;
    }
  `,
})
export class ChannelWebhook {
  protected readonly format = inject(Format);
  readonly channel = input.required<ChannelFieldsFragment>();
  /** Whether the person may manage channels, and so see the token. */
  readonly may = input(false);
  protected readonly token = signal<string | null>(null);

  constructor() {
    const apollo = inject(Apollo);
    toObservable(computed(() => (this.may() ? this.channel().id : null)))
      .pipe(
        switchMap((id) => {
          this.token.set(null);
          // Without the token the rest of the page still serves.
          return id === null ? EMPTY : apollo.query({ query: ChannelVerifyTokenDocument, variables: { id } }).pipe(catchError(() => EMPTY));
        }),
        takeUntilDestroyed(),
      )
      .subscribe(({ data }) => this.token.set(data?.channel?.verifyToken ?? null));
  }
}
