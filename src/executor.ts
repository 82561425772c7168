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
import { TaskLogs } from './logs/task-logs.js';
import { Preflight } from './preflight.js';
import { AwsEcsTaskHandler } from './task-handler.js';
import { AwsEcsTaskMonitor } from './task-monitor.js';
import { TaskServicesFactory, type TaskServices } from './task-services.js';
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
    @inject(Preflight) private readonly preflight: Preflight,
    @inject(TaskServicesFactory) private readonly factory: TaskServicesFactory,
    @inject(AwsEcsTaskMonitor) private readonly monitor: AwsEcsTaskMonitor,
    @inject(TaskLogs) private readonly logs: TaskLogs,
    @inject(AwsLine) private readonly line: AwsLine,
  ) {}

  async start(processes: readonly ProcessDefinition[]): Promise<void> {
    try {
      this.services = this.factory.on(await this.preflight.run(processes));
    } catch (error) {
      // What else the start has under way would go on asking AWS.
      this.line.hangUp();
      throw error;
    }
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
