import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Command } from '../../core/command';
import { I18n } from '../../core/i18n';
import { Session } from '../../core/session';
import { Toasts } from '../../core/toasts';
import { Icon } from '../../ui/icon';
import { Switch } from '../../ui/switch';
import { HideCompanyDocument } from '../../shell/company-menu.gql';

/** Beside the company's own data: a company of one's own, and the demo out of the way. */
@Component({
  selector: 'mia-company-more',
  imports: [Icon, MatButton, Switch, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <section class="card">
      <div>
        <h2>{{ hasOwn() ? t('companyPage.another') : t('companyPage.own') }}</h2>
        <p class="muted">{{ t('companyPage.createText') }}</p>
      </div>
      <button matButton="outlined" type="button" (click)="create()">
        <mia-icon name="business" [size]="18" />{{ hasOwn() ? t('companyPage.createAnother') : t('company.create') }}
      </button>
    </section>
    @if (demo(); as d) {
      <section class="card">
        <mia-switch [on]="d.hidden" [disabled]="busy() || !hasOwn()" (flipped)="hide(d.id, $event)">
          <strong>{{ t('company.hideDemo') }}</strong>
          <span class="muted">{{ hasOwn() ? t('companyPage.hideText') : t('companyPage.hideFirst') }}</span>
        </mia-switch>
      </section>
    }
  </ng-container>`,
  styles: `
    section {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
      margin-top: 18px;
      padding: 20px 24px;
      > div {
        flex: 1 1 260px;
      }
    }
    strong {
      display: block;
      font-weight: 580;
    }
  `,
})
export class CompanyMore {
  private readonly command = inject(Command);
  private readonly dialog = inject(MatDialog);
  private readonly i18n = inject(I18n);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  protected readonly busy = signal(false);
  private readonly memberships = computed(() => this.session.me()?.memberships ?? []);
  /** The demo, for who owns it. */
  protected readonly demo = computed(() => this.memberships().find((m) => m.company.demo && m.role === 'OWNER')?.company ?? null);
  protected readonly hasOwn = computed(() => this.memberships().some((m) => !m.company.demo));

  protected async create(): Promise<void> {
    const { CreateCompany } = await import('./create-company');
    this.dialog.open(CreateCompany);
  }

  protected async hide(companyId: string, hidden: boolean): Promise<void> {
    this.busy.set(true);
    const { why } = await this.command.run(HideCompanyDocument, { companyId, hidden });
    if (why === null) {
      await this.session.refresh().catch(() => undefined);
      this.toasts.good(this.i18n.text(hidden ? 'company.demoHidden' : 'company.demoShown'));
    } else this.toasts.bad(why);
    this.busy.set(false);
  }
}
