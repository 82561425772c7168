import { inject, injectable } from 'tsyringe';
import type { TraceRecord } from '../../spi/index.js';
import { logStreamName, taskConsoleUrl } from '../logs/log-stream.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { present } from '../present.js';
import { SessionGround } from '../session-ground.js';
import { InstanceBook } from './instance-book.js';
import { PriceBook } from './price-book.js';
import { PriceNotice } from './price-notice.js';
import { priceOf } from './price-table.js';
import { traceExtra } from './trace-extra.js';
import type { TraceExtra } from './trace-fields.js';
import { traceRecord, type TraceFacts } from './trace-record.js';

/** Makes the trace of tasks out of what is known of them and of the instances they ran on. */
@injectable()
export class TaskTrace {
  constructor(
    @inject(InstanceBook) private readonly instances: InstanceBook,
    @inject(PriceBook) private readonly prices: PriceBook,
    @inject(SessionGround) private readonly ground: SessionGround,
    @inject(PriceNotice) private readonly notice: PriceNotice,
  ) {}

  /** No I/O: what it tells was learnt while the tasks ran. */
  recordOf(facts: TraceFacts, cluster: ClusterFacts): TraceRecord {
    const { task, seen } = facts;
    const instance = this.instances.of(seen?.instanceArn);
    const extra = traceExtra({ task, cluster, seen, instance, prices: this.prices.table });
    this.tellUnpriced(extra);
    return traceRecord(facts, { ...extra, ...this.placesOf(facts) });
  }

  private tellUnpriced({ cost, instance_type: type }: TraceExtra): void {
    if (cost !== undefined || type === undefined) return;
    if (priceOf(this.prices.table, type) === undefined) this.notice.note(type);
  }

  private placesOf({ nativeId, seen }: TraceFacts): TraceExtra {
    if (nativeId === undefined) return {};
    return present({
      // The driver makes the stream as the container starts.
      log_stream: seen?.startedAt === undefined ? undefined : logStreamName(nativeId),
      // The console knows nothing of a local cloud.
      console_url: this.ground.isLocal ? undefined : taskConsoleUrl(nativeId),
    });
  }
}
