/** So near to the end counts as being there. */
const NEAR = 48;

/** Keeps one's place in a scrolling thread while lines come and go above and below: at the end it stays at the end, elsewhere the first line on the screen stays where it is. The browser's own anchoring must be off. */
export class ScrollPlace {
  private pinned = true;
  private anchor: { readonly id: string; readonly top: number } | null = null;

  constructor(
    readonly scroller: HTMLElement,
    /** Whether the end of the loaded lines is the end of the thread. */
    private readonly complete: () => boolean,
  ) {}

  get atEnd(): boolean {
    return this.pinned;
  }

  /** Remembers where one is; after every scroll. */
  note(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    this.pinned = this.complete() && scrollHeight - scrollTop - clientHeight < NEAR;
    const top = this.scroller.getBoundingClientRect().top;
    const first = this.lines().find((el) => el.getBoundingClientRect().bottom > top);
    this.anchor = first?.dataset['line'] ? { id: first.dataset['line'], top: first.getBoundingClientRect().top - top } : null;
  }

  /** Goes back there; after every change of the lines or of their sizes. */
  restore(): void {
    if (this.pinned && this.complete()) return void (this.scroller.scrollTop = this.scroller.scrollHeight);
    const { anchor } = this;
    const line = anchor && this.find(anchor.id);
    if (!line) return;
    const moved = line.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) >= 1) this.scroller.scrollTop += moved;
  }

  /** To the end, and stays there. */
  toEnd(smooth = false): void {
    this.pinned = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }

  /** Puts a line at that part of the height; false when it is not there. */
  show(element: HTMLElement | null, part: number): boolean {
    if (!element) return false;
    this.pinned = false;
    const offset = element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    this.scroller.scrollTop += offset - this.scroller.clientHeight * part;
    this.note();
    return true;
  }

  find(id: string): HTMLElement | null {
    return this.lines().find((el) => el.dataset['line'] === id) ?? null;
  }

  /** The last line of which at least a bit is on the screen. */
  lastSeen(): string | null {
    const bottom = this.scroller.getBoundingClientRect().bottom;
    return this.lines().findLast((el) => el.getBoundingClientRect().top < bottom - 8)?.dataset['line'] ?? null;
  }

  private lines(): readonly HTMLElement[] {
    return [...this.scroller.querySelectorAll<HTMLElement>('[data-line]')];
  }
}
