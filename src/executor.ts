import { inject, injectable } from 'tsyringe';
import type {
  Executor,
  ExecutorCapabilities,
  ProcessDefinition,
  ShutdownOptions,
  ShutdownReport,
  TaskHandler,
  TaskRun,
} from '../spi/index.js';
import { AwsClients } from './aws/clients.js';
import { SessionEnd } from './di/session-end.js';
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
    adoption: false,
  };
  readonly traceFields = traceFields;
  private services: TaskServices | undefined;
  private closing: Promise<ShutdownReport> | undefined;

  constructor(
    @inject(Preflight) private readonly preflight: Preflight,
    @inject(TaskServicesFactory) private readonly factory: TaskServicesFactory,
    @inject(AwsEcsTaskMonitor) private readonly monitor: AwsEcsTaskMonitor,
    @inject(AwsClients) private readonly clients: AwsClients,
    @inject(SessionEnd) private readonly end: SessionEnd,
  ) {}

  async start(processes: readonly ProcessDefinition[]): Promise<void> {
    try {
      this.services = this.factory.on(await this.preflight.run(processes));
    } catch (error) {
      // What else the start has under way would go on asking AWS.
      this.end.abort();
      throw error;
    }
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    if (this.services === undefined)
      throw new Error('createTaskHandler was called before start() had resolved');
    return new AwsEcsTaskHandler(task, this.services);
  }

  createTaskMonitor(): AwsEcsTaskMonitor {
    return this.monitor;
  }

  /** In this order: accept nothing more, end what runs, stop waiting for AWS, let go of the connections. */
  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    this.closing ??= this.monitor.shutdown(options).finally(() => {
      this.end.abort();
      this.clients.close();
    });
    return this.closing;
  }
}
