import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { CopyField } from '../../ui/copy-field';
import type { ContactCardFragment } from './contact.gql';

/** Every way to reach the contact, to copy. */
@Component({
  selector: 'mia-contact-addresses',
  imports: [CopyField, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @for (a of list(); track a.kind + a.value) {
      <mia-copy-field [label]="t('contacts.kind.' + a.kind)" [value]="a.shown" />
    } @empty {
      <p class="muted">{{ t('contacts.noAddresses') }}</p>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
  `,
})
export class ContactAddresses {
  private readonly format = inject(Format);
  readonly addresses = input.required<ContactCardFragment['addresses']>();
  protected readonly list = computed(() =>
    this.addresses().map((a) => ({ ...a, shown: a.kind === 'phone' ? this.format.phone(a.value) : a.value })),
  );
}
