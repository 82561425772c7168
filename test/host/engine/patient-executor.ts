import type { Executor, TaskHandler, TaskMonitor } from '../../../spi/index.js';
import { FakeTaskHandler } from '../../support/fake-task-handler.js';

/** An executor that takes tasks and leaves it to the test to tell of them. */
export class PatientExecutor implements Executor {
  readonly name = 'fake';
  readonly capabilities = {
    containerNative: true,
    secretNative: false,
    fusion: true,
    taskArrays: false,
    adoption: false,
  };
  readonly scheduled: TaskHandler[] = [];
  /** Whether its monitor lets go of handlers when asked. */
  holds = false;
  onSchedule: (handler: TaskHandler) => void = () => undefined;
  onEvict: () => void = () => undefined;
  private readonly monitor: TaskMonitor = {
    start: () => undefined,
    schedule: (handler) => {
      this.scheduled.push(handler);
      this.onSchedule(handler);
    },
    evict: () => {
      this.onEvict();
      return this.holds;
    },
    signal: () => undefined,
    shutdown: () => this.shutdown(),
  };

  start(): Promise<void> {
    return Promise.resolve();
  }

  createTaskHandler(task: TaskHandler['task']): TaskHandler {
    return new FakeTaskHandler(task.id, task);
  }

  createTaskMonitor(): TaskMonitor {
    return this.monitor;
  }

  shutdown(): Promise<{ stopped: number; unfinished: [] }> {
    return Promise.resolve({ stopped: 0, unfinished: [] });
  }
}
