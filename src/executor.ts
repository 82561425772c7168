import { inject, injectable } from 'tsyringe';
import type {
  Executor,
  ExecutorCapabilities,
  Problem,
  ProcessDefinition,
  ShutdownOptions,
  ShutdownReport,
  TaskHandler,
  TaskRun,
} from '../spi/index.js';
import { AwsClients } from './aws/clients.js';
import { Preflight } from './preflight.js';
import { checkProcess } from './request/directives.js';
import { AwsEcsTaskHandler } from './task-handler.js';
import { AwsEcsTaskMonitor } from './task-monitor.js';
import { TaskServicesFactory, type TaskServices } from './task-services.js';

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
  private services: TaskServices | undefined;
  private closing: Promise<ShutdownReport> | undefined;

  constructor(
    @inject(Preflight) private readonly preflight: Preflight,
    @inject(TaskServicesFactory) private readonly factory: TaskServicesFactory,
    @inject(AwsEcsTaskMonitor) private readonly monitor: AwsEcsTaskMonitor,
    @inject(AwsClients) private readonly clients: AwsClients,
  ) {}

  async start(): Promise<void> {
    this.services = this.factory.on(await this.preflight.run());
  }

  check(process: ProcessDefinition): readonly Problem[] {
    return checkProcess(process);
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    if (this.services === undefined)
      throw new Error('createTaskHandler was called before start() had resolved');
    return new AwsEcsTaskHandler(task, this.services);
  }

  createTaskMonitor(): AwsEcsTaskMonitor {
    return this.monitor;
  }

  /** In this order: accept nothing more, end what runs, stop the monitor, let go of the connections. */
  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    this.closing ??= this.monitor.shutdown(options).finally(() => this.clients.close());
    return this.closing;
  }
}
