import { inject, injectable } from 'tsyringe';
import type { ShutdownOptions, ShutdownReport, TaskHandler, TaskMonitor } from '../spi/index.js';
import { PollingTaskMonitor } from '../spi/index.js';
import { EcsApi, type EcsTaskSnapshot } from './aws/ecs-api.js';
import { AwsEcsConfig } from './config/awsecs-config.js';
import { Session } from './di/tokens.js';
import { pollDelay } from './poll-delay.js';
import { InstanceBook } from './trace/instance-book.js';

/** DescribeTasks takes at most 100 tasks. */
export const BATCH_SIZE = 100;
/** Submits in flight: enough to use the bucket's 40 a second at a second's latency. */
const SUBMIT_CONCURRENCY = 50;

/** The polling monitor of the SPI with DescribeTasks as its status call. */
@injectable()
export class AwsEcsTaskMonitor implements TaskMonitor {
  private readonly monitor: PollingTaskMonitor<EcsTaskSnapshot>;

  constructor(
    @inject(EcsApi) ecs: EcsApi,
    @inject(AwsEcsConfig) config: AwsEcsConfig,
    @inject(InstanceBook) instances: InstanceBook,
    @inject(Session) { clock, logger, events }: Session,
  ) {
    this.monitor = new PollingTaskMonitor({
      clock,
      logger,
      events,
      queueSize: config.queueSize,
      submitConcurrency: SUBMIT_CONCURRENCY,
      batchSize: BATCH_SIZE,
      fetch: async (arns) => {
        const snapshots = await ecs.describeTasks(config.cluster, arns);
        // Before anyone looks at them: with the end of a task its trace is asked for.
        await instances.look(snapshots.values());
        return snapshots;
      },
      pollDelay: (quiet, watched) => pollDelay(quiet, watched, config.pollInterval),
    });
  }

  start(): void {
    this.monitor.start();
  }

  schedule(handler: TaskHandler<EcsTaskSnapshot>): void {
    this.monitor.schedule(handler);
  }

  evict(handler: TaskHandler<EcsTaskSnapshot>): boolean {
    return this.monitor.evict(handler);
  }

  signal(): void {
    this.monitor.signal();
  }

  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    return this.monitor.shutdown(options);
  }
}
