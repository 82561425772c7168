import type { Executor, ExecutorPlugin, Logger, Session } from '../../spi/index.js';
import { plugin as awsecs } from '../../src/index.js';

/** What became of the plugin in the test under way: the engine loads it by path, so this is how a test sees it. */
export const launched = {
  /** By the logger their run was given. */
  sessions: new Map<Logger, Session>(),
  /** Calls that only a run under way makes. */
  calls: [] as string[],
  executors: [] as Executor[],
  /** Ends the executors made so far: they hold the SDK's clients. */
  async letGo(): Promise<void> {
    this.sessions.clear();
    const made = this.executors.splice(0);
    await Promise.all(made.map((executor) => executor.shutdown()));
  },
};

/** The real plugin, whose executors may be made and ended but never started. */
export const plugin: ExecutorPlugin = {
  check: (executor, process) => awsecs.check(executor, process),

  createExecutor(name: string, session: Session): Executor {
    launched.sessions.set(session.logger, session);
    const executor = awsecs.createExecutor(name, session);
    launched.executors.push(executor);
    return {
      name: executor.name,
      capabilities: executor.capabilities,
      start: () => refuse('start'),
      createTaskHandler: () => refuse('createTaskHandler'),
      createTaskMonitor: () => refuse('createTaskMonitor'),
      shutdown: (options) => executor.shutdown(options),
    };
  },
};

function refuse(call: string): never {
  launched.calls.push(call);
  throw new Error(`the executor was used: ${call}`);
}
