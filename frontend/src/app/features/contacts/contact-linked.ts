import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../core/format';
import { Avatar } from '../../ui/avatar';
import type { ContactCardFragment } from './contact.gql';

/** Contacts that turned out to be the same person. */
@Component({
  selector: 'mia-contact-linked',
  imports: [Avatar, RouterLink, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <p class="muted">{{ t('contacts.linkedText') }}</p>
    <ul>
      @for (c of contacts(); track c.id) {
        <li>
          <a [routerLink]="['/contacts', c.id]">
            <mia-avatar [name]="c.name" [seed]="c.id" [size]="32" />
            <span class="ellipsis">{{ c.name || t('contacts.nameless') }}</span>
            @if (c.phone; as phone) {
              <span class="muted num">{{ format.phone(phone) }}</span>
            }
          </a>
        </li>
      }
    </ul>
  </ng-container>`,
  styles: `
    ul {
      display: grid;
      gap: 2px;
      margin: 8px -12px 0;
      padding: 0;
      list-style: none;
    }
    a {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
      padding: 8px 12px;
      border-radius: 12px;
      color: inherit;
      font-weight: 550;
      text-decoration: none;
      &:hover {
        background: var(--mia-panel-2);
      }
    }
    .muted {
      font-weight: 400;
    }
  `,
})
export class ContactLinked {
  protected readonly format = inject(Format);
  readonly contacts = input.required<ContactCardFragment['linked']>();
}
