/** A value that JSON can hold. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json | undefined };

/**
 * What a service wants to find again after the cloud has been closed and started on the same data folder:
 * records by kind and key. A part reads `all` of its kinds once, when it is made, and notes changes as they happen.
 */
export interface StateBook {
  /** The records of a kind, in the order of their first note: asked at a start, those that were kept. */
  all(kind: string): ReadonlyMap<string, Json>;
  /**
   * Marks a record as changed. `snapshot` is called when the record is written, soon and at most once for many
   * notes of one record, so noting is cheap and may be done at every change.
   */
  note(kind: string, key: string, snapshot: () => Json): void;
  /** Forgets a record. */
  drop(kind: string, key: string): void;
}

/** Keeps nothing: for tests and for clouds that are to begin anew. */
export const noState: StateBook = {
  all: () => new Map(),
  note: () => undefined,
  drop: () => undefined,
};
