import { Component, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Apollo } from 'apollo-angular';
import { Command } from '../../core/command';
import { ErrorText } from '../../core/error-text';
import { Format } from '../../core/format';
import { I18n } from '../../core/i18n';
import { Toasts } from '../../core/toasts';
import { Chip } from '../../ui/chip';
import { Cell, DataTable, type Column } from '../../ui/data-table';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { ApiKeysDocument, RevokeApiKeyDocument, type ApiKeyFieldsFragment } from './api-keys.gql';

/** Keys for programs: what each may do, made and revoked here. */
@Component({
  selector: 'mia-api-keys',
  imports: [Cell, Chip, DataTable, EmptyState, ErrorState, Icon, MatButton, TranslocoDirective],
  templateUrl: './api-keys.html',
  styleUrl: './api-keys.scss',
})
export default class ApiKeys {
  private readonly apollo = inject(Apollo);
  private readonly command = inject(Command);
  private readonly dialog = inject(MatDialog);
  private readonly errors = inject(ErrorText);
  private readonly i18n = inject(I18n);
  private readonly toasts = inject(Toasts);
  protected readonly format = inject(Format);
  private readonly all = signal<readonly ApiKeyFieldsFragment[] | null>(null);
  protected readonly failure = signal<string | null>(null);
  protected readonly loading = computed(() => this.all() === null);
  /** Those that work first. */
  protected readonly keys = computed(() =>
    [...(this.all() ?? [])].sort((a, b) => Number(a.revokedAt != null) - Number(b.revokedAt != null)),
  );
  protected readonly idOf = (k: ApiKeyFieldsFragment): string => k.id;
  private readonly query = this.apollo.watchQuery({ query: ApiKeysDocument });

  protected readonly columns = computed<readonly Column[]>(() => [
    { id: 'name', title: this.i18n.text('field.name') },
    { id: 'scopes', title: this.i18n.text('apiKeys.scopes') },
    { id: 'since', title: this.i18n.text('apiKeys.since'), wide: true },
    { id: 'do', title: this.i18n.text('team.actions'), quiet: true, align: 'end' },
  ]);

  constructor() {
    this.query.valueChanges.pipe(takeUntilDestroyed()).subscribe(({ data, dataState, error }) => {
      if (dataState === 'complete') {
        this.failure.set(null);
        this.all.set(data.apiKeys);
      } else if (error && this.loading()) this.failure.set(this.errors.of(error));
    });
  }

  protected again(): void {
    this.failure.set(null);
    this.query.refetch().catch((error: unknown) => this.failure.set(this.errors.of(error)));
  }

  protected async create(): Promise<void> {
    const { CreateApiKey } = await import('./create-api-key');
    const ref = this.dialog.open(CreateApiKey, { width: '528px' });
    ref.afterClosed().subscribe(() => void this.query.refetch().catch(() => undefined));
  }

  protected async revoke(key: ApiKeyFieldsFragment): Promise<void> {
    const { Confirm } = await import('../../ui/confirm');
    const text = (name: string, params?: Record<string, unknown>) => this.i18n.text(name, params);
    this.dialog.open(Confirm, {
      data: {
        title: text('apiKeys.revokeAsk', { name: key.name }),
        text: text('apiKeys.revokeText'),
        yes: text('apiKeys.revoke'),
        danger: true,
        run: async () => {
          const { why } = await this.command.run(RevokeApiKeyDocument, { apiKeyId: key.id });
          if (why === null) this.toasts.good(text('apiKeys.nowRevoked', { name: key.name }));
          return why;
        },
      },
    });
  }
}
