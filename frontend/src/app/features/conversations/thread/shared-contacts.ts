import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../../core/can';
import { Format } from '../../../core/format';
import { Avatar } from '../../../ui/avatar';
import type { Line } from '../data/lines';
import { Starter } from '../start/starter';

/** Contact cards that a customer sent; each number can be written to. */
@Component({
  selector: 'mia-shared-contacts',
  imports: [Avatar, Can, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    @for (c of contacts(); track $index) {
      <div class="card">
        <mia-avatar [name]="c.name" [size]="36" [round]="true" />
        <span class="words">
          <strong>{{ c.name }}</strong>
          @for (p of c.phones; track $index) {
            <span class="phone">
              <span class="num">{{ format.phone(p) }}</span>
              <button *miaCan="'conversations.reply'" type="button" (click)="starter.open({ to: p, name: c.name })">
                {{ t('thread.write') }}
              </button>
            </span>
          }
          @for (e of c.emails; track $index) {
            <a [href]="'mailto:' + e">{{ e }}</a>
          }
        </span>
      </div>
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 10px;
    }
    .card {
      display: flex;
      gap: 10px;
      border: 0;
      background: none;
      box-shadow: none;
    }
    .words {
      display: grid;
      gap: 2px;
      min-width: 0;
      font-size: 13.5px;
    }
    strong {
      font-weight: 600;
    }
    .phone {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 10px;
    }
    button {
      min-height: 26px;
      padding: 0;
      border: 0;
      background: none;
      color: var(--mia-accent);
      font: inherit;
      font-weight: 600;
      cursor: pointer;
    }
  `,
})
export class SharedContacts {
  protected readonly format = inject(Format);
  protected readonly starter = inject(Starter);
  readonly contacts = input.required<NonNullable<Line['sharedContacts']>>();
}
