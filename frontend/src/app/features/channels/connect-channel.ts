import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, submit, type FieldTree } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { Command } from '../../core/command';
import { focusInvalid } from '../../core/focus-invalid';
import { Format } from '../../core/format';
import { I18n } from '../../core/i18n';
import { phoneOf } from '../../core/phone-input';
import { Control, Field } from '../../ui/field';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { SecretField } from '../../ui/secret-field';
import { ConnectWhatsAppCloudChannelDocument } from './channel-commands.gql';
import { connectRules, emptyConnect } from './connect-model';
import { SimulatorHint } from './simulator-hint';

const FIRST = ['name', 'phoneNumber', 'phoneNumberId', 'businessAccountId'] as const;

/** Connects a WhatsApp Cloud number: first the number, then its keys; the checks follow on the channel's own page, which exists at once. */
@Component({
  selector: 'mia-connect-channel',
  imports: [Control, Field, FormError, FormField, Icon, MatButton, RouterLink, SecretField, SimulatorHint, TranslocoDirective],
  templateUrl: './connect-channel.html',
  styleUrl: './connect-channel.scss',
})
export default class ConnectChannel {
  private readonly apollo = inject(Apollo);
  private readonly command = inject(Command);
  private readonly i18n = inject(I18n);
  private readonly router = inject(Router);
  protected readonly format = inject(Format);
  protected readonly step = signal<1 | 2>(1);
  protected readonly failure = signal<string | null>(null);
  private readonly model = signal(emptyConnect);
  protected readonly f = form(this.model, connectRules);
  protected readonly kept = computed(() => phoneOf(this.model().phoneNumber));

  protected next(e: Event): void {
    e.preventDefault();
    const fields = FIRST.map((name) => this.f[name] as FieldTree<string>);
    for (const field of fields) field().markAsTouched();
    const wrong = fields.find((field) => field().invalid());
    if (wrong) wrong().focusBoundControl();
    else this.show(2);
  }

  protected show(step: 1 | 2): void {
    this.failure.set(null);
    this.step.set(step);
    // Focus goes with the eyes: to the step's title.
    setTimeout(() => document.getElementById(`connect-step-${step}`)?.focus());
  }

  protected async send(e: Event): Promise<void> {
    e.preventDefault();
    this.failure.set(null);
    const sent = await submit(this.f, async () => {
      const m = this.model();
      const appId = m.appId.trim();
      const answer = await this.command.run(ConnectWhatsAppCloudChannelDocument, {
        name: m.name.trim(),
        phoneNumber: this.kept() ?? m.phoneNumber.trim(),
        phoneNumberId: m.phoneNumberId.trim(),
        businessAccountId: m.businessAccountId.trim(),
        accessToken: m.accessToken.trim(),
        appSecret: m.appSecret.trim(),
        ...(appId ? { appId } : {}),
      });
      const id = answer.done?.channel?.id;
      if (id) {
        this.apollo.client.cache.evict({ id: 'ROOT_QUERY', fieldName: 'channels' });
        return void (await this.router.navigate(['/settings/channels', id], { replaceUrl: true }));
      }
      if (answer.why !== null && FIRST.some((name) => name === answer.field)) this.show(1);
      this.failure.set(answer.why ?? this.i18n.text('error.unknown'));
    });
    if (!sent) focusInvalid(this.f);
  }
}
