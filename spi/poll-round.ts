import type { BatchContext } from './batch-context.js';

/** Asks the backend about many tasks in one call. Ids it has no news of are simply absent from the answer. */
export type FetchSnapshots<S> = (ids: readonly string[]) => Promise<ReadonlyMap<string, S>>;

/** The {@link BatchContext} of one part of a round: collects ids, fetches them, hands out the answers. */
export class PollRound<S> implements BatchContext<S> {
  private readonly ids = new Set<string>();
  private readonly snapshots = new Map<string, S>();

  /** Ids collected. */
  get size(): number {
    return this.ids.size;
  }

  collect(id: string): void {
    this.ids.add(id);
  }

  get(id: string): S | undefined {
    return this.snapshots.get(id);
  }

  /**
   * Fetches every collected id, at most `batchSize` a call, one call after the other. A failing call costs
   * the news of its own ids only.
   * @returns the errors of the calls that failed.
   */
  async load(fetch: FetchSnapshots<S>, batchSize: number): Promise<readonly unknown[]> {
    const errors: unknown[] = [];
    const ids = [...this.ids];
    for (let start = 0; start < ids.length; start += batchSize) {
      try {
        for (const [id, snapshot] of await fetch(ids.slice(start, start + batchSize))) {
          this.snapshots.set(id, snapshot);
        }
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
