import { Component, computed, inject, input, output } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { ErrorText } from '../core/error-text';
import { I18n } from '../core/i18n';
import { newCommandId } from '../core/ids';
import { Session } from '../core/session';
import { Toasts } from '../core/toasts';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { HideCompanyDocument } from './company-menu.gql';

/** Which company one works in; the way to another, to one's own, and to a rail without the demo. */
@Component({
  selector: 'mia-company-menu',
  imports: [Avatar, Icon, MatMenu, MatMenuItem, MatMenuTrigger, TranslocoDirective],
  templateUrl: './company-menu.html',
  styleUrl: './menus.scss',
})
export class CompanyMenu {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  readonly mini = input(false);
  readonly create = output();
  /** The demo can be hidden once there is a company of one's own; it can be brought back while hidden. */
  protected readonly demo = computed(() => this.session.me()?.memberships.find((m) => m.company.demo) ?? null);
  protected readonly hasOwn = computed(() => this.session.me()?.memberships.some((m) => !m.company.demo) ?? false);

  protected async switchTo(companyId: string): Promise<void> {
    try {
      if (!(await this.session.switchTo(companyId))) this.toasts.bad(this.i18n.text('error.unknown'));
    } catch (error) {
      this.toasts.bad(this.errors.of(error));
    }
  }

  protected async hide(companyId: string, hidden: boolean): Promise<void> {
    try {
      const variables = { input: { commandId: newCommandId(), companyId, hidden } };
      const { data } = await firstValueFrom(this.apollo.mutate({ mutation: HideCompanyDocument, variables }));
      const refusal = data?.hideCompany.refusal;
      if (refusal) return void this.toasts.bad(this.errors.refusal(refusal));
      await this.session.refresh();
      const undo = { label: this.i18n.text('ui.undo'), run: () => void this.hide(companyId, false) };
      this.toasts.good(this.i18n.text(hidden ? 'company.demoHidden' : 'company.demoShown'), hidden ? undo : undefined);
    } catch (error) {
      this.toasts.bad(this.errors.of(error));
    }
  }
}
