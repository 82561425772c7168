import type { ConfigMap, Executor, TaskRun } from '../../spi/index.js';
import type { FileStore } from '../storage/file-store.js';
import { launchFor } from '../task/fusion-launch.js';
import { hostTaskRun } from '../task/host-task-run.js';
import { taskHash } from '../task/task-hash.js';
import { taskWorkDir } from '../task/work-dir.js';
import type { LiveTask } from './live-task.js';
import type { PlannedCall } from './planned-call.js';

/** What all tasks of a run have in common. */
export interface TaskGround {
  readonly sessionId: string;
  /** URI of the run's work dir, without a slash at its end. */
  readonly workDir: string;
  readonly config: ConfigMap;
  readonly store: FileStore;
  /** By name; holds every executor a call may name. */
  readonly executors: ReadonlyMap<string, Executor>;
}

/** Makes the attempts of tasks and their handlers. */
export class TaskFactory {
  private lastId = 0;

  constructor(private readonly ground: TaskGround) {}

  /**
   * @param interruptions resubmissions of this task so far, by budget.
   * @throws ExecutorError where the executor cannot express the task.
   */
  make(call: PlannedCall, interruptions: Readonly<Record<string, number>>): LiveTask {
    const executor = this.ground.executors.get(call.executor);
    if (executor === undefined) throw new Error(`The run holds no executor "${call.executor}".`);
    const run = this.makeRun(call, interruptions);
    return { call, run, executor, handler: executor.createTaskHandler(run), stage: 'waiting', ended: false };
  }

  private makeRun(call: PlannedCall, interruptions: Readonly<Record<string, number>>): TaskRun {
    const { sessionId, workDir: root, config, store } = this.ground;
    const { name, container, directives } = call.definition;
    const image = container === undefined ? {} : { container };
    this.lastId += 1;
    // The id differs for every attempt and the session for every run: no two share a work dir.
    const identity = {
      process: name,
      script: call.script,
      ...image,
      index: 1,
      salt: [sessionId, this.lastId],
    };
    const hash = taskHash(identity);
    const workDir = taskWorkDir(root, hash);
    const description = {
      id: this.lastId,
      name,
      process: name,
      hash,
      attempt: 1,
      interruptions,
      workDir,
      ...image,
      directives,
      launch: launchFor(workDir, config),
      script: call.script,
      environment: {},
    };
    return hostTaskRun(description, store);
  }
}
