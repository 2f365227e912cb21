import { Component, DOCUMENT, ElementRef, computed, inject, input, output, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { TranslocoDirective } from '@jsverse/transloco';
import { Can } from '../../../core/can';
import { I18n } from '../../../core/i18n';
import { Now } from '../../../core/now';
import { Session } from '../../../core/session';
import { FormError } from '../../../ui/form-error';
import { Icon } from '../../../ui/icon';
import { Attachments } from '../data/attachments';
import type { Row } from '../data/conversation-rows';
import { Drafts, type Mode } from '../data/drafts';
import { InboxKeys } from '../data/inbox-keys';
import { Outbox } from '../data/outbox';
import { AttachmentTray } from './attachment-tray';
import { NOTE_MAX, TEXT_MAX, partsToSend } from './parts-to-send';
import { TemplateChoice } from './template-choice';
import { TypingNotice } from './typing-notice';
import { WindowNote } from './window-note';

/** The counter shows from so many characters before the limit. */
const COUNTED = 300;

/** Where an answer or a note is written. Locks itself to templates when the window closes; what was begun stays. */
@Component({
  selector: 'mia-composer',
  imports: [AttachmentTray, Can, FormError, Icon, MatButton, MatIconButton, MatTooltip, TranslocoDirective, WindowNote],
  templateUrl: './composer.html',
  styleUrl: './composer.scss',
})
export class Composer {
  private readonly attachments = inject(Attachments);
  private readonly choice = inject(TemplateChoice);
  private readonly drafts = inject(Drafts);
  private readonly i18n = inject(I18n);
  private readonly now = inject(Now);
  private readonly outbox = inject(Outbox);
  private readonly typing = inject(TypingNotice);
  private readonly session = inject(Session);
  private readonly touch = inject(DOCUMENT).defaultView?.matchMedia?.('(hover: none)').matches === true;
  private readonly box = viewChild<ElementRef<HTMLTextAreaElement>>('box');
  private readonly files = viewChild<ElementRef<HTMLInputElement>>('files');
  readonly row = input.required<Row>();
  readonly sent = output();
  protected readonly id = computed(() => this.row().id);
  protected readonly draft = computed(() => this.drafts.of(this.id()));
  protected readonly mode = computed<Mode>(() =>
    !this.session.can('conversations.reply') ? 'note' : !this.session.can('conversations.note') ? 'reply' : this.draft().mode,
  );
  protected readonly text = computed(() => (this.mode() === 'note' ? this.draft().note : this.draft().reply));
  protected readonly most = computed(() => (this.mode() === 'note' ? NOTE_MAX : TEXT_MAX));
  protected readonly room = computed(() => this.most() - this.text().trim().length);
  protected readonly counted = computed(() => this.room() < COUNTED);
  protected readonly windowOpen = computed(() => Date.parse(this.row().window.endsAt ?? '') > this.now.ms());
  /** Why nothing can be answered here at all. */
  protected readonly barred = computed(() =>
    this.mode() === 'note'
      ? null
      : this.row().contact.blocked
        ? 'blocked'
        : this.row().channel.state === 'DISCONNECTED'
          ? 'disconnected'
          : null,
  );
  protected readonly locked = computed(() => this.mode() === 'reply' && !this.windowOpen());
  protected readonly quoted = computed(() => {
    const quote = this.draft().quote;
    return quote && this.mode() === 'reply' ? quote.text || this.i18n.text(`kind.${quote.kind ?? 'TEXT'}`) : null;
  });
  protected readonly ready = computed(() => {
    if (this.room() < 0) return false;
    if (this.mode() === 'note') return this.text().trim() !== '';
    const files = this.draft().attachments;
    return files.every((f) => f.state === 'ready') && (files.length > 0 || this.text().trim() !== '');
  });

  constructor() {
    inject(InboxKeys)
      .pressed.pipe(takeUntilDestroyed())
      .subscribe((key) => {
        if (key === 'reply' || key === 'note') this.choose(key);
        else if (key === 'template') void this.template();
        else if (key === 'attach') this.files()?.nativeElement.click();
      });
  }

  protected choose(mode: Mode): void {
    this.drafts.change(this.id(), { mode, failure: null });
    // The box may only be there after this.
    setTimeout(() => this.box()?.nativeElement.focus());
  }

  protected typed(text: string): void {
    const note = this.mode() === 'note';
    this.drafts.change(this.id(), { [note ? 'note' : 'reply']: text, failure: null });
    if (!note && text.trim() !== '' && this.row().channel.state === 'ACTIVE') this.typing.typed(this.id());
  }

  protected key(e: KeyboardEvent): void {
    if (e.key === 'Escape') return this.box()?.nativeElement.blur();
    if (e.key !== 'Enter' || e.isComposing || e.shiftKey || e.altKey) return;
    if (this.touch && !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    this.send();
  }

  protected pasted(e: ClipboardEvent): void {
    const files = [...(e.clipboardData?.files ?? [])];
    if (files.length === 0 || this.mode() === 'note' || this.locked()) return;
    e.preventDefault();
    this.attach(files);
  }

  protected chosen(input: HTMLInputElement): void {
    this.attach([...(input.files ?? [])]);
    input.value = '';
  }

  /** Files from the chooser, the clipboard, or dropped on the thread. */
  attach(files: readonly File[]): void {
    if (files.length === 0 || this.locked() || this.barred()) return;
    this.drafts.change(this.id(), { mode: 'reply' });
    this.drafts.change(this.id(), { failure: this.attachments.add(this.id(), files) });
    this.box()?.nativeElement.focus();
  }

  protected dropQuote(): void {
    this.drafts.change(this.id(), { quote: null });
    this.box()?.nativeElement.focus();
  }

  protected send(): void {
    if (!this.ready() || this.barred() || this.locked()) return;
    const { quote, attachments } = this.draft();
    if (this.mode() === 'note') {
      const note = this.text().trim();
      this.outbox.send(this.id(), { note }, { kind: 'TEXT', text: note });
      this.drafts.change(this.id(), { note: '', failure: null });
    } else {
      const parts = partsToSend(this.text(), attachments, quote && { id: quote.id, words: this.quoted() ?? '' });
      for (const { send, preview } of parts) this.outbox.send(this.id(), { send }, preview);
      this.drafts.change(this.id(), { reply: '', quote: null, attachments: [], failure: null });
      this.typing.done();
    }
    this.sent.emit();
    this.box()?.nativeElement.focus();
  }

  protected async template(): Promise<void> {
    const { channel, contact } = this.row();
    const chosen = await this.choice.ask({ channelId: channel.id, name: contact.name });
    if (!chosen) return;
    this.outbox.send(this.id(), { send: { template: chosen.input } }, { kind: 'TEMPLATE', text: chosen.text });
    this.sent.emit();
  }
}
