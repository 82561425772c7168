import {
  PollingTaskMonitor,
  type Executor,
  type ExecutorCapabilities,
  type Housekeeping,
  type PollingTaskMonitorOptions,
  type Session,
  type ShutdownOptions,
  type ShutdownReport,
  type TaskHandler,
  type TaskLog,
  type TaskMonitor,
  type TaskRun,
} from 'nf-awsecs/spi';
import type { MemoryApi, MemoryTask } from './backend.js';
import { MemoryHousekeeping } from './housekeeping.js';
import { MemoryLog } from './log.js';
import type { MemorySettings } from './settings.js';
import { MemoryTaskHandler, type HandlerServices } from './task-handler.js';

const BATCH_SIZE = 100;
const SUBMITS_AT_ONCE = 20;
const SHORTEST_POLL_MS = 200;

/** Runs tasks on the backend in memory. */
export class InMemoryExecutor implements Executor {
  readonly name = 'memory';
  readonly capabilities: ExecutorCapabilities = {
    containerNative: true,
    secretNative: false,
    fusion: false,
    taskArrays: false,
    adoption: true,
  };
  readonly housekeeping: Housekeeping;
  protected readonly services: HandlerServices;
  private readonly monitor: TaskMonitor;
  private closing: Promise<ShutdownReport> | undefined;

  constructor(session: Session, settings: MemorySettings, api: MemoryApi) {
    this.housekeeping = new MemoryHousekeeping(api);
    this.services = { api, clock: session.clock, session: session.id, lostAfter: settings.lostAfter };
    this.monitor = this.makeMonitor({
      clock: session.clock,
      logger: session.logger,
      events: session.events,
      queueSize: settings.queueSize,
      submitConcurrency: SUBMITS_AT_ONCE,
      batchSize: BATCH_SIZE,
      fetch: (ids) => api.describe(ids),
      // Short after a change, doubling with every quiet round up to what the user allows.
      pollDelay: (quiet) => Math.min(settings.pollInterval, SHORTEST_POLL_MS * 2 ** Math.min(quiet, 10)),
    });
  }

  /** Nothing has to be readied. */
  start(): Promise<void> {
    return Promise.resolve();
  }

  openLog(nativeId: string): TaskLog {
    return new MemoryLog(nativeId, this.services.api);
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    return new MemoryTaskHandler(task, this.services);
  }

  createTaskMonitor(): TaskMonitor {
    return this.monitor;
  }

  shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    this.closing ??= this.monitor.shutdown(options);
    return this.closing;
  }

  protected makeMonitor(options: PollingTaskMonitorOptions<MemoryTask | 'gone'>): TaskMonitor {
    return new PollingTaskMonitor(options);
  }
}
