import { CdkConnectedOverlay, CdkOverlayOrigin, type ConnectedPosition } from '@angular/cdk/overlay';
import { Component, ElementRef, computed, input, output, signal, viewChild } from '@angular/core';
import { folded } from '@master-ia/schemas/search-words.ts';
import { Avatar } from './avatar';
import { Icon } from './icon';

export interface PickerEntry {
  readonly id: string;
  readonly text: string;
  readonly checked: boolean;
  /** A dot of that colour before the text, */
  readonly color?: string;
  /** or a face, */
  readonly face?: string;
  /** or a glyph. */
  readonly icon?: string;
}

const PLACES: ConnectedPosition[] = [
  { originX: 'start', originY: 'bottom', overlayX: 'start', overlayY: 'top', offsetY: 4 },
  { originX: 'end', originY: 'bottom', overlayX: 'end', overlayY: 'top', offsetY: 4 },
  { originX: 'start', originY: 'top', overlayX: 'start', overlayY: 'bottom', offsetY: -4 },
  { originX: 'end', originY: 'top', overlayX: 'end', overlayY: 'bottom', offsetY: -4 },
];

/** A button (content) that opens a list to choose from, narrowed by typing: arrows move, Enter chooses, Escape leaves. With `[createText]` what is typed can be made new. */
@Component({
  selector: 'mia-picker',
  imports: [Avatar, CdkConnectedOverlay, CdkOverlayOrigin, Icon],
  template: `
    <button
      #trigger="cdkOverlayOrigin"
      #button
      cdkOverlayOrigin
      type="button"
      class="trigger"
      aria-haspopup="dialog"
      [class.dashed]="dashed()"
      [disabled]="disabled()"
      [attr.aria-expanded]="open()"
      [attr.data-testid]="testId()"
      (click)="show()"
    >
      <ng-content />
    </button>
    <ng-template
      cdkConnectedOverlay
      [cdkConnectedOverlayOrigin]="trigger"
      [cdkConnectedOverlayOpen]="open()"
      [cdkConnectedOverlayPositions]="places"
      [cdkConnectedOverlayHasBackdrop]="true"
      cdkConnectedOverlayBackdropClass="cdk-overlay-transparent-backdrop"
      (backdropClick)="hide()"
      (detach)="hide()"
    >
      <div class="box" role="dialog" aria-modal="true" [attr.aria-label]="label()">
        <input
          #find
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          autocomplete="off"
          maxlength="60"
          [attr.aria-controls]="id"
          [attr.aria-activedescendant]="choices().length > 0 ? id + '-' + at() : null"
          [attr.aria-label]="placeholder()"
          [placeholder]="placeholder()"
          [value]="text()"
          (input)="typed(find.value)"
          (keydown)="key($event)"
        />
        <ul role="listbox" [id]="id" [attr.aria-label]="label()" [attr.aria-multiselectable]="multiple() ? 'true' : null">
          @for (e of choices(); track e.id; let i = $index) {
            <li
              role="option"
              [id]="id + '-' + i"
              [class.on]="i === at()"
              [attr.aria-selected]="e.checked"
              [attr.data-entry]="e.id"
              (mousemove)="at.set(i)"
              (click)="choose(i)"
            >
              @if (e.color) {
                <i [style.background]="e.color"></i>
              } @else if (e.face) {
                <mia-avatar [name]="e.text" [seed]="e.face" [size]="24" [round]="true" />
              } @else if (e.icon; as name) {
                <mia-icon [name]="name" [size]="20" />
              }
              <span>{{ e.text }}</span>
              @if (e.checked) {
                <mia-icon name="check" [size]="18" />
              }
            </li>
          }
        </ul>
      </div>
    </ng-template>
  `,
  styleUrl: './picker.scss',
})
export class Picker {
  private static next = 1;
  readonly label = input.required<string>();
  readonly placeholder = input.required<string>();
  readonly entries = input.required<readonly PickerEntry[]>();
  readonly multiple = input(false);
  readonly dashed = input(false);
  readonly disabled = input(false);
  readonly testId = input<string>();
  /** Words of the entry that makes something new of what was typed ('' when nothing was). */
  readonly createText = input<((typed: string) => string) | null>(null);
  readonly picked = output<string>();
  readonly created = output<string>();
  protected readonly id = `mia-picker-${Picker.next++}`;
  protected readonly places = PLACES;
  protected readonly open = signal(false);
  protected readonly text = signal('');
  protected readonly at = signal(0);
  private readonly button = viewChild.required<ElementRef<HTMLButtonElement>>('button');
  private readonly find = viewChild<ElementRef<HTMLInputElement>>('find');
  protected readonly choices = computed<readonly PickerEntry[]>(() => {
    const words = folded(this.text().trim());
    const found = this.entries().filter((e) => folded(e.text).includes(words));
    const create = this.createText();
    if (create === null || found.some((e) => folded(e.text) === words)) return found;
    return [...found, { id: NEW, text: create(this.text().trim()), checked: false, icon: 'add' }];
  });

  /** Also for keys. */
  show(): void {
    if (this.disabled()) return;
    this.text.set('');
    this.at.set(0);
    this.open.set(true);
    // The field is there after the next rendering, unless the list was left again by then.
    setTimeout(() => this.open() && this.find()?.nativeElement.focus());
  }

  protected hide(): void {
    if (!this.open()) return;
    this.open.set(false);
    this.button().nativeElement.focus();
  }

  protected typed(text: string): void {
    this.text.set(text);
    this.at.set(0);
  }

  protected key(e: KeyboardEvent): void {
    const { length } = this.choices();
    if (e.key === 'ArrowDown' && length > 0) this.at.update((i) => (i + 1) % length);
    else if (e.key === 'ArrowUp' && length > 0) this.at.update((i) => (i + length - 1) % length);
    else if (e.key === 'Enter' && !e.isComposing) this.choose(this.at());
    else if (e.key === 'Escape' || e.key === 'Tab') this.hide();
    else return;
    e.preventDefault();
    e.stopPropagation();
    document.getElementById(`${this.id}-${this.at()}`)?.scrollIntoView({ block: 'nearest' });
  }

  protected choose(i: number): void {
    const entry = this.choices()[i];
    if (!entry) return;
    const typed = this.text().trim();
    this.hide();
    if (entry.id === NEW) this.created.emit(typed);
    else this.picked.emit(entry.id);
  }
}

const NEW = '+';
