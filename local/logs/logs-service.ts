import { type Clock } from '../clock.js';
import { jsonService } from '../http/aws-json.js';
import { type LocalService } from '../http/service.js';
import { noState, type StateBook } from '../state/state-book.js';
import { eventOperations } from './event-operations.js';
import { filterLogEvents } from './filter-log-events.js';
import { groupOperations } from './group-operations.js';
import { type LogDelivery } from './log-delivery.js';
import { defaultLogBounds, type LogBounds } from './log-store.js';
import { type LogsRegion, logsRegions } from './logs-region.js';
import { fullPages, type PagingHabits } from './paging-habits.js';
import { streamOperations } from './stream-operations.js';

export interface LogsDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Twelve digits. */
  readonly account: string;
  readonly bounds?: LogBounds;
  /** Where groups, streams and events are kept between starts (default: nowhere). */
  readonly state?: StateBook;
  /** AWS's quotas of requests a second (default), or none. */
  readonly throttle?: 'aws' | 'off';
  /** How full pages are (default: as full as they can be). */
  readonly pagingHabits?: PagingHabits;
  /** Milliseconds until an event that was written can be read, 0 or more (default 0); AWS takes some seconds. */
  readonly ingestionDelay?: number;
}

/** CloudWatch Logs of the local cloud: a service for clients, a {@link LogDelivery} for containers. */
export interface LogsService extends LocalService, LogDelivery {}

/** Operations CloudWatch Logs has that are met in the field and not served here. */
const unserved = new Set([
  'DescribeMetricFilters',
  'DescribeSubscriptionFilters',
  'GetLogGroupFields',
  'GetLogRecord',
  'GetQueryResults',
  'ListTagsLogGroup',
  'PutMetricFilter',
  'PutSubscriptionFilter',
  'StartLiveTail',
  'StartQuery',
  'TagLogGroup',
  'UntagLogGroup',
]);

const whyUnserved = new Map([
  [
    'StartLiveTail',
    'the local cloud does not serve it: it is an event stream at a host of its own, streaming-logs.<endpoint>, which no loopback address has. Poll FilterLogEvents or GetLogEvents instead',
  ],
]);

/** Per region, in memory and in the state book. Holds no timer, file or process. */
export function createLogsService(deps: LogsDeps): LogsService {
  // CloudWatch knows no fractions, and its tokens hold times; a clock that runs faster than the machine's has some.
  const now = (): number => Math.floor(deps.clock.now());
  const regionOf = logsRegions({
    now,
    log: deps.log,
    bounds: deps.bounds ?? defaultLogBounds,
    state: deps.state ?? noState,
    throttled: deps.throttle !== 'off',
    habits: deps.pagingHabits ?? fullPages,
    ingestionDelay: deps.ingestionDelay ?? 0,
  });
  const service = jsonService({
    targetPrefix: 'Logs_20140328',
    operations: {
      ...groupOperations(regionOf, deps.account),
      ...streamOperations(regionOf, deps.account),
      ...eventOperations(regionOf),
      FilterLogEvents: filterLogEvents(regionOf),
    },
    unserved,
    whyUnserved,
    admit: (operation, { region }) => regionOf(region).throttle?.admit(operation),
    log: deps.log,
  });
  return { ...service, ...delivery(regionOf, now) };
}

function delivery(regionOf: (region: string) => LogsRegion, now: () => number): LogDelivery {
  return {
    hasGroup: (region, group) => regionOf(region).store.findGroup(group) !== undefined,
    ensureGroup: (region, group) => {
      const { store } = regionOf(region);
      if (store.findGroup(group) === undefined) store.createGroup(group);
    },
    append: (region, group, stream, message) => {
      const { store, throttle } = regionOf(region);
      const found = store.findGroup(group);
      // CloudWatch takes no empty event, and the awslogs driver drops empty lines rather than fail.
      if (found === undefined || message === '') return;
      const known = found.streams.get(stream);
      // The agent spends of the account's quota, one stream a container (facts §6b). It tries again where none is
      // left; that wait is not modelled, so nothing is lost here, in blocking mode or not.
      if (known === undefined) throttle?.take('CreateLogStream');
      store.add(found, known ?? store.createStream(group, stream), now(), message);
    },
  };
}
