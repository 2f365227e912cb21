import { Component, computed, inject, model } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { roleGrants, roles } from '@master-ia/schemas/permissions.ts';
import type { Role, Visibility } from '../../../gql/schema';
import { Session } from '../../core/session';
import { Control, Field } from '../../ui/field';

const ROLES = roles.map((r) => r.toUpperCase() as Role);
const VISIBILITIES: readonly Visibility[] = ['ALL', 'OWN_AND_UNASSIGNED', 'OWN'];

/** What a role sees unless told otherwise. */
export const usualVisibility = (role: Role): Visibility =>
  roleGrants[role.toLowerCase() as Lowercase<Role>].visibility.toUpperCase() as Visibility;

export interface RoleChoice {
  readonly role: Role;
  readonly visibility: Visibility;
}

/** A role, explained, and which conversations the person sees; a new role brings its usual view. */
@Component({
  selector: 'mia-role-fields',
  imports: [Control, Field, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <mia-field [label]="t('team.role')" [hint]="t('team.about.' + choice().role)">
      <select miaControl #role (change)="take(role.value)">
        @for (r of offered(); track r) {
          <option [value]="r" [selected]="choice().role === r">{{ t('role.' + r) }}</option>
        }
      </select>
    </mia-field>
    <mia-field [label]="t('team.sees')" [hint]="t('team.visibilityAbout.' + choice().visibility)">
      <select miaControl #sees (change)="see(sees.value)">
        @for (v of visibilities; track v) {
          <option [value]="v" [selected]="choice().visibility === v">{{ t('team.visibility.' + v) }}</option>
        }
      </select>
    </mia-field>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: 18px;
    }
  `,
})
export class RoleFields {
  private readonly session = inject(Session);
  readonly choice = model.required<RoleChoice>();
  protected readonly visibilities = VISIBILITIES;
  /** Only an owner makes owners. */
  protected readonly offered = computed(() =>
    ROLES.filter((r) => r !== 'OWNER' || this.session.can('company.manage') || this.choice().role === 'OWNER'),
  );

  protected take(value: string): void {
    const role = ROLES.find((r) => r === value);
    if (role) this.choice.set({ role, visibility: usualVisibility(role) });
  }
  protected see(value: string): void {
    const visibility = VISIBILITIES.find((v) => v === value);
    if (visibility) this.choice.update((c) => ({ ...c, visibility }));
  }
}
