import { Component, DestroyRef, ElementRef, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../core/can';
import { Session } from '../../core/session';
import { Shortcuts } from '../../core/shortcuts';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { ContactPages } from './contact-pages';
import { ContactRows } from './contact-rows';

/** A pause in typing after which the list is asked. */
const PAUSE_MS = 250;

/** Everybody the company talks to: searched, narrowed to the blocked, paged as one scrolls. */
@Component({
  selector: 'mia-contact-list',
  imports: [Can, ContactRows, EmptyState, ErrorState, Icon, MatButton, Skeleton, TranslocoDirective],
  providers: [ContactPages],
  templateUrl: './contact-list.html',
  styleUrl: './contact-list.scss',
})
export default class ContactList {
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly session = inject(Session);
  private readonly box = viewChild<ElementRef<HTMLInputElement>>('box');
  protected readonly pages = inject(ContactPages);
  /** From the address, so that going back from a contact shows the same list. */
  readonly q = input<string>();
  readonly blocked = input<string>();
  protected readonly typed = signal('');
  protected readonly onlyBlocked = computed(() => this.blocked() === '1');
  protected readonly search = computed(() => this.q()?.trim() ?? '');
  protected readonly narrowed = computed(() => this.search() !== '' || this.onlyBlocked());
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const destroy = inject(DestroyRef);
    destroy.onDestroy(() => clearTimeout(this.pause));
    inject(Shortcuts).add(
      [
        { keys: '/', label: 'contacts.keys.search', group: 'title.contacts', run: () => this.box()?.nativeElement.focus() },
        { keys: 'c', label: 'contacts.keys.create', group: 'title.contacts', run: () => void this.create() },
      ],
      destroy,
    );
    effect(() => {
      const search = this.search();
      this.pages.show(search, this.onlyBlocked());
      if (search !== untracked(this.typed).trim()) this.typed.set(search);
    });
  }

  protected type(text: string): void {
    this.typed.set(text);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.go({ q: text.trim() || null }), PAUSE_MS);
  }
  protected clear(): void {
    clearTimeout(this.pause);
    this.typed.set('');
    this.go({ q: null, blocked: null });
    this.box()?.nativeElement.focus();
  }
  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async create(): Promise<void> {
    if (!this.session.can('contacts.write')) return;
    const { CreateContact } = await import('./create-contact');
    this.dialog.open(CreateContact);
  }
}
