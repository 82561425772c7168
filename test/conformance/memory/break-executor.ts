import {
  MemoryTaskHandler,
  InMemoryExecutor,
  outcomeOf,
  readSettings,
  type HandlerServices,
  type MemoryTask,
  type Submit,
} from '../../../examples/in-memory-executor/index.js';
import {
  PollingTaskMonitor,
  type Executor,
  type ExecutorPlugin,
  type PollingTaskMonitorOptions,
  type Session,
  type TaskHandler,
  type TaskMonitor,
  type TaskOutcome,
  type TaskRun,
} from '../../../spi/index.js';
import type { FaultyBackend } from './faulty-backend.js';

export type Snapshot = MemoryTask | 'gone';
type Options = PollingTaskMonitorOptions<Snapshot>;
type Handler = new (task: TaskRun, services: HandlerServices) => TaskHandler;

/** An executor with one thing wrong. */
export interface BrokenExecutor {
  /** What is wrong. */
  readonly name: string;
  /** Where it was seen: facts on peers and on upstream Nextflow. */
  readonly source: string;
  /** The tests that must catch it, and no other may fail. */
  readonly caughtBy: readonly string[];
  readonly make: (session: Session, backend: FaultyBackend) => Executor;
  /** What the plugin finds wrong with a process, where that is what is broken. */
  readonly check?: ExecutorPlugin['check'];
}

/** The example as it is, for what is broken elsewhere. */
export const asItIs: BrokenExecutor['make'] = (session, backend) =>
  new InMemoryExecutor(session, readSettings(session), backend);

/** The example with other handlers. */
export function withHandler(broken: Handler): BrokenExecutor['make'] {
  return (session, backend) =>
    new (class extends InMemoryExecutor {
      override createTaskHandler(task: TaskRun): TaskHandler {
        return new broken(task, this.services);
      }
    })(session, readSettings(session), backend);
}

/** The example with other options of its monitor. */
export function withOptions(change: (options: Options) => Partial<Options>): BrokenExecutor['make'] {
  return withMonitor((options) => new PollingTaskMonitor({ ...options, ...change(options) }));
}

export function withMonitor(make: (options: Options) => TaskMonitor): BrokenExecutor['make'] {
  return (session, backend) =>
    new (class extends InMemoryExecutor {
      protected override makeMonitor(options: Options): TaskMonitor {
        return make(options);
      }
    })(session, readSettings(session), backend);
}

/** The example that sends its submits otherwise. */
export function withSubmits(change: (request: Submit, sent: number) => Submit): BrokenExecutor['make'] {
  return (session, backend) => {
    let sent = 0;
    const api = {
      submit: (request: Submit) => backend.submit(change(request, ++sent)),
      describe: (ids: readonly string[]) => backend.describe(ids),
      stop: (id: string) => backend.stop(id),
      output: (id: string) => backend.output(id),
      find: (token: string) => backend.find(token),
      list: (session?: string) => backend.list(session),
    };
    return new InMemoryExecutor(session, readSettings(session), api);
  };
}

/** The example that judges an end otherwise. */
export function withVerdict(
  change: (outcome: TaskOutcome, task: Snapshot, killed: boolean) => TaskOutcome,
): BrokenExecutor['make'] {
  return withHandler(
    class extends MemoryTaskHandler {
      protected override judge(task: Snapshot): TaskOutcome {
        return change(outcomeOf(task, this.killed), task, this.killed);
      }
    },
  );
}

export const free = { class: 'free', budget: 'interruptions', max: 5 } as const;
