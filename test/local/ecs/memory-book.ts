import { type Json, type StateBook } from '../../../local/state/state-book.js';

/** A state book in memory: what a cloud on the same folder would find. */
export class MemoryBook implements StateBook {
  private readonly kinds = new Map<string, Map<string, () => Json>>();

  all(kind: string): ReadonlyMap<string, Json> {
    const records = this.kinds.get(kind) ?? new Map<string, () => Json>();
    // As written and read again: no object is shared with who noted it.
    return new Map(
      [...records].map(([key, snapshot]) => [key, JSON.parse(JSON.stringify(snapshot())) as Json]),
    );
  }

  note(kind: string, key: string, snapshot: () => Json): void {
    const records = this.kinds.get(kind) ?? new Map<string, () => Json>();
    this.kinds.set(kind, records.set(key, snapshot));
  }

  drop(kind: string, key: string): void {
    this.kinds.get(kind)?.delete(key);
  }

  size(kind: string): number {
    return this.kinds.get(kind)?.size ?? 0;
  }
}
