import { injectable } from 'tsyringe';
import type { TraceRecord } from '../../spi/index.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { traceRecord, type TraceFacts } from './trace-record.js';

/** Makes the trace of tasks out of what is known of them and of the instances they ran on. */
@injectable()
export class TaskTrace {
  recordOf(facts: TraceFacts, cluster: ClusterFacts): TraceRecord {
    const record = traceRecord(facts);
    return { ...record, extra: { ...record.extra, cluster: cluster.arn } };
  }
}
