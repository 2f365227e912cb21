import { Component, DestroyRef, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatDialog } from '@angular/material/dialog';
import { MatTooltip } from '@angular/material/tooltip';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter } from 'rxjs';
import { Format } from '../core/format';
import { PageTitle } from '../core/page-title';
import { Session } from '../core/session';
import { Shortcuts } from '../core/shortcuts';
import { store, stored } from '../core/storage';
import { Toasts } from '../core/toasts';
import { Unread } from '../core/unread';
import { Icon } from '../ui/icon';
import { CompanyMenu } from './company-menu';
import { NAV, type NavItem } from './nav';
import { PersonMenu } from './person-menu';
import { StatusChip } from './status-chip';
import { SystemLive } from './system-live';

/** A badge counts up to here. */
const MOST_UNREAD = 99;

/** The frame around every signed-in screen: rail, or bottom bar on a phone, and the keys of the whole console. */
@Component({
  selector: 'mia-shell',
  imports: [CompanyMenu, Icon, MatTooltip, PersonMenu, RouterLink, RouterLinkActive, RouterOutlet, StatusChip, TranslocoDirective],
  providers: [SystemLive],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export default class Shell {
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly destroy = inject(DestroyRef);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  protected readonly title = inject(PageTitle);
  private readonly format = inject(Format);
  protected readonly mini = signal(stored('rail') === 'mini');
  protected readonly items = computed(() => NAV.filter((i) => i.permission === null || this.session.can(i.permission)));
  /** The demo is being looked at, and no company of one's own exists yet. */
  protected readonly inDemo = computed(
    () => this.session.company()?.demo === true && !this.session.companies().some((m) => !m.company.demo),
  );

  constructor() {
    if (this.session.can('conversations.read')) inject(Unread).start();
    const shortcuts = inject(Shortcuts);
    shortcuts.add(
      [
        ...NAV.map((i) => ({ keys: `g ${i.key}`, label: i.label, group: 'keys.group.go', run: () => this.go(i) })),
        { keys: '?', label: 'keys.help', group: 'keys.group.general', run: () => void this.help() },
        { keys: 'u', also: ['Ctrl+z'], label: 'keys.undo', group: 'keys.group.general', run: () => this.toasts.undoNewest() },
      ],
      this.destroy,
    );
    // After a change of page a keyboard or screen reader goes on in the new page, not in the rail.
    this.router.events
      .pipe(
        filter((e) => e instanceof NavigationEnd),
        takeUntilDestroyed(),
      )
      .subscribe((e) => this.moved(e.urlAfterRedirects));
  }

  private area = '';
  private moved(url: string): void {
    const area = url.split(/[/?#]/)[1] ?? '';
    if (this.area && this.area !== area) document.getElementById('main')?.focus({ preventScroll: true });
    this.area = area;
  }

  private go(item: NavItem): void {
    if (item.permission === null || this.session.can(item.permission)) void this.router.navigateByUrl(item.path);
  }

  private async help(): Promise<void> {
    const { ShortcutHelp } = await import('./shortcut-help');
    this.dialog.open(ShortcutHelp, { width: '640px' });
  }

  protected badge(item: NavItem): string | null {
    const n = item.badge === 'unread' ? this.title.unread() : 0;
    return n > 0 ? this.format.capped(n, MOST_UNREAD) : null;
  }

  protected toggle(): void {
    this.mini.update((m) => !m);
    store('rail', this.mini() ? 'mini' : null);
  }

  protected async createCompany(): Promise<void> {
    const { CreateCompany } = await import('../features/tenancy/create-company');
    this.dialog.open(CreateCompany);
  }
}
