import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatDialog } from '@angular/material/dialog';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import { Session } from '../../../core/session';
import { Chip } from '../../../ui/chip';
import { Icon } from '../../../ui/icon';
import { ConversationActions } from '../data/conversation-actions';
import type { Row } from '../data/conversation-rows';
import { Directory, type Label } from '../data/directory';
import { InboxKeys } from '../data/inbox-keys';

/** A conversation's labels: put on, taken off, made new. */
@Component({
  selector: 'mia-label-picker',
  imports: [Chip, Icon, MatMenu, MatMenuItem, MatMenuTrigger, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @for (l of row().labels; track l.id) {
      <mia-chip [color]="l.color" [removable]="may()" [name]="l.name" (removed)="actions.label(row(), l, false)">{{ l.name }}</mia-chip>
    }
    @if (may()) {
      <button type="button" class="add" data-testid="labels" [matMenuTriggerFor]="menu" (menuOpened)="find.set('')">
        <mia-icon name="add" [size]="16" />{{ t('label.add') }}
      </button>
    } @else if (row().labels.length === 0) {
      <span class="muted">{{ t('label.none') }}</span>
    }
    <mat-menu #menu="matMenu">
      <input
        #box
        class="find"
        type="search"
        maxlength="40"
        autocomplete="off"
        [placeholder]="t('label.find')"
        [attr.aria-label]="t('label.find')"
        [value]="find()"
        (input)="find.set(box.value)"
        (click)="$event.stopPropagation()"
        (keydown)="key($event)"
      />
      @for (l of found(); track l.id) {
        <button mat-menu-item type="button" role="menuitemcheckbox" [attr.aria-checked]="has(l)" (click)="actions.label(row(), l, !has(l))">
          <span class="line"
            ><i [style.background]="l.color"></i><span class="text">{{ l.name }}</span>
            @if (has(l)) {
              <mia-icon name="check" [size]="18" />
            }
          </span>
        </button>
      }
      @if (isNew()) {
        <button mat-menu-item type="button" data-testid="new-label" (click)="create()">
          <span class="line"><mia-icon name="add" [size]="18" /><span class="text">{{ t('label.create', { name: find().trim() }) }}</span></span>
        </button>
      } @else if (find().trim() === '') {
        <button mat-menu-item type="button" data-testid="new-label" (click)="create()">
          <span class="line"><mia-icon name="add" [size]="18" /><span class="text">{{ t('label.new') }}</span></span>
        </button>
      }
    </mat-menu>
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px;
    }
    .add {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-height: 26px;
      padding: 0 8px;
      border: 1px dashed var(--mia-control-line);
      border-radius: 7px;
      background: none;
      color: var(--mia-ink);
      font:
        520 12px 'Inter Variable',
        system-ui,
        sans-serif;
      cursor: pointer;
      &:hover {
        background: var(--mia-panel-2);
      }
    }
    .line {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .text {
      flex: 1;
      max-width: 220px;
      overflow-wrap: anywhere;
    }
    i {
      width: 10px;
      height: 10px;
      flex: none;
      border-radius: 50%;
    }
    .find {
      width: calc(100% - 24px);
      min-height: 34px;
      margin: 2px 12px 6px;
      padding: 0 10px;
      border: 1px solid var(--mia-control-line);
      border-radius: 9px;
      background: var(--mia-panel);
      color: inherit;
      font: inherit;
    }
  `,
})
export class LabelPicker {
  private readonly dialog = inject(MatDialog);
  private readonly session = inject(Session);
  protected readonly actions = inject(ConversationActions);
  protected readonly directory = inject(Directory);
  private readonly trigger = viewChild(MatMenuTrigger);
  readonly row = input.required<Row>();
  protected readonly find = signal('');
  protected readonly may = computed(() => this.session.can('conversations.label'));
  private readonly words = computed(() => this.find().trim().toLocaleLowerCase());
  protected readonly found = computed(() => this.directory.labels().filter((l) => l.name.toLocaleLowerCase().includes(this.words())));
  protected readonly isNew = computed(
    () => this.words() !== '' && !this.directory.labels().some((l) => l.name.toLocaleLowerCase() === this.words()),
  );

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(
        filter((key) => key === 'label'),
        takeUntilDestroyed(),
      )
      // The panel that this stands in may just be opening.
      .subscribe(() => setTimeout(() => this.trigger()?.openMenu()));
  }

  protected has(label: Label): boolean {
    return this.row().labels.some((l) => l.id === label.id);
  }

  protected async create(): Promise<void> {
    const row = this.row();
    const name = this.find().trim();
    const { LabelEditor } = await import('./label-editor');
    this.dialog
      .open<unknown, { name: string }, Label>(LabelEditor, { data: { name }, width: '420px' })
      .afterClosed()
      .subscribe((label) => label && void this.actions.label(row, label, true));
  }

  /** Typing narrows; arrows and Escape stay the menu's; Enter takes the only one. */
  protected key(e: KeyboardEvent): void {
    if (e.key === 'Enter') {
      const [only] = this.found();
      this.trigger()?.closeMenu();
      if (this.isNew()) void this.create();
      else if (only) void this.actions.label(this.row(), only, !this.has(only));
    }
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp' && e.key !== 'Escape') e.stopPropagation();
  }
}
