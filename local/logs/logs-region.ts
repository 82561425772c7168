import { type StateBook } from '../state/state-book.js';
import { LogBook, keptGroups } from './log-book.js';
import { type LogGroup } from './log-group.js';
import { type LogBounds, LogStore } from './log-store.js';
import { LogsThrottle } from './logs-throttle.js';
import { type PagingHabits } from './paging-habits.js';

/** What CloudWatch Logs is in one region. */
export interface LogsRegion {
  readonly store: LogStore;
  /** Absent where nothing is throttled. */
  readonly throttle?: LogsThrottle;
  readonly habits: PagingHabits;
  readonly now: () => number;
}

export interface LogsRegionDeps {
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly bounds: LogBounds;
  readonly state: StateBook;
  readonly throttled: boolean;
  readonly habits: PagingHabits;
  readonly ingestionDelay: number;
}

/** Regions without a group that are remembered at once: a client can make up any number of names. */
const mostEmpty = 100;

/** The regions of an account; those with groups kept from an earlier start are there at once. */
export function logsRegions(deps: LogsRegionDeps): (region: string) => LogsRegion {
  const regions = new Map<string, LogsRegion>();
  const add = (region: string, kept: readonly LogGroup[]): LogsRegion => {
    const created = regionOf(region, kept, deps);
    regions.set(region, created);
    return created;
  };
  for (const [region, groups] of keptGroups(deps.state, deps.bounds.stream, deps.log)) add(region, groups);
  return (region) => {
    const known = regions.get(region);
    if (known !== undefined) return known;
    if (regions.size >= mostEmpty) {
      for (const [name, { store }] of regions) if (store.allGroups().length === 0) regions.delete(name);
    }
    return add(region, []);
  };
}

function regionOf(region: string, kept: readonly LogGroup[], deps: LogsRegionDeps): LogsRegion {
  const { now, bounds, log, ingestionDelay, habits } = deps;
  const book = new LogBook(region, deps.state);
  return {
    store: new LogStore({ now, bounds, book, log, ingestionDelay }, kept),
    ...(deps.throttled ? { throttle: new LogsThrottle(region, now) } : {}),
    habits,
    now,
  };
}
