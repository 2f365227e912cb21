import { Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { Can } from '../../core/can';
import { Command } from '../../core/command';
import { ErrorText } from '../../core/error-text';
import { I18n } from '../../core/i18n';
import { Page } from '../../core/page';
import { Session } from '../../core/session';
import { Toasts } from '../../core/toasts';
import { Avatar } from '../../ui/avatar';
import { Chip } from '../../ui/chip';
import { Cell, DataTable, type Column } from '../../ui/data-table';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { MenuButton, type MenuEntry } from '../../ui/menu-button';
import { RolesExplained } from './roles-explained';
import { RemoveUserDocument, UsersDocument, type UserFieldsFragment } from './users.gql';

/** Whether an invitation was accepted shows after at most so long. */
const LOOK_MS = 30_000;

/** The company's people: who they are, what they may do, what they see. */
@Component({
  selector: 'mia-users',
  imports: [Avatar, Can, Cell, Chip, DataTable, ErrorState, Icon, MatButton, MenuButton, RolesExplained, TranslocoDirective],
  templateUrl: './users.html',
  styleUrl: './users.scss',
})
export default class Users {
  private readonly apollo = inject(Apollo);
  private readonly command = inject(Command);
  private readonly dialog = inject(MatDialog);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly page = inject(Page);
  private readonly toasts = inject(Toasts);
  protected readonly session = inject(Session);
  private readonly all = signal<readonly UserFieldsFragment[] | null>(null);
  protected readonly failure = signal<string | null>(null);
  protected readonly loading = computed(() => this.all() === null);
  protected readonly people = computed(() => (this.all() ?? []).filter((u) => u.state !== 'REMOVED'));
  protected readonly idOf = (u: UserFieldsFragment): string => u.id;
  private readonly query = this.apollo.watchQuery({ query: UsersDocument, pollInterval: LOOK_MS, skipPollAttempt: () => document.hidden });

  protected readonly columns = computed<readonly Column[]>(() => [
    { id: 'who', title: this.i18n.text('field.name') },
    { id: 'role', title: this.i18n.text('team.role') },
    { id: 'sees', title: this.i18n.text('team.sees'), wide: true },
    { id: 'state', title: this.i18n.text('team.state'), wide: true },
    ...(this.session.can('team.manage')
      ? [{ id: 'do', title: this.i18n.text('team.actions'), quiet: true, align: 'end', width: '56px' } as const]
      : []),
  ]);

  constructor() {
    this.query.valueChanges.pipe(takeUntilDestroyed()).subscribe(({ data, dataState, error }) => {
      if (dataState === 'complete') {
        this.failure.set(null);
        this.all.set(data.users);
      } else if (error && this.loading()) this.failure.set(this.errors.of(error));
    });
  }

  protected again(): void {
    this.failure.set(null);
    this.query.refetch().catch((error: unknown) => this.failure.set(this.errors.of(error)));
  }

  protected entries(u: UserFieldsFragment): readonly MenuEntry[] {
    return [
      { id: 'role', text: this.i18n.text('team.changeRole'), icon: 'shield' },
      ...(u.state === 'INVITED' ? [{ id: 'link', text: this.i18n.text('team.newLink'), icon: 'link' }] : []),
      { id: 'remove', text: this.i18n.text(`team.${u.state === 'INVITED' ? 'withdraw' : 'remove'}.do`), icon: 'delete', danger: true },
    ];
  }

  protected act(u: UserFieldsFragment, action: string): void {
    if (action === 'role') void this.changeRole(u);
    else if (action === 'link') void this.invite(u);
    else void this.remove(u);
  }

  /** A new person, or a new link for who is invited already. */
  protected async invite(again: UserFieldsFragment | null = null): Promise<void> {
    const { InviteUser } = await import('./invite-user');
    const ref = this.dialog.open(InviteUser, { data: { again, members: this.people() }, width: '528px' });
    ref.afterClosed().subscribe(() => void this.query.refetch().catch(() => undefined));
  }

  private async changeRole(user: UserFieldsFragment): Promise<void> {
    const { ChangeRole } = await import('./change-role');
    const self = user.id === this.session.user()?.id;
    const ref = this.dialog.open<unknown, unknown, boolean>(ChangeRole, { data: { user, self }, width: '528px' });
    ref.afterClosed().subscribe((done) => {
      if (done && self) void this.session.refresh();
    });
  }

  private async remove(user: UserFieldsFragment): Promise<void> {
    const { Confirm } = await import('../../ui/confirm');
    const text = (key: string, params?: Record<string, unknown>) => this.i18n.text(key, params);
    const name = user.name || user.email;
    const self = user.id === this.session.user()?.id;
    const kind = self ? 'leave' : user.state === 'INVITED' ? 'withdraw' : 'remove';
    this.dialog.open(Confirm, {
      data: {
        title: text(`team.${kind}.ask`, { name }),
        text: text(`team.${kind}.text`),
        yes: text(`team.${kind}.do`),
        danger: true,
        run: async () => {
          const { why } = await this.command.run(RemoveUserDocument, { userId: user.id });
          if (why !== null) return why;
          if (self) this.page.restartAt('/');
          this.toasts.good(text(`team.${kind}.done`, { name }));
          await this.query.refetch().catch(() => undefined);
          return null;
        },
      },
    });
  }
}
