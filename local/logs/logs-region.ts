import { RegionMap } from '../region-map.js';
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

/** The regions of an account, each with the groups kept from an earlier start. */
export function logsRegions(deps: LogsRegionDeps): (region: string) => LogsRegion {
  const kept = new Map(keptGroups(deps.state, deps.bounds.stream, deps.log));
  const regions = new RegionMap(
    (region) => {
      const groups = kept.get(region) ?? [];
      // Taken over once: a region that is made anew has none of them left.
      kept.delete(region);
      return regionOf(region, groups, deps);
    },
    ({ store }) => store.allGroups().length === 0,
  );
  return (region) => regions.in(region);
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
