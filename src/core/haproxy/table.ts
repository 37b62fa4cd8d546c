import type { Entry } from './keyword';

/** Entries by name. Names of two words are found by both: `timeout connect`. */
export class Table<T, E extends Entry<T> = Entry<T>> {
  private readonly entries = new Map<string, E>();
  private readonly seconds = new Map<string, string[]>();

  constructor(...groups: readonly (readonly E[])[]) {
    for (const entry of groups.flat()) this.add(entry);
  }

  /** Every name, those of two words whole. */
  get names(): IterableIterator<string> {
    return this.entries.keys();
  }

  get(name: string): E | undefined {
    return this.entries.get(name);
  }

  /** The words that may follow a first word; undefined for one that stands alone. */
  secondsOf(first: string): readonly string[] | undefined {
    return this.seconds.get(first);
  }

  /** The words that an entry may start with. */
  get firsts(): Set<string> {
    return new Set([...this.names].map((name) => name.split(' ')[0] ?? name));
  }

  private add(entry: E): void {
    if (this.entries.has(entry.name)) throw new RangeError(`“${entry.name}” is declared twice`);
    this.entries.set(entry.name, entry);
    const [first = '', second] = entry.name.split(' ');
    if (second !== undefined) this.seconds.set(first, [...(this.seconds.get(first) ?? []), second]);
  }
}
