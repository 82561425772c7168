import {
  isExecutorError,
  type Executor,
  type ExecutorCapabilities,
  type ExecutorError,
  type Housekeeping,
  type ProcessDefinition,
  type ShutdownOptions,
  type ShutdownReport,
  type TaskHandler,
  type TaskLog,
  type TaskMonitor,
  type TaskRun,
  type TraceField,
} from '../../spi/index.js';
import { GuardedHousekeeping } from './guarded-housekeeping.js';
import { pluginBroken } from './plugin-broken.js';
import { flawsOfHandler, flawsOfHousekeeping, flawsOfMonitor, flawsOfTaskLog } from './spi-shapes.js';

/** An executor whose exceptions beside refusals are told as its plugin's, not as the engine's own. */
export class GuardedExecutor implements Executor {
  readonly name: string;
  readonly capabilities: ExecutorCapabilities;
  readonly traceFields?: readonly TraceField[];
  readonly openLog?: (nativeId: string) => TaskLog;
  readonly housekeeping?: Housekeeping;
  private monitor: TaskMonitor | undefined;

  /** @param plugin the plugin's id, version and place, for messages. */
  constructor(
    private readonly inner: Executor,
    private readonly plugin: string,
  ) {
    this.name = inner.name;
    this.capabilities = inner.capabilities;
    if (inner.traceFields !== undefined) this.traceFields = inner.traceFields;
    // Absent where the executor keeps no logs: whether it is there says so.
    if (typeof inner.openLog === 'function') this.openLog = (nativeId) => this.guardLog(nativeId);
    if (inner.housekeeping !== undefined) this.housekeeping = this.guardHousekeeping(inner.housekeeping);
  }

  async start(processes: readonly ProcessDefinition[]): Promise<void> {
    try {
      await this.inner.start(processes);
    } catch (error) {
      throw this.blame('start()', error);
    }
  }

  createTaskHandler(task: TaskRun): TaskHandler {
    const call = `createTaskHandler(${task.name})`;
    const handler = this.guard(call, () => this.inner.createTaskHandler(task));
    this.refuse(call, flawsOfHandler(handler, task));
    return handler;
  }

  createTaskMonitor(): TaskMonitor {
    this.monitor ??= this.guardMonitor();
    return this.monitor;
  }

  /** Asynchronous also where the executor is not: an exception is then a rejection like any other. */
  async shutdown(options?: ShutdownOptions): Promise<ShutdownReport> {
    return this.inner.shutdown(options);
  }

  private guardLog(nativeId: string): TaskLog {
    const call = `openLog("${nativeId}")`;
    const log = this.guard(call, () => this.inner.openLog?.(nativeId));
    const flaws = flawsOfTaskLog(log);
    if (log === undefined || flaws.length > 0) throw this.broken(call, flaws);
    const read = async (): ReturnType<TaskLog['read']> => {
      try {
        return await log.read();
      } catch (error) {
        throw this.blame(`read() of the log of "${nativeId}"`, error);
      }
    };
    return { place: log.place, read };
  }

  private guardHousekeeping(inner: Housekeeping): Housekeeping {
    const flaws = flawsOfHousekeeping(inner);
    if (flaws.length > 0) throw pluginBroken(this.plugin, `executor "${this.name}" has ${flaws.join(', ')}`);
    return new GuardedHousekeeping(inner, (call, error) => this.blame(call, error));
  }

  private guardMonitor(): TaskMonitor {
    const inner = this.guard('createTaskMonitor()', () => this.inner.createTaskMonitor());
    this.refuse('createTaskMonitor()', flawsOfMonitor(inner));
    return {
      start: () => this.guard('start() of the monitor', () => inner.start()),
      schedule: (handler) => this.guard('schedule() of the monitor', () => inner.schedule(handler)),
      evict: (handler) => this.guard('evict() of the monitor', () => inner.evict(handler)),
      signal: () => this.guard('signal() of the monitor', () => inner.signal()),
      shutdown: async (options) => inner.shutdown(options),
    };
  }

  private refuse(call: string, flaws: readonly string[]): void {
    if (flaws.length > 0) throw this.broken(call, flaws);
  }

  private broken(call: string, flaws: readonly string[]): ExecutorError {
    return pluginBroken(this.plugin, `${call} of executor "${this.name}" returned ${flaws.join(', ')}`);
  }

  private guard<T>(call: string, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw this.blame(call, error);
    }
  }

  private blame(call: string, error: unknown): ExecutorError {
    if (isExecutorError(error)) return error;
    return pluginBroken(this.plugin, `${call} of executor "${this.name}" threw`, error);
  }
}
