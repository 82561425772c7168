import type { Clock } from '../../spi/index.js';
import type { LogPage, LogPageRequest, LogsApi } from '../aws/logs-api.js';
import { heed } from '../submit/heed.js';
import { Pacer } from '../submit/pacer.js';

/**
 * GetLogEvents has 10 calls a second in the regions that have the fewest, 25 or 30 elsewhere, for the whole account
 * (CloudWatch Logs quotas); a quota of calls a second has no burst beyond its second.
 */
const READS = { burst: 10, perSecond: 10 } as const;

/**
 * {@link LogsApi} within the quota of reads. Turns come in the order in which they were asked for, and a reader asks for
 * its next when it has its last page: so each gets one page a round, however much its own log holds.
 */
export class PacedLogsApi implements LogsApi {
  private readonly reads: Pacer;

  /** @param end aborted when the session is over: nobody waits for a turn any longer. */
  constructor(
    private readonly logs: LogsApi,
    clock: Clock,
    end: AbortSignal,
  ) {
    this.reads = new Pacer(READS, clock, { end });
  }

  createGroup(name: string): Promise<'created' | 'exists'> {
    return this.logs.createGroup(name);
  }

  async readPage(request: LogPageRequest): Promise<LogPage | undefined> {
    await this.reads.turn();
    return heed(this.reads, this.logs.readPage(request));
  }
}
