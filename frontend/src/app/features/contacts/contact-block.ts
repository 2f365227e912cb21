import { Component, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { Icon } from '../../ui/icon';
import { BlockOnPageDocument, UnblockOnPageDocument } from './contact.gql';

/** Blocks and unblocks, and says what that means. */
@Component({
  selector: 'mia-contact-block',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <p class="muted">{{ blocked() ? t('contacts.blockedText') : t('contacts.blockText') }}</p>
    <p>
      <button matButton="outlined" type="button" [disabled]="busy()" (click)="blocked() ? unblock() : ask()">
        <mia-icon [name]="blocked() ? 'undo' : 'block'" [size]="18" />{{ blocked() ? t('contacts.unblock') : t('contacts.block') }}
      </button>
    </p>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
  `,
})
export class ContactBlock {
  private readonly command = inject(Command);
  private readonly dialog = inject(MatDialog);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  readonly id = input.required<string>();
  readonly name = input.required<string>();
  readonly blocked = input.required<boolean>();
  protected readonly busy = signal(false);

  protected async ask(): Promise<void> {
    const { Confirm } = await import('../../ui/confirm');
    const text = (key: string, params?: Record<string, unknown>) => this.i18n.text(key, params);
    this.dialog.open(Confirm, {
      data: {
        title: text('contacts.blockAsk', { name: this.name() }),
        text: text('contacts.blockText'),
        yes: text('contacts.block'),
        danger: true,
        run: async () => {
          const { why } = await this.command.run(BlockOnPageDocument, { contactId: this.id() });
          if (why === null) this.toasts.good(text('contacts.nowBlocked'), { label: text('ui.undo'), run: () => void this.unblock() });
          return why;
        },
      },
    });
  }

  protected async unblock(): Promise<void> {
    this.busy.set(true);
    const { why } = await this.command.run(UnblockOnPageDocument, { contactId: this.id() });
    this.busy.set(false);
    if (why === null) this.toasts.good(this.i18n.text('contacts.nowUnblocked'));
    else this.toasts.bad(why);
  }
}
