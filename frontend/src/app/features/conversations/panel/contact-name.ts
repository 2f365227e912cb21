import { Component, ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Session } from '../../../core/session';
import { Icon } from '../../../ui/icon';
import { ContactStore } from '../data/contact-store';

/** The contact's name, changed where it stands. */
@Component({
  selector: 'mia-contact-name',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @if (editing()) {
      <form (submit)="save($event, box.value)">
        <input
          #box
          class="mia-control"
          maxlength="200"
          autocomplete="off"
          [value]="name()"
          [attr.aria-label]="t('panel.name')"
          [attr.aria-invalid]="problem() ? 'true' : null"
          (keydown.escape)="stop($event)"
        />
        <button type="submit" [disabled]="busy()" [attr.aria-label]="t('ui.save')"><mia-icon name="check" [size]="20" /></button>
        <button type="button" [attr.aria-label]="t('ui.cancel')" (click)="stop($event)"><mia-icon name="close" [size]="20" /></button>
      </form>
      @if (problem(); as why) {
        <p class="bad" role="alert">{{ why }}</p>
      }
    } @else {
      <h2>
        <span class="name">{{ name() }}</span>
        @if (session.can('contacts.write')) {
          <button #edit type="button" data-testid="rename" [attr.aria-label]="t('panel.rename')" (click)="start()">
            <mia-icon name="edit" [size]="17" />
          </button>
        }
      </h2>
    }
  </ng-container>`,
  styles: `
    :host {
      display: block;
      width: 100%;
      text-align: center;
    }
    h2 {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 4px;
    }
    .name {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    form {
      display: flex;
      gap: 4px;
    }
    button {
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      flex: none;
      border: 0;
      border-radius: 9px;
      background: none;
      color: var(--mia-muted);
      cursor: pointer;
      &:hover {
        background: var(--mia-panel-2);
        color: var(--mia-ink);
      }
    }
    .bad {
      padding-top: 4px;
      color: var(--mia-bad);
      font-size: 12.5px;
    }
  `,
})
export class ContactName {
  private readonly store = inject(ContactStore);
  protected readonly session = inject(Session);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');
  private readonly edit = viewChild<ElementRef<HTMLButtonElement>>('edit');
  readonly name = input.required<string>();
  protected readonly editing = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);

  protected start(): void {
    this.problem.set(null);
    this.editing.set(true);
    setTimeout(() => this.box()?.nativeElement.select());
  }
  protected stop(e: Event): void {
    e.preventDefault();
    e.stopPropagation();
    this.end();
  }
  protected async save(e: Event, text: string): Promise<void> {
    e.preventDefault();
    const name = text.trim();
    if (name === '' || name === this.name()) return this.end();
    this.busy.set(true);
    const problem = await this.store.rename(name);
    this.busy.set(false);
    this.problem.set(problem);
    if (problem === null) this.end();
  }
  private end(): void {
    this.editing.set(false);
    setTimeout(() => this.edit()?.nativeElement.focus());
  }
}
