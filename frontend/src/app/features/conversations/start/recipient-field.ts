import { Component, DestroyRef, computed, inject, input, model, signal } from '@angular/core';
import { MatAutocomplete, MatAutocompleteTrigger, MatOption, type MatAutocompleteSelectedEvent } from '@angular/material/autocomplete';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { Format } from '../../../core/format';
import { phoneOf } from '../../../core/phone-input';
import { Avatar } from '../../../ui/avatar';
import { Control, Field } from '../../../ui/field';
import { Icon } from '../../../ui/icon';
import { FindRecipientsDocument, type FindRecipientsQuery } from './start.gql';

type Found = FindRecipientsQuery['contacts']['edges'][number]['node'];
export type Recipient =
  | { readonly kind: 'contact'; readonly id: string; readonly name: string; readonly phone: string | null }
  | { readonly kind: 'number'; readonly phone: string };

const PAUSE_MS = 200;

/** Whom to write to: a contact found by name or number, or a new number. */
@Component({
  selector: 'mia-recipient-field',
  imports: [Avatar, Control, Field, Icon, MatAutocomplete, MatAutocompleteTrigger, MatOption, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-field [label]="t('start.to')" [hint]="t('start.toHint')" [error]="error()">
      <input
        #box
        miaControl
        type="text"
        autocomplete="off"
        data-testid="recipient"
        maxlength="120"
        [matAutocomplete]="found"
        [value]="text()"
        [placeholder]="t('start.toPlaceholder')"
        (input)="typed(box.value)"
      />
    </mia-field>
    <mat-autocomplete #found="matAutocomplete" autoActiveFirstOption (optionSelected)="pick($event)">
      @for (c of contacts(); track c.id) {
        <mat-option [value]="c.id">
          <span class="line">
            <mia-avatar [name]="c.name" [seed]="c.id" [size]="28" />
            <span class="ellipsis">{{ c.name }}</span>
            @if (c.phone) {
              <span class="num muted">{{ format.phone(c.phone) }}</span>
            }
          </span>
        </mat-option>
      }
      @if (number(); as phone) {
        <mat-option [value]="phone">
          <span class="line"
            ><mia-icon name="phone_device" [size]="20" /><span class="num">{{
              t('start.useNumber', { phone: format.phone(phone) })
            }}</span></span
          >
        </mat-option>
      }
    </mat-autocomplete>
  </ng-container>`,
  styles: `
    .line {
      display: flex;
      align-items: center;
      gap: 10px;
    }
    .muted {
      margin-inline-start: auto;
      font-size: 12.5px;
    }
  `,
})
export class RecipientField {
  private readonly apollo = inject(Apollo);
  protected readonly format = inject(Format);
  readonly recipient = model<Recipient | null>(null);
  readonly error = input<string | null>(null);
  protected readonly text = signal('');
  protected readonly contacts = signal<readonly Found[]>([]);
  /** The number that was typed, unless a contact has it. */
  protected readonly number = computed(() => {
    const phone = phoneOf(this.text());
    return phone && !this.contacts().some((c) => c.phone === phone) ? phone : null;
  });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private run = 0;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  /** What was known before. */
  show(text: string): void {
    this.text.set(text);
  }

  protected typed(text: string): void {
    this.text.set(text);
    const phone = phoneOf(text);
    this.recipient.set(phone ? { kind: 'number', phone } : null);
    clearTimeout(this.timer);
    const run = ++this.run;
    if (text.trim().length < 2) return this.contacts.set([]);
    this.timer = setTimeout(() => void this.find(text.trim(), run), PAUSE_MS);
  }

  protected pick(e: MatAutocompleteSelectedEvent): void {
    const value = String(e.option.value);
    const contact = this.contacts().find((c) => c.id === value);
    this.text.set(contact ? contact.name : this.format.phone(value));
    this.recipient.set(
      contact ? { kind: 'contact', id: contact.id, name: contact.name, phone: contact.phone } : { kind: 'number', phone: value },
    );
    // The field shows what it means, not the option's value.
    setTimeout(() => this.text.update((s) => s));
  }

  private async find(search: string, run: number): Promise<void> {
    try {
      const { data } = await firstValueFrom(
        this.apollo.query({ query: FindRecipientsDocument, variables: { search }, fetchPolicy: 'no-cache' }),
      );
      if (run !== this.run || !data) return;
      this.contacts.set(data.contacts.edges.map((e) => e.node));
      const typed = this.recipient();
      const known = typed?.kind === 'number' ? this.contacts().find((c) => c.phone === typed.phone) : undefined;
      if (known) this.recipient.set({ kind: 'contact', id: known.id, name: known.name, phone: known.phone });
    } catch {
      // A number can be written to without finding anybody.
    }
  }
}
