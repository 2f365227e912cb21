import {
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  afterRenderEffect,
  computed,
  effect,
  inject,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { TranslocoDirective } from '@jsverse/transloco';
import { Format } from '../../../core/format';
import { DaySeparator } from '../../../ui/day-separator';
import { Icon } from '../../../ui/icon';
import type { Unread } from '../data/lines';
import { Outbox } from '../data/outbox';
import { readUpTo } from '../data/read-up-to';
import { Reading } from '../data/reading';
import { ThreadStore } from '../data/thread-store';
import { ActivityText } from './activity-text';
import { blocksOf } from './blocks';
import { MessageLine } from './message-line';
import { PendingLine } from './pending-line';
import { ScrollPlace } from './scroll-place';

/** Older or newer lines are asked for so near to their end, pixels. */
const AHEAD = 600;
const MARKED_MS = 2_400;

/** The lines of the open thread, and one's place in them. */
@Component({
  selector: 'mia-thread-view',
  imports: [ActivityText, DaySeparator, Icon, MessageLine, PendingLine, TranslocoDirective],
  host: { '(window:focus)': 'read()', '(document:visibilitychange)': 'read()' },
  templateUrl: './thread-view.html',
  styleUrl: './thread-view.scss',
})
export class ThreadView {
  protected readonly store = inject(ThreadStore);
  private readonly outbox = inject(Outbox);
  private readonly reading = inject(Reading);
  protected readonly format = inject(Format);
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly content = viewChild.required<ElementRef<HTMLElement>>('content');
  private place: ScrollPlace | null = null;
  protected readonly atEnd = signal(true);
  /** New messages below, while one looks further up. */
  protected readonly below = signal(0);
  protected readonly marked = signal<string | null>(null);
  protected readonly announced = signal<string | null>(null);
  private readonly unread = signal<Unread | null>(null);
  protected readonly pending = computed(() => this.outbox.of(this.store.id() ?? ''));
  protected readonly blocks = computed(() => blocksOf(this.store.lines(), this.store.newer() ? [] : this.pending(), this.unread()));
  private opened = false;
  /** One's first place is found: what is on the screen from now on has been seen. */
  private began = false;
  /** Everything unread above the screen has been on it: one came from the first of them. */
  private passed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const destroy = inject(DestroyRef);
    afterNextRender(() => {
      this.place = this.newPlace();
      const sizes = new ResizeObserver(() => this.settle());
      sizes.observe(this.content().nativeElement);
      sizes.observe(this.scroller().nativeElement);
      destroy.onDestroy(() => sizes.disconnect());
      this.open();
      const target = this.store.target();
      if (target) this.show(target.id);
    });
    destroy.onDestroy(() => clearTimeout(this.timer));
    afterRenderEffect({
      write: () => {
        this.blocks();
        this.store.entry();
        untracked(() => this.settle());
      },
    });
    afterRenderEffect({
      write: () => {
        const target = this.store.target();
        if (target) untracked(() => this.show(target.id));
      },
    });
    effect(() => {
      this.store.id();
      untracked(() => this.reset());
    });
    // One's own new message brings one to the end.
    effect(() => {
      const { length } = this.pending();
      if (length > 0) untracked(() => this.place?.toEnd());
    });
    this.store.arrived.pipe(takeUntilDestroyed()).subscribe((line) => {
      if (line.type !== 'MESSAGE' || line.direction !== 'IN') return;
      this.announced.set(line.text ?? '');
      if (!this.atEnd()) this.below.update((n) => n + 1);
    });
  }

  /** Another conversation may come while this stays on the screen. */
  private reset(): void {
    this.opened = false;
    this.began = false;
    this.passed = false;
    this.unread.set(null);
    this.below.set(0);
    this.announced.set(null);
    if (this.place) this.place = this.newPlace();
  }

  private newPlace(): ScrollPlace {
    return new ScrollPlace(this.scroller().nativeElement, () => !this.store.newer());
  }

  /** At first: the oldest unread message, or the end. */
  private open(): void {
    const entry = this.store.entry();
    if (this.opened || !this.place || entry?.conversationId !== this.store.id() || this.store.lines().length === 0) return;
    this.opened = true;
    this.unread.set(entry?.unread ?? null);
    if (!entry?.unread || this.store.target()) return this.begin();
    // The line that announces them is drawn with the next rendering.
    setTimeout(() => {
      if (this.store.entry() !== entry) return;
      this.passed = this.place?.show(this.scroller().nativeElement.querySelector('[data-unread]'), 0.2) ?? false;
      this.begin();
    });
  }

  private begin(): void {
    this.began = true;
    this.settle();
  }

  private settle(): void {
    if (!this.place) return;
    this.open();
    this.place.restore();
    this.place.note();
    this.atEnd.set(this.place.atEnd);
    this.fill();
    this.read();
  }

  protected scrolled(): void {
    if (!this.place) return;
    this.place.note();
    this.atEnd.set(this.place.atEnd);
    if (this.place.atEnd) this.below.set(0);
    this.fill();
    this.read();
  }

  /** Reads on before one gets to an end of what is loaded. */
  private fill(): void {
    if (!this.place || !this.began) return;
    const { scrollTop, scrollHeight, clientHeight } = this.place.scroller;
    if (scrollTop < AHEAD) void this.store.loadOlder();
    if (scrollHeight - scrollTop - clientHeight < AHEAD) void this.store.loadNewer();
  }

  /** What has been on the screen is read; for who came from elsewhere than the first unread line, once they reach the end. */
  protected read(): void {
    const id = this.store.id();
    const last = this.place?.lastSeen();
    if (!this.began || !id || !last || !this.reading.looking || !(this.passed || this.place?.atEnd)) return;
    const upTo = readUpTo(this.store.lines(), last);
    if (upTo !== null) this.reading.saw(id, upTo);
  }

  protected async toEnd(): Promise<void> {
    const far = this.store.newer();
    await this.store.toNewest();
    this.below.set(0);
    this.place?.toEnd(!far);
  }

  private show(id: string): void {
    const line = this.place?.find(id);
    if (!line || !this.place?.show(line, 0.3)) return;
    this.passed = false;
    this.atEnd.set(this.place.atEnd);
    this.marked.set(id);
    line.focus({ preventScroll: true });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.marked.set(null), MARKED_MS);
  }
}
