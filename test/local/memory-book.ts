import type { Json, StateBook } from '../../local/state/state-book.js';

/** A state book in memory: what a service noted is read back by the next one, through JSON as on disk. */
export class MemoryBook implements StateBook {
  private readonly living = new Map<string, Map<string, () => Json>>();

  constructor(private readonly found: ReadonlyMap<string, ReadonlyMap<string, Json>> = new Map()) {
    for (const [kind, records] of found) {
      this.living.set(kind, new Map([...records].map(([key, value]) => [key, () => value])));
    }
  }

  all(kind: string): ReadonlyMap<string, Json> {
    return this.found.get(kind) ?? new Map<string, Json>();
  }

  note(kind: string, key: string, snapshot: () => Json): void {
    this.living.set(kind, (this.living.get(kind) ?? new Map<string, () => Json>()).set(key, snapshot));
  }

  drop(kind: string, key: string): void {
    this.living.get(kind)?.delete(key);
  }

  /** How many records there are of a kind. */
  count(kind: string): number {
    return this.living.get(kind)?.size ?? 0;
  }

  /** The book as the next start finds it. */
  reopened(): MemoryBook {
    return new MemoryBook(
      new Map(
        [...this.living].map(([kind, records]) => [
          kind,
          new Map(
            [...records].map(([key, snapshot]) => [key, JSON.parse(JSON.stringify(snapshot())) as Json]),
          ),
        ]),
      ),
    );
  }
}
