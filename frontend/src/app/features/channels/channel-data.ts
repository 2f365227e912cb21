import { Component, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormField, form, maxLength, readonly, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { NAME_MAX } from '@master-ia/schemas/names.ts';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { CopyField } from '../../ui/copy-field';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { UpdateChannelDocument } from './channel-commands.gql';
import type { ChannelFieldsFragment } from './channels.gql';

/** The channel's name, what it is at the provider, and the ways to correct its number and to new credentials. */
@Component({
  selector: 'mia-channel-data',
  imports: [Control, CopyField, Field, FormError, FormField, Icon, MatButton, TranslocoDirective],
  template: `<section class="card" *transloco="let t">
    <h2>{{ t('channels.data') }}</h2>
    <form class="form" novalidate (submit)="send($event)">
      <mia-form-error [text]="failure()" />
      <mia-field [label]="t('connect.name')" [hint]="t('connect.nameHint')" [state]="f.name()">
        <input miaControl [formField]="f.name" autocomplete="off" />
      </mia-field>
      @if (changed()) {
        <div class="form-actions">
          <button matButton="filled" type="submit" [disabled]="f().submitting()">
            {{ f().submitting() ? t('ui.wait') : t('ui.save') }}
          </button>
        </div>
      }
    </form>
    <div class="ids">
      <mia-copy-field [label]="t('connect.phoneNumberId')" [value]="channel().phoneNumberId" />
      <mia-copy-field [label]="t('connect.businessAccountId')" [value]="channel().businessAccountId" />
      @if (channel().appId; as appId) {
        <mia-copy-field [label]="t('connect.appId')" [value]="appId" />
      }
    </div>
    @if (channel().simulated) {
      <p class="muted">{{ t('correctNumber.simulated') }}</p>
    } @else if (may()) {
      <div class="keys">
        <p>
          <strong>{{ t('correctNumber.wrong') }}</strong>
          <span class="muted">{{ t('correctNumber.wrongText') }}</span>
        </p>
        <button matButton="outlined" type="button" (click)="number.emit()">
          <mia-icon name="edit" [size]="18" />{{ t('correctNumber.title') }}
        </button>
      </div>
    }
    @if (may()) {
      <div class="keys">
        <p>
          <strong>{{ t('credentials.kept') }}</strong>
          <span class="muted">{{ t('credentials.keptText') }}</span>
        </p>
        <button matButton="outlined" type="button" (click)="credentials.emit()">
          <mia-icon name="key" [size]="18" />{{ t('credentials.title') }}
        </button>
      </div>
    }
  </section>`,
  styles: `
    section {
      display: grid;
      gap: 18px;
      padding: 20px 22px 22px;
    }
    .ids {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
      gap: 14px;
    }
    .keys {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
      padding-top: 16px;
      border-top: 1px solid var(--mia-line);
      p {
        flex: 1 1 240px;
        display: grid;
      }
      strong {
        font-weight: 580;
      }
    }
  `,
})
export class ChannelData {
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  readonly channel = input.required<ChannelFieldsFragment>();
  readonly may = input(false);
  readonly credentials = output();
  /** The number or an ID is wrong. */
  readonly number = output();
  protected readonly failure = signal<string | null>(null);
  private readonly saved = (): string => this.channel().name;
  private readonly model = linkedSignal(() => ({ name: this.saved() }));
  protected readonly f = form(this.model, (p) => {
    required(p.name);
    maxLength(p.name, NAME_MAX);
    readonly(p.name, { when: () => !this.may() });
  });

  protected changed(): boolean {
    return this.model().name.trim() !== this.saved();
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    if (!this.changed()) return;
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const { why } = await this.command.run(UpdateChannelDocument, { channelId: this.channel().id, name: this.model().name.trim() });
      if (why !== null) this.failure.set(why);
      else this.toasts.good(this.i18n.text('ui.saved'));
    });
    if (!sent) focusInvalid(this.f);
  }
}
