/** Browsers lose precision in taller elements, and then refuse them. */
const TALLEST = 8_000_000;

/**
 * Scrolls through any number of rows of one height. Where it stands is a position among the rows, not a pixel: rows
 * that come or go do not move what is in sight, and more rows than pixels can be scrolled through.
 */
export class Scroller {
  /** Position of what is at the upper edge; fractions are parts of a row. */
  top = 0;
  /** Whether it stays at the end when more comes. */
  follows = true;
  /** Of the box, in pixels. */
  height = 0;
  box: HTMLElement | undefined;
  spacer: HTMLElement | undefined;
  private first = 0;
  private end = 0;
  /** Where the scroll bar was put or seen last. */
  private bar = 0;

  constructor(private readonly rowHeight: number) {}

  /** The rows now go from position `first` to before `end`. */
  resize(first: number, end: number): void {
    this.first = first;
    this.end = end;
    if (this.spacer) this.spacer.style.height = `${this.tall}px`;
    this.put(this.follows ? this.bottom : this.top);
  }

  /** The box was scrolled, by the person or by us. */
  scrolled(): void {
    // A box that grew is scrolled by the browser before anyone is told of its new height.
    this.height = this.box?.clientHeight ?? this.height;
    const bar = this.box?.scrollTop ?? 0;
    if (Math.abs(bar - this.bar) < 1) return;
    const moved = bar - this.bar;
    const isJump = Math.abs(moved) > 2 * this.height;
    if (this.isScaled && !isJump) this.top += moved / this.rowHeight;
    else this.top = this.first + (bar / Math.max(1, this.tall - this.height)) * (this.bottom - this.first);
    this.top = Math.min(Math.max(this.top, this.first), this.bottom);
    this.bar = bar;
    this.follows = this.top >= this.bottom - 0.5;
  }

  /** Brings a row into sight, in the middle when it is out of it. Returns whether that moved anything. */
  reveal(position: number): boolean {
    const rows = this.height / this.rowHeight;
    if (position >= this.top && position + 1 <= this.top + rows) return false;
    const near = position >= this.top - 1 && position <= this.top + rows + 1;
    const wanted = near ? (position < this.top ? position : position + 1 - rows) : position - rows / 2;
    this.put(wanted);
    this.follows = this.top >= this.bottom - 0.5;
    return true;
  }

  private put(top: number): void {
    this.top = Math.min(Math.max(top, this.first), this.bottom);
    const share = (this.top - this.first) / Math.max(1e-9, this.bottom - this.first);
    const bar = Math.round(share * Math.max(0, this.tall - this.height));
    if (this.box && Math.abs(this.box.scrollTop - bar) >= 1) this.box.scrollTop = bar;
    this.bar = this.box?.scrollTop ?? bar;
  }

  /** The position at the upper edge when the last row is at the lower one. */
  private get bottom(): number {
    return Math.max(this.first, this.end - this.height / this.rowHeight);
  }

  private get tall(): number {
    return Math.min(TALLEST, (this.end - this.first) * this.rowHeight);
  }

  private get isScaled(): boolean {
    return (this.end - this.first) * this.rowHeight > TALLEST;
  }
}
