import { inject, injectable } from 'tsyringe';
import type {
  Executor,
  ExecutorCapabilities,
  ProcessDefinition,
  ShutdownOptions,
  ShutdownReport,
  TaskHandler,
  TaskLog,
  TaskRun,
} from '../spi/index.js';
import { AwsLine } from './aws/aws-line.js';
import { AwsEcsHousekeeping } from './housekeeping/aws-ecs-housekeeping.js';
import { TaskLogs } from './logs/task-logs.js';
import { SessionStart } from './session-start.js';
import { AwsEcsTaskHandler } from './task-handler.js';
import { AwsEcsTaskMonitor } from './task-monitor.js';
import type { TaskServices } from './task-services.js';
import { traceFields } from './trace/trace-fields.js';

/** The `awsecs` executor of one session. */
@injectable()
export class AwsEcsExecutor implements Executor {
  readonly name = 'awsecs';
  readonly capabilities: ExecutorCapabilities = {
    containerNative: true,
    secretNative: false,
    fusion: true,
    taskArrays: false,
    adoption: true,
  };
  readonly traceFields = traceFields;
  private services: TaskServices | undefined;
  private closing: Promise<ShutdownReport> | undefined;

  constructor(
    @inject(SessionStart) private readonly beginning: SessionStart,
    @inject(AwsEcsTaskMonitor) private readonly monitor: AwsEcsTaskMonitor,
    @inject(TaskLogs) private readonly logs: TaskLogs,
    @inject(AwsLine) private readonly line: AwsLine,
    @inject(AwsEcsHousekeeping) readonly housekeeping: AwsEcsHousekeeping,
  ) {}

  async start(processes: readonly ProcessDefinition[]): Promise<void> {
    this.services = await this.beginning.run(processes);
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    if (this.services === undefined)
      throw new Error('createTaskHandler was called before start() had resolved');
    return new AwsEcsTaskHandler(task, this.services);
  }

  openLog(nativeId: string): TaskLog {
    return this.logs.open(nativeId);
  }

  createTaskMonitor(): AwsEcsTaskMonitor {
    return this.monitor;
  }

  /** In this order: accept nothing more, end what runs, stop waiting for AWS, let go of the connections. */
  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    this.closing ??= this.monitor.shutdown(options).finally(() => this.line.close());
    return this.closing;
  }
}
