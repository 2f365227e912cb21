import { Component, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { Toasts } from '../../core/toasts';
import { Switch } from '../../ui/switch';
import { UpdateChannelDocument } from './channel-commands.gql';

/** Whether customers are told that their message was read. */
@Component({
  selector: 'mia-channel-receipts',
  imports: [Switch, TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <mia-switch [on]="on()" [disabled]="!may() || busy()" (flipped)="set($event)">
      <strong>{{ t('receipts.title') }}</strong>
      <span class="muted">{{ t('receipts.text') }}</span>
    </mia-switch>
  </section>`,
  styles: `
    section {
      padding: 18px 22px;
    }
    strong {
      display: block;
      font-weight: 580;
    }
  `,
})
export class ChannelReceipts {
  private readonly command = inject(Command);
  private readonly toasts = inject(Toasts);
  readonly channelId = input.required<string>();
  readonly on = input.required<boolean>();
  readonly may = input(false);
  protected readonly busy = signal(false);

  protected async set(readReceipts: boolean): Promise<void> {
    this.busy.set(true);
    const { why } = await this.command.run(UpdateChannelDocument, { channelId: this.channelId(), readReceipts });
    this.busy.set(false);
    if (why !== null) this.toasts.bad(why);
  }
}
