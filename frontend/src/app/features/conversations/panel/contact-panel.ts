import { Clipboard } from '@angular/cdk/clipboard';
import { Component, DestroyRef, computed, effect, inject, input, output, untracked } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../../core/can';
import { Format } from '../../../core/format';
import { I18n } from '../../../core/i18n';
import { Toasts } from '../../../core/toasts';
import { Avatar } from '../../../ui/avatar';
import { Chip } from '../../../ui/chip';
import { ErrorState } from '../../../ui/error-state';
import { Icon } from '../../../ui/icon';
import { Skeleton } from '../../../ui/skeleton';
import { ContactStore } from '../data/contact-store';
import type { Row } from '../data/conversation-rows';
import { AssignMenu } from '../thread/assign-menu';
import { ContactName } from './contact-name';
import { LabelPicker } from './label-picker';
import { OtherConversations } from './other-conversations';

/** The right pane: who the person is, and what is known and done about this conversation. */
@Component({
  selector: 'mia-contact-panel',
  imports: [
    AssignMenu,
    Avatar,
    Can,
    Chip,
    ContactName,
    ErrorState,
    Icon,
    LabelPicker,
    MatButton,
    MatIconButton,
    OtherConversations,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [ContactStore],
  templateUrl: './contact-panel.html',
  styleUrl: './contact-panel.scss',
})
export class ContactPanel {
  private readonly clipboard = inject(Clipboard);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  protected readonly format = inject(Format);
  protected readonly store = inject(ContactStore);
  readonly row = input.required<Row>();
  readonly closed = output();
  private readonly who = computed(() => this.row().contact.id);
  protected readonly contact = this.store.contact;
  /** Ways to reach the person besides the phone in the head. */
  protected readonly addresses = computed(() => (this.contact()?.addresses ?? []).filter((a) => a.value !== this.row().contact.phone));

  constructor() {
    effect(() => {
      const id = this.who();
      untracked(() => this.store.show(id, this.row().id));
    });
    inject(DestroyRef).onDestroy(() => this.store.stop());
  }

  protected copy(text: string): void {
    if (this.clipboard.copy(text)) this.toasts.say(this.i18n.text('ui.copy.done'));
  }
}
