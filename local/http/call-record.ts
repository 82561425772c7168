import type { RecordedFault } from './call-fault.js';

/** One answered API call. */
export interface ApiCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** Epoch milliseconds at arrival. */
  readonly at: number;
  /** HTTP status the call was answered with, whether or not it arrived; 0 where nobody answered. */
  readonly status: number;
  /** AWS's error code where the answer was an error. */
  readonly error?: string;
  /** What a scripted fault did to the call. */
  readonly fault?: RecordedFault;
}

/** Operations counted each by its name; AWS's services here have a few hundred. */
const mostNames = 2000;

/** The last calls in full and counts of all, in bounded memory: what tests and benchmarks assert on. */
export interface ApiCalls {
  /** Calls that a scripted fault struck. */
  readonly faults: number;
  /** The latest calls, oldest first. */
  calls(): readonly ApiCall[];
  /** Calls of one operation since the start or the last reset, e.g. `count('ecs', 'RunTask')`. */
  count(service: string, operation: string): number;
  /** All counts, by `service:operation`. */
  counts(): ReadonlyMap<string, number>;
  /** Forgets every call. A list that `calls` gave before stays as it was. */
  reset(): void;
}

/** Counts calls as they are answered. */
export class CallRecord implements ApiCalls {
  private readonly counters = new Map<string, number>();
  private recent: ApiCall[] = [];
  private struck = 0;

  /** @param keep how many calls are kept in full at most */
  constructor(private readonly keep = 10_000) {}

  add(call: ApiCall): void {
    const key = this.keyOf(call);
    this.counters.set(key, (this.counters.get(key) ?? 0) + 1);
    if (call.fault !== undefined) this.struck++;
    this.recent.push(call);
    // Trimmed in halves, so that a long-lived cloud pays for it once in thousands of calls.
    if (this.recent.length > this.keep) this.recent.splice(0, this.keep / 2);
  }

  count(service: string, operation: string): number {
    return this.counters.get(`${service}:${operation}`) ?? 0;
  }

  counts(): ReadonlyMap<string, number> {
    return this.counters;
  }

  get faults(): number {
    return this.struck;
  }

  calls(): readonly ApiCall[] {
    return this.recent;
  }

  reset(): void {
    this.counters.clear();
    this.recent = [];
    this.struck = 0;
  }

  /** A struck call is recorded by the name its client gave it: past a bound, new names share one counter. */
  private keyOf({ service, operation }: ApiCall): string {
    const key = `${service}:${operation}`;
    return this.counters.has(key) || this.counters.size < mostNames ? key : `${service}:Unknown`;
  }
}
