/** One answered API call. */
export interface ApiCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Epoch milliseconds at arrival. */
  readonly at: number;
  readonly status: number;
  /** AWS's error code where the answer was an error. */
  readonly error?: string;
}

/** The last calls in full and counts of all, in bounded memory: what tests and benchmarks assert on. */
export class CallRecord {
  private readonly counts = new Map<string, number>();
  private readonly recent: ApiCall[] = [];

  constructor(private readonly keep = 10_000) {}

  add(call: ApiCall): void {
    const key = `${call.service}:${call.operation}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    this.recent.push(call);
    // Trimmed in halves, so that a long-lived cloud pays for it once in thousands of calls.
    if (this.recent.length > this.keep) this.recent.splice(0, this.keep / 2);
  }

  /** Calls of one operation since the start, e.g. `count('ecs', 'RunTask')`. */
  count(service: string, operation: string): number {
    return this.counts.get(`${service}:${operation}`) ?? 0;
  }

  /** The latest calls, oldest first. */
  calls(): readonly ApiCall[] {
    return this.recent;
  }
}
