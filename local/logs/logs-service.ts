import { type Clock } from '../clock.js';
import { jsonService } from '../http/aws-json.js';
import { type LocalService } from '../http/service.js';
import { type LogDelivery } from './log-delivery.js';
import { logOperations } from './log-operations.js';
import { defaultLogBounds, type LogBounds, LogStore } from './log-store.js';

export interface LogsDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Twelve digits. */
  readonly account: string;
  readonly bounds?: LogBounds;
}

/** CloudWatch Logs of the local cloud: a service for clients, a {@link LogDelivery} for containers. */
export interface LogsService extends LocalService, LogDelivery {}

/** Operations CloudWatch Logs has that are met in the field and not served here. */
const unserved = new Set([
  'DeleteLogGroup',
  'DeleteLogStream',
  'DescribeMetricFilters',
  'GetLogRecord',
  'GetQueryResults',
  'ListTagsForResource',
  'PutRetentionPolicy',
  'StartLiveTail',
  'StartQuery',
  'TagResource',
]);

/** In memory, per region. Holds no timer, file or process. */
export function createLogsService(deps: LogsDeps): LogsService {
  const stores = new Map<string, LogStore>();
  const storeOf = (region: string): LogStore => {
    const found = stores.get(region);
    if (found !== undefined) return found;
    const created = new LogStore(() => deps.clock.now(), deps.bounds ?? defaultLogBounds, deps.log);
    stores.set(region, created);
    return created;
  };
  const service = jsonService({
    targetPrefix: 'Logs_20140328',
    operations: logOperations(storeOf, deps.account, () => deps.clock.now()),
    unserved,
    log: deps.log,
  });
  return { ...service, ...delivery(storeOf, () => deps.clock.now()) };
}

function delivery(storeOf: (region: string) => LogStore, now: () => number): LogDelivery {
  return {
    hasGroup: (region, group) => storeOf(region).findGroup(group) !== undefined,
    ensureGroup: (region, group) => {
      if (storeOf(region).findGroup(group) === undefined) storeOf(region).createGroup(group);
    },
    append: (region, group, stream, message) => {
      const store = storeOf(region);
      const found = store.findGroup(group);
      // CloudWatch takes no empty event, and the awslogs driver drops empty lines rather than fail.
      if (found === undefined || message === '') return;
      store.add(found.streams.get(stream) ?? store.createStream(group, stream), now(), message);
    },
  };
}
