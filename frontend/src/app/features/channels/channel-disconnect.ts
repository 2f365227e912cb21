import { Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { Command } from '../../core/command';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { DisconnectChannelDocument } from './channel-commands.gql';
import type { ChannelFieldsFragment } from './channels.gql';

/** Disconnects the number, after asking; conversations stay. */
@Component({
  selector: 'mia-channel-disconnect',
  imports: [MatButton, TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <div>
      <h2>{{ t('disconnect.title') }}</h2>
      <p class="muted">{{ t('disconnect.text') }}</p>
    </div>
    <button matButton="outlined" type="button" (click)="ask()">{{ t('disconnect.do') }}</button>
  </section>`,
  styles: `
    section {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
      padding: 20px 22px;
      > div {
        flex: 1 1 260px;
      }
    }
    button {
      --mat-button-outlined-label-text-color: var(--mia-bad);
      --mat-button-outlined-outline-color: var(--mia-bad);
    }
  `,
})
export class ChannelDisconnect {
  private readonly apollo = inject(Apollo);
  private readonly command = inject(Command);
  private readonly dialog = inject(MatDialog);
  private readonly i18n = inject(I18n);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  readonly channel = input.required<ChannelFieldsFragment>();

  protected async ask(): Promise<void> {
    const { Confirm } = await import('../../ui/confirm');
    const { id, name, held } = this.channel();
    const text = (key: string, params?: Record<string, unknown>) => this.i18n.text(key, params);
    this.dialog.open(Confirm, {
      data: {
        title: text('disconnect.ask', { name }),
        text: text('disconnect.text'),
        points: [
          text('disconnect.point.in'),
          ...(held > 0 ? [text('disconnect.point.out', { n: held })] : []),
          text('disconnect.point.back'),
        ],
        yes: text('disconnect.do'),
        danger: true,
        run: async () => {
          const { why } = await this.command.run(DisconnectChannelDocument, { channelId: id });
          if (why !== null) return why;
          this.apollo.client.cache.evict({ id: 'ROOT_QUERY', fieldName: 'channels' });
          this.toasts.good(text('disconnect.done', { name }));
          void this.router.navigateByUrl('/settings/channels');
          return null;
        },
      },
    });
  }
}
