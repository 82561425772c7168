import { inject, injectable } from 'tsyringe';
import type { TaskLog } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { LogsApi, type LogPage, type LogPageRequest } from '../aws/logs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Clock } from '../di/tokens.js';
import { EcsTaskLog } from './ecs-task-log.js';
import { logStreamOf, logStreamText } from './log-stream.js';
import { StreamReader } from './stream-reader.js';
import { TaskEnds } from './task-ends.js';

/** Whoever reads logs asks again, and is told why in time. */
const PATIENCE_MS = 6_000;

/** Opens what CloudWatch Logs kept of the output of tasks. */
@injectable()
export class TaskLogs {
  constructor(
    @inject(LogsApi) private readonly logs: LogsApi,
    @inject(TaskEnds) private readonly ends: TaskEnds,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** The log of a task from its beginning; nothing is asked before it is read. */
  open(arn: string): TaskLog {
    const stream = logStreamOf(arn, this.config.logsGroup);
    const read = (request: LogPageRequest): Promise<LogPage | undefined> =>
      this.calls.repeat('reading logs', () => this.logs.readPage(request), { patience: PATIENCE_MS });
    this.ends.join(arn);
    return new EcsTaskLog(logStreamText(stream), arn, new StreamReader(stream, read, this.clock), this.ends);
  }
}
