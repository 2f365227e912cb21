import { Component, computed, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { EMPTY, catchError, switchMap, take, takeWhile, timer } from 'rxjs';
import { Format } from '../../core/format';
import { Tick } from '../../ui/tick';
import { TestMessageFateDocument, type TestMessageFateQuery } from './test-message.gql';

const LOOK_MS = 2_000;
/** After five minutes of looking the inbox tells the rest. */
const LOOKS = 150;
/** Clocks of browser and server may differ by so much. */
const SKEW_MS = 60_000;

type Conversation = TestMessageFateQuery['conversations']['edges'][number]['node'];

/** What became of the test message, until it arrived or failed; with the reason, and the way to its conversation. */
@Component({
  selector: 'mia-test-message-fate',
  imports: [RouterLink, Tick, TranslocoDirective],
  host: { 'aria-live': 'polite' },
  template: `<ng-container *transloco="let t">
    @if (message(); as m) {
      <p>
        @if (m.status; as status) {
          <mia-tick [status]="status" />{{ t('status.' + status) }} ·
        }
        <a [routerLink]="['/inbox', 'c', conversation()?.id]">{{ t('test.see', { phone: format.phone(phone()) }) }}</a>
      </p>
      @if (m.failure; as failure) {
        <p class="bad">{{ failure.message }}</p>
      }
    } @else {
      <p class="muted">{{ t('test.sent', { phone: format.phone(phone()) }) }}</p>
    }
  </ng-container>`,
  styles: `
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
    }
    .bad {
      color: var(--mia-bad);
    }
  `,
})
export class TestMessageFate {
  protected readonly format = inject(Format);
  readonly channelId = input.required<string>();
  readonly phone = input.required<string>();
  /** When it was sent, milliseconds. */
  readonly since = input.required<number>();
  protected readonly conversation = signal<Conversation | null>(null);
  protected readonly message = computed(() => {
    const lines = this.conversation()?.messages.edges.map((e) => e.node) ?? [];
    return (
      lines.findLast((m) => m.kind === 'TEMPLATE' && m.direction === 'OUT' && new Date(m.at).getTime() > this.since() - SKEW_MS) ?? null
    );
  });

  constructor() {
    const apollo = inject(Apollo);
    toObservable(computed(() => ({ channelId: this.channelId(), phone: this.phone(), since: this.since() })))
      .pipe(
        switchMap(({ channelId, phone }) =>
          timer(0, LOOK_MS).pipe(
            take(LOOKS),
            switchMap(() =>
              apollo
                .query({ query: TestMessageFateDocument, variables: { channelId, phone }, fetchPolicy: 'no-cache' })
                // A look that fails is followed by the next.
                .pipe(catchError(() => EMPTY)),
            ),
            takeWhile(() => !['DELIVERED', 'READ', 'FAILED'].includes(this.message()?.status ?? '')),
          ),
        ),
        takeUntilDestroyed(),
      )
      .subscribe(({ data }) => this.conversation.set(data?.conversations.edges[0]?.node ?? null));
  }
}
