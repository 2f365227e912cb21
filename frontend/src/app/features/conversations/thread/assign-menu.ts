import { Component, computed, inject, input, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import { I18n } from '../../../core/i18n';
import { Session } from '../../../core/session';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { Picker, type PickerEntry } from '../../../ui/picker';
import { ConversationActions } from '../data/conversation-actions';
import type { Row } from '../data/conversation-rows';
import { Directory } from '../data/directory';
import { InboxKeys } from '../data/inbox-keys';

const NOBODY = 'nobody';

/** Who has the conversation, and to whom it can be given. */
@Component({
  selector: 'mia-assign-menu',
  imports: [Avatar, Icon, Picker, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-picker
      testId="assign"
      [label]="t('assign.give')"
      [placeholder]="t('assign.find')"
      [entries]="entries()"
      [disabled]="!session.can('conversations.assign')"
      (picked)="give($event)"
    >
      @if (row().assignee; as a) {
        <mia-avatar [name]="a.name" [seed]="a.id" [size]="22" [round]="true" />
        <span class="name ellipsis">{{ a.id === me()?.id ? t('assign.me') : a.name }}</span>
      } @else {
        <mia-icon name="person" [size]="18" /><span class="name ellipsis">{{ t('assign.nobody') }}</span>
      }
      <mia-icon name="keyboard_arrow_down" [size]="16" />
      <span class="sr-only">{{ t('assign.give') }}</span>
    </mia-picker>
  </ng-container>`,
  styles: `
    :host {
      min-width: 0;
    }
    .name {
      max-width: 130px;
    }
    /* Beside an open contact panel, which names the person too, and on a phone, the face says enough. */
    @container thread (max-width: 600px) {
      .name {
        position: absolute;
        width: 1px;
        height: 1px;
        clip-path: inset(50%);
      }
    }
  `,
})
export class AssignMenu {
  private readonly actions = inject(ConversationActions);
  private readonly directory = inject(Directory);
  private readonly i18n = inject(I18n);
  protected readonly session = inject(Session);
  private readonly picker = viewChild(Picker);
  readonly row = input.required<Row>();
  /** Whether keys open this one (there may be two on the screen). */
  readonly keyed = input(false);
  protected readonly me = computed(() => {
    const user = this.session.user();
    return user && { id: user.id, name: user.name };
  });
  protected readonly entries = computed<readonly PickerEntry[]>(() => {
    const [me, has] = [this.me(), this.row().assignee?.id ?? null];
    const others = this.directory.people().filter((p) => p.id !== me?.id);
    return [
      ...(me ? [{ id: me.id, text: this.i18n.text('assign.toMe'), face: me.id, checked: has === me.id }] : []),
      ...others.map((p) => ({ id: p.id, text: p.name, face: p.id, checked: has === p.id })),
      { id: NOBODY, text: this.i18n.text('assign.nobody'), icon: 'person', checked: has === null },
    ];
  });

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(
        filter((key) => key === 'assign'),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.keyed() && this.picker()?.show());
  }

  protected give(id: string): void {
    const me = this.me();
    const to = id === me?.id ? me : (this.directory.people().find((p) => p.id === id) ?? null);
    if (to || id === NOBODY) void this.actions.assign(this.row(), to && { id: to.id, name: to.name });
  }
}
