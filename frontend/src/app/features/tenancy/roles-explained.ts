import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { roleGrants, roles, type Role } from '@master-ia/schemas/permissions.ts';
import { Icon } from '../../ui/icon';

/** What people ask about a role, and the permission that answers it. */
const QUESTIONS = [
  ['answer', 'conversations.reply'],
  ['block', 'contacts.block'],
  ['team', 'team.manage'],
  ['company', 'company.manage'],
] as const;
const grants = (role: Role) =>
  QUESTIONS.map(([question, permission]) => ({ question, yes: roleGrants[role].permissions.includes(permission) }));

/** What each role may do, straight from the permissions that the server judges by. */
@Component({
  selector: 'mia-roles-explained',
  imports: [Icon, TranslocoDirective],
  template: `<details class="card" *transloco="let t">
    <summary>{{ t('team.rolesTitle') }}<mia-icon name="keyboard_arrow_down" [size]="20" /></summary>
    <div class="scroll" tabindex="0" role="region" [attr.aria-label]="t('team.rolesTitle')">
      <table>
        <thead>
          <tr>
            <th scope="col">{{ t('team.role') }}</th>
            @for (q of questions; track q[0]) {
              <th scope="col" class="mark">{{ t('team.question.' + q[0]) }}</th>
            }
          </tr>
        </thead>
        <tbody>
          @for (r of list; track r.role) {
            <tr>
              <th scope="row">
                <strong>{{ t('role.' + r.key) }}</strong>
                <p class="muted">{{ t('team.about.' + r.key) }}</p>
              </th>
              @for (g of r.grants; track g.question) {
                <td class="mark">
                  @if (g.yes) {
                    <mia-icon name="check" [size]="18" />
                  }
                  <span [class.sr-only]="g.yes" [class.muted]="!g.yes">{{ g.yes ? t('team.yes') : t('team.no') }}</span>
                </td>
              }
            </tr>
          }
        </tbody>
      </table>
    </div>
  </details>`,
  styles: `
    summary {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 16px 20px;
      font-weight: 600;
      cursor: pointer;
      list-style: none;
      border-radius: var(--mia-radius);
    }
    details[open] summary mia-icon {
      rotate: 180deg;
    }
    .scroll {
      position: relative;
      overflow-x: auto;
    }
    table {
      width: 100%;
      border-collapse: collapse;
      font-size: 13.5px;
    }
    th,
    td {
      padding: 11px 16px;
      border-top: 1px solid var(--mia-line);
      font-weight: 400;
      text-align: start;
      vertical-align: top;
    }
    thead th {
      color: var(--mia-muted);
      font-size: 12px;
      font-weight: 580;
      vertical-align: bottom;
    }
    tbody th {
      min-width: 220px;
    }
    strong {
      font-weight: 580;
    }
    .mark {
      min-width: 96px;
      text-align: center;
    }
    td mia-icon {
      color: var(--mia-good);
    }
  `,
})
export class RolesExplained {
  protected readonly questions = QUESTIONS;
  protected readonly list = roles.map((role) => ({ role, key: role.toUpperCase(), grants: grants(role) }));
}
