import { Component, computed, inject, input, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import { I18n } from '../../../core/i18n';
import { Session } from '../../../core/session';
import { Chip } from '../../../ui/chip';
import { Icon } from '../../../ui/icon';
import { Picker, type PickerEntry } from '../../../ui/picker';
import { ConversationActions } from '../data/conversation-actions';
import type { Row } from '../data/conversation-rows';
import { Directory, type Label } from '../data/directory';
import { InboxKeys } from '../data/inbox-keys';

/** A conversation's labels: put on, taken off, made new. */
@Component({
  selector: 'mia-label-picker',
  imports: [Chip, Icon, Picker, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @for (l of row().labels; track l.id) {
      <mia-chip [color]="l.color" [removable]="may()" [name]="l.name" (removed)="actions.label(row(), l, false)">{{ l.name }}</mia-chip>
    }
    @if (may()) {
      <mia-picker
        testId="labels"
        [label]="t('panel.labels')"
        [placeholder]="t('label.find')"
        [entries]="entries()"
        [multiple]="true"
        [dashed]="true"
        [createText]="createText"
        (picked)="toggle($event)"
        (created)="create($event)"
      >
        <mia-icon name="add" [size]="16" />{{ t('label.add') }}
      </mia-picker>
    } @else if (row().labels.length === 0) {
      <span class="muted">{{ t('label.none') }}</span>
    }
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
    }
  `,
})
export class LabelPicker {
  private readonly dialog = inject(MatDialog);
  private readonly directory = inject(Directory);
  private readonly i18n = inject(I18n);
  private readonly session = inject(Session);
  protected readonly actions = inject(ConversationActions);
  private readonly picker = viewChild(Picker);
  readonly row = input.required<Row>();
  protected readonly may = computed(() => this.session.can('conversations.label'));
  protected readonly entries = computed<readonly PickerEntry[]>(() =>
    this.directory.labels().map((l) => ({ id: l.id, text: l.name, color: l.color, checked: this.has(l) })),
  );
  protected readonly createText = (typed: string): string =>
    typed === '' ? this.i18n.text('label.new') : this.i18n.text('label.create', { name: typed });

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(
        filter((key) => key === 'label'),
        takeUntilDestroyed(),
      )
      // The panel that this stands in may just be opening.
      .subscribe(() => setTimeout(() => this.picker()?.show()));
  }

  private has(label: Label): boolean {
    return this.row().labels.some((l) => l.id === label.id);
  }

  protected toggle(id: string): void {
    const label = this.directory.label(id);
    if (label) void this.actions.label(this.row(), label, !this.has(label));
  }

  protected async create(name: string): Promise<void> {
    const row = this.row();
    const { LabelEditor } = await import('./label-editor');
    this.dialog
      .open<unknown, { name: string }, Label>(LabelEditor, { data: { name }, width: '420px', autoFocus: 'input' })
      .afterClosed()
      .subscribe((label) => label && void this.actions.label(row, label, true));
  }
}
