import { Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { Live } from '../../../core/live';
import { Session } from '../../../core/session';
import { EmptyState } from '../../../ui/empty-state';
import { ErrorState } from '../../../ui/error-state';
import { Icon } from '../../../ui/icon';
import { Skeleton } from '../../../ui/skeleton';
import { Composer } from '../composer/composer';
import { ThreadStore } from '../data/thread-store';
import { ThreadHead } from './thread-head';
import { ThreadView } from './thread-view';

/** The middle pane: head, what must be known, the thread, the composer. Files can be dropped anywhere on it. */
@Component({
  selector: 'mia-thread-pane',
  imports: [Composer, EmptyState, ErrorState, Icon, RouterLink, Skeleton, ThreadHead, ThreadView, TranslocoDirective],
  host: {
    '(dragover)': 'over($event)',
    '(dragleave)': 'left($event)',
    '(drop)': 'dropped($event)',
  },
  template: `<ng-container *transloco="let t">
    @if (store.row(); as row) {
      <h1 class="title">{{ row.contact.name }}</h1>
      <mia-thread-head [row]="row" [panel]="panel()" [back]="back()" (togglePanel)="togglePanel.emit()" />
      @if (row.channel.state === 'SUSPENDED') {
        <p class="notice warn" role="status">
          <mia-icon name="warning" [size]="18" />
          <span>{{ t('thread.suspended', { channel: row.channel.name }) }} {{ row.channel.suspension }}</span>
          @if (session.can('channels.manage')) {
            <a [routerLink]="['/settings/channels', row.channel.id]">{{ t('thread.repair') }}</a>
          }
        </p>
      }
      @if (row.state === 'SNOOZED' && row.snoozedUntil) {
        <p class="notice" role="status">
          <mia-icon name="schedule_snooze" [size]="18" />{{ t('thread.snoozedUntil', { when: format.moment(row.snoozedUntil) }) }}
        </p>
      }
    }
    @switch (store.state()) {
      @case ('loading') {
        <div class="fill"><mia-skeleton shape="bubbles" [count]="6" /></div>
      }
      @case ('failed') {
        <div class="fill"><mia-error-state [text]="store.error()" (again)="store.retry()" /></div>
      }
      @case ('missing') {
        <mia-empty-state class="fill" icon="inbox" [title]="t('thread.missing')" [text]="t('thread.missingText')">
          <a [routerLink]="back()" [queryParams]="{ m: null }" queryParamsHandling="merge">{{ t('thread.back') }}</a>
        </mia-empty-state>
      }
      @case ('ready') {
        <mia-thread-view />
        @if (store.row(); as row) {
          @if (may()) {
            @if (away()) {
              <p class="notice warn" role="status"><mia-icon name="wifi_off" [size]="18" />{{ t('thread.offline') }}</p>
            }
            <mia-composer [row]="row" (sent)="wrote()" />
          }
        }
      }
      @default {
        <mia-empty-state class="fill" icon="chat" [title]="t('thread.none')" [text]="t('thread.noneText')" />
      }
    }
    @if (dropping()) {
      <div class="drop" aria-hidden="true"><mia-icon name="attach_file" [size]="30" />{{ t('composer.drop') }}</div>
    }
  </ng-container>`,
  styles: `
    :host {
      position: relative;
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
      background: var(--mia-canvas);
      container: thread / inline-size;
    }
    /* On a phone the list, and its heading, are away: the thread has its own for screen readers. */
    .title {
      display: none;
    }
    @media (max-width: 760px) {
      .title {
        position: absolute;
        display: block;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
    .fill {
      flex: 1;
      min-height: 0;
      overflow: hidden;
    }
    mia-empty-state.fill {
      display: grid;
    }
    .notice {
      display: flex;
      align-items: flex-start;
      gap: 8px;
      padding: 8px 18px;
      border-bottom: 1px solid var(--mia-line);
      background: var(--mia-info-soft);
      color: var(--mia-info);
      font-size: 13px;
      line-height: 1.4;
      a {
        color: inherit;
        font-weight: 620;
        white-space: nowrap;
      }
    }
    .warn {
      background: var(--mia-warn-soft);
      color: var(--mia-warn);
    }
    .drop {
      position: absolute;
      inset: 10px;
      z-index: 5;
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 10px;
      border: 2px dashed var(--mia-accent);
      border-radius: 18px;
      background: color-mix(in srgb, var(--mia-panel) 92%, transparent);
      color: var(--mia-accent);
      font-weight: 600;
      pointer-events: none;
    }
  `,
})
export class ThreadPane {
  protected readonly store = inject(ThreadStore);
  protected readonly session = inject(Session);
  protected readonly format = inject(Format);
  private readonly live = inject(Live);
  private readonly composer = viewChild(Composer);
  readonly panel = input.required<boolean>();
  /** Address of the list. */
  readonly back = input.required<string>();
  readonly togglePanel = output();
  protected readonly dropping = signal(false);
  protected readonly may = computed(() => this.session.can('conversations.reply') || this.session.can('conversations.note'));
  protected readonly away = computed(() => this.live.state() === 'offline');

  protected wrote(): void {
    void this.store.toNewest();
  }

  protected over(e: DragEvent): void {
    if (!e.dataTransfer?.types.includes('Files') || !this.composer()) return;
    e.preventDefault();
    this.dropping.set(true);
  }
  protected left(e: DragEvent): void {
    if (!(e.currentTarget as Node).contains(e.relatedTarget as Node | null)) this.dropping.set(false);
  }
  protected dropped(e: DragEvent): void {
    this.dropping.set(false);
    const files = [...(e.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    e.preventDefault();
    this.composer()?.attach(files);
  }
}
