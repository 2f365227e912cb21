import { Injectable, computed, inject, signal } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { newCommandId } from '../../../core/ids';
import { Live } from '../../../core/live';
import { Session } from '../../../core/session';
import { Ask } from './ask';
import { ConversationRows } from './conversation-rows';
import {
  DeleteLabelDocument,
  InboxChannelChangedDocument,
  InboxDirectoryDocument,
  SaveLabelDocument,
  type InboxDirectoryQuery,
} from './directory.gql';
import type { LabelFieldsFragment } from './rows.gql';

export type Label = LabelFieldsFragment;
export type Person = NonNullable<InboxDirectoryQuery['users']>[number];

/** Labels, people and channels of the company, for choices and names; read when the inbox is opened. */
@Injectable({ providedIn: 'root' })
export class Directory {
  private readonly apollo = inject(Apollo);
  private readonly ask = inject(Ask);
  private readonly live = inject(Live);
  private readonly rows = inject(ConversationRows);
  private readonly session = inject(Session);
  private readonly all = signal<InboxDirectoryQuery>({ labels: [] });
  readonly labels = computed<readonly Label[]>(() => [...this.all().labels].sort((a, b) => a.name.localeCompare(b.name)));
  /** Who a conversation can be given to: people who answer. */
  readonly people = computed<readonly Person[]>(() =>
    (this.all().users ?? []).filter((u) => u.state === 'ACTIVE' && u.role !== 'ANALYST').sort((a, b) => a.name.localeCompare(b.name)),
  );
  readonly channels = computed(() =>
    (this.all().channels ?? []).filter((c) => c.state !== 'DISCONNECTED').sort((a, b) => a.name.localeCompare(b.name)),
  );

  /** Channels as they change, until the returned function is called. */
  watch(): () => void {
    if (!this.session.can('channels.read')) return () => undefined;
    const watching = this.apollo.subscribe({ query: InboxChannelChangedDocument, fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data }) => {
        if (!data) return;
        const { phoneNumber, ...channel } = data.channelChanged;
        const { id, name, state } = channel;
        this.rows.channel(channel);
        this.all.update((a) => ({ ...a, channels: [...(a.channels ?? []).filter((c) => c.id !== id), { id, name, phoneNumber, state }] }));
      },
      error: () => undefined,
    });
    watching.add(this.live.reconnected.subscribe(() => void this.load()));
    return () => watching.unsubscribe();
  }

  async load(): Promise<void> {
    const variables = { team: this.session.can('team.read'), channels: this.session.can('channels.read') };
    try {
      const { data } = await firstValueFrom(this.apollo.query({ query: InboxDirectoryDocument, variables, fetchPolicy: 'no-cache' }));
      if (data) this.all.set(data);
    } catch {
      // Menus then offer what is known; the next opening of the inbox reads again.
    }
  }

  personName(id: string): string | null {
    return (this.all().users ?? []).find((u) => u.id === id)?.name ?? null;
  }

  label(id: string): Label | null {
    return this.all().labels.find((l) => l.id === id) ?? null;
  }

  /** A new label, or a changed one. */
  async saveLabel(label: { readonly id?: string; readonly name: string; readonly color: string }) {
    const input = {
      commandId: newCommandId(),
      name: label.name,
      color: label.color,
      ...(label.id === undefined ? {} : { labelId: label.id }),
    };
    const answer = await this.ask.for(SaveLabelDocument, { input }, (d) => d.saveLabel);
    const saved = answer.done ? answer.data.label : null;
    if (saved) this.all.update((a) => ({ ...a, labels: [...a.labels.filter((l) => l.id !== saved.id), saved] }));
    return answer;
  }

  async deleteLabel(id: string) {
    const answer = await this.ask.for(DeleteLabelDocument, { input: { commandId: newCommandId(), labelId: id } }, (d) => d.deleteLabel);
    if (answer.done) this.all.update((a) => ({ ...a, labels: a.labels.filter((l) => l.id !== id) }));
    return answer;
  }
}
