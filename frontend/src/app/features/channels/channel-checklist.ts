import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { Format } from '../../core/format';
import { Now } from '../../core/now';
import { Toasts } from '../../core/toasts';
import type { CheckStep } from '../../../gql/schema';
import { Icon } from '../../ui/icon';
import { CheckChannelDocument } from './channel-commands.gql';
import type { CredentialsData } from './channel-credentials';
import { checksDone, firstProblem, isChecking } from './channel-health';
import { CheckLine } from './check-line';
import type { ChannelFieldsFragment } from './channels.gql';
import { TestMessageFate } from './test-message-fate';

/** The connection, line by line: what is right, what is not, what to do about it and the button that does it. */
@Component({
  selector: 'mia-channel-checklist',
  imports: [CheckLine, Icon, MatButton, TestMessageFate, TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <header>
      <div>
        <h2>{{ t('checks.title') }}</h2>
        <p class="muted" aria-live="polite">
          {{ checking() ? t('checks.running') : t('channels.checksDone', { n: done(), of: channel().checklist.length }) }}
        </p>
      </div>
      @if (may()) {
        <button matButton="outlined" type="button" [disabled]="checking() || busy()" (click)="check()">
          <mia-icon name="refresh" [size]="18" />{{ t('checks.again') }}
        </button>
      }
    </header>
    <ol>
      @for (c of channel().checklist; track c.step) {
        <mia-check-line [check]="c" [running]="c.state === 'PENDING' && !c.code && c.step !== 'TEST_MESSAGE' && checking()">
          @if (may()) {
            @switch (action(c.step)) {
              @case ('token') {
                <button matButton="outlined" type="button" (click)="credentials.emit('accessToken')">
                  {{ t('channels.replaceToken') }}
                </button>
              }
              @case ('secret') {
                <button matButton="outlined" type="button" (click)="credentials.emit('appSecret')">
                  {{ t('channels.replaceSecret') }}
                </button>
              }
              @case ('register') {
                <button matButton="outlined" type="button" (click)="register()">{{ t('register.do') }}</button>
              }
              @case ('test') {
                <button matButton="outlined" type="button" (click)="test()">{{ t('test.do') }}</button>
              }
            }
          }
          @if (c.step === 'TEST_MESSAGE' && tested(); as sent) {
            <mia-test-message-fate [channelId]="channel().id" [phone]="sent.phone" [since]="sent.at" />
          }
        </mia-check-line>
      }
    </ol>
  </section>`,
  styles: `
    section {
      padding: 20px 22px 10px;
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 10px;
      margin-bottom: 6px;
      > div {
        flex: 1;
        min-width: 200px;
      }
    }
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }
  `,
})
export class ChannelChecklist {
  private readonly command = inject(Command);
  private readonly dialog = inject(MatDialog);
  private readonly now = inject(Now);
  private readonly toasts = inject(Toasts);
  protected readonly format = inject(Format);
  readonly channel = input.required<ChannelFieldsFragment>();
  readonly may = input(false);
  readonly credentials = output<CredentialsData['focus']>();
  protected readonly busy = signal(false);
  /** The last test message of this visit. */
  protected readonly tested = signal<{ readonly phone: string; readonly at: number } | null>(null);
  protected readonly checking = computed(() => isChecking(this.channel(), this.now.ms()));
  protected readonly done = computed(() => checksDone(this.channel()));

  /** The button of a line, when it has one that helps now. */
  protected action(step: CheckStep): 'token' | 'secret' | 'register' | 'test' | null {
    const line = this.channel().checklist.find((c) => c.step === step);
    if (!line || (line.state === 'OK' && step !== 'TEST_MESSAGE')) return null;
    const open =
      line.state === 'FAILED' ||
      (line.state === 'NOT_CHECKED' && line.code !== 'after_earlier') ||
      (line.state === 'PENDING' && line.code !== null);
    switch (step) {
      case 'TOKEN':
        return line.state === 'FAILED' ? 'token' : null;
      case 'SECRET':
        return line.state === 'FAILED' ? 'secret' : null;
      case 'REGISTERED':
        return open ? 'register' : null;
      case 'WEBHOOK':
        return null;
      case 'TEST_MESSAGE':
        // What is wrong above would stop it.
        return firstProblem(this.channel()) ? null : 'test';
    }
  }

  protected async check(): Promise<void> {
    this.busy.set(true);
    const { why } = await this.command.run(CheckChannelDocument, { channelId: this.channel().id });
    this.busy.set(false);
    if (why !== null) this.toasts.bad(why);
  }

  protected async register(): Promise<void> {
    const { RegisterNumber } = await import('./register-number');
    this.dialog.open(RegisterNumber, { data: { channelId: this.channel().id } });
  }

  protected async test(): Promise<void> {
    const { SendTest } = await import('./send-test');
    const ref = this.dialog.open<InstanceType<typeof SendTest>, unknown, string>(SendTest, { data: { channelId: this.channel().id } });
    ref.afterClosed().subscribe((phone) => phone && this.tested.set({ phone, at: Date.now() }));
  }
}
