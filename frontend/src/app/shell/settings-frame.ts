import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { Session } from '../core/session';
import { Icon } from '../ui/icon';

interface Tab {
  readonly path: string;
  readonly label: string;
  readonly icon: string;
  readonly permission: Permission | null;
}
/** A new page of settings is one line here and one in `features/settings.routes.ts`. */
const TABS: readonly Tab[] = [
  { path: 'account', label: 'title.account', icon: 'account_circle', permission: null },
  { path: 'company', label: 'title.company', icon: 'business', permission: null },
  { path: 'channels', label: 'title.channels', icon: 'chat', permission: 'channels.read' },
  { path: 'users', label: 'title.users', icon: 'group', permission: 'team.read' },
  { path: 'api-keys', label: 'title.apiKeys', icon: 'key', permission: 'apikeys.manage' },
];

/** Settings: the list of pages at the side (above, on a phone), the page beside it. */
@Component({
  selector: 'mia-settings-frame',
  imports: [Icon, RouterLink, RouterLinkActive, RouterOutlet, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <nav [attr.aria-label]="t('title.settings')">
      @for (tab of tabs(); track tab.path) {
        <a
          #link
          [routerLink]="tab.path"
          routerLinkActive="on"
          ariaCurrentWhenActive="page"
          (isActiveChange)="$event && link.scrollIntoView({ block: 'nearest', inline: 'center' })"
          ><mia-icon [name]="tab.icon" [size]="19" />{{ t(tab.label) }}</a
        >
      }
    </nav>
    <div class="body"><router-outlet /></div>
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 208px minmax(0, 1fr);
      min-height: 100%;
    }
    nav {
      position: sticky;
      top: 0;
      align-self: start;
      display: grid;
      gap: 2px;
      padding: 28px 8px 20px 16px;
    }
    a {
      display: flex;
      align-items: center;
      gap: 10px;
      min-height: 38px;
      padding: 0 11px;
      border-radius: 10px;
      color: var(--mia-ink);
      text-decoration: none;
      font-weight: 500;
      white-space: nowrap;
      &:hover {
        background: color-mix(in srgb, var(--mia-ink) 6%, transparent);
      }
      &.on {
        background: var(--mia-panel);
        color: var(--mia-accent);
        font-weight: 600;
        box-shadow: inset 0 0 0 1px var(--mia-line);
      }
    }
    @media (max-width: 960px) {
      :host {
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
      }
      nav {
        z-index: 2;
        display: flex;
        overflow-x: auto;
        padding: 10px 12px;
        border-bottom: 1px solid var(--mia-line);
        background: var(--mia-canvas);
        scrollbar-width: none;
      }
    }
  `,
})
export default class SettingsFrame {
  private readonly session = inject(Session);
  protected readonly tabs = computed(() => TABS.filter((tab) => tab.permission === null || this.session.can(tab.permission)));
}
