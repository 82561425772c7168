import type { Json, StateBook } from '../../local/state/state-book.js';

/** Counts what the services would keep: by kind, the records that live. */
export class CountingBook implements StateBook {
  private readonly records = new Map<string, Set<string>>();

  all(): ReadonlyMap<string, Json> {
    return new Map();
  }

  note(kind: string, key: string): void {
    const keys = this.records.get(kind) ?? new Set<string>();
    this.records.set(kind, keys.add(key));
  }

  drop(kind: string, key: string): void {
    this.records.get(kind)?.delete(key);
  }

  /** How many records of all kinds with this beginning live. */
  count(kind: string): number {
    return [...this.records]
      .filter(([name]) => name.startsWith(kind))
      .reduce((sum, [, keys]) => sum + keys.size, 0);
  }
}
