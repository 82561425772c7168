import type { Logger, TraceRecord } from '../../spi/index.js';
import { Turnstile } from '../engine/turnstile.js';
import { reasonOf } from '../report/reason-of.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import { WORK_FILES } from '../task/work-dir.js';
import { MOST_METRICS_BYTES, parseMetrics } from './task-metrics.js';
import type { TraceValue } from './trace-column.js';
import { CACHED } from './trace-values.js';

/** Files read at the same time: the store has other work, and a run may end thousands of tasks at once. */
const MOST_READS = 10;

const NOTHING: ReadonlyMap<string, TraceValue> = new Map();

/** Reads what tasks measured of themselves. */
export class MetricsReader {
  private readonly turnstile = new Turnstile(MOST_READS);
  private told = false;

  constructor(
    private readonly store: FileStore,
    private readonly logger: Logger,
  ) {}

  /** What the task of `record` measured; nothing where its command never began or nobody can read it. Never rejects. */
  async read({ name, start, status, workdir }: TraceRecord): Promise<ReadonlyMap<string, TraceValue>> {
    // When the command of a task began that an earlier run has done is not known any more.
    if (start === undefined && status !== CACHED) return NOTHING;
    const uri = joinUri(workdir, WORK_FILES.metrics);
    try {
      const head = await this.turnstile.pass(() => this.store.readHead(uri, MOST_METRICS_BYTES));
      return head === undefined ? NOTHING : parseMetrics(head.text);
    } catch (error) {
      this.tell(name, error);
      return NOTHING;
    }
  }

  private tell(name: string, error: unknown): void {
    if (this.told) return;
    this.told = true;
    const why = reasonOf(error).replace(/\.$/, '');
    this.logger.warn(`What task ${name} measured is missing in the trace: ${why}. Others may follow.`);
  }
}
