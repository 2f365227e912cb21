import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { I18n } from '../../core/i18n';
import type { ChannelPageQuery } from './channels.gql';

type Problem = NonNullable<ChannelPageQuery['channel']>['problems'][number];

/** Deliveries that could not be understood or routed; nothing of them is lost. */
@Component({
  selector: 'mia-channel-problems',
  imports: [TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <h2>{{ t('problems.title') }}</h2>
    <p class="muted">{{ t('problems.text') }}</p>
    <ul>
      @for (p of problems(); track p.id) {
        <li>
          <span>{{ words(p) }}</span>
          <span class="muted num">{{ format.bytes(p.size) }}</span>
          <time class="muted num" [title]="format.full(p.receivedAt)">{{ format.relative(p.receivedAt) }}</time>
        </li>
      }
    </ul>
  </section>`,
  styles: `
    section {
      padding: 20px 22px 14px;
    }
    ul {
      margin: 10px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      padding: 9px 0;
      border-top: 1px solid var(--mia-line);
    }
    li > :first-child {
      flex: 1 1 240px;
    }
    time {
      min-width: 90px;
      text-align: end;
    }
  `,
})
export class ChannelProblems {
  private readonly i18n = inject(I18n);
  protected readonly format = inject(Format);
  readonly problems = input.required<readonly Problem[]>();

  protected words(p: Problem): string {
    const key = `problems.code.${p.code}`;
    return this.i18n.has(key) ? this.i18n.text(key) : this.i18n.text('problems.other', { code: p.code });
  }
}
