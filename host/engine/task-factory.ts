import { ShutdownError, type ConfigMap, type Executor, type TaskRun } from '../../spi/index.js';
import type { ImageSource } from '../wave/image-source.js';
import type { FileStore } from '../storage/file-store.js';
import { launchFor } from '../task/fusion-launch.js';
import { hostTaskRun } from '../task/host-task-run.js';
import type { AttemptPlace } from '../cache/task-places.js';
import { wantsMetrics } from '../trace/trace-options.js';
import type { CachedAttempt } from './cached-attempt.js';
import type { LiveTask, TaskAttempt } from './live-task.js';

/** What all tasks of a session have in common. */
export interface TaskGround {
  readonly config: ConfigMap;
  readonly store: FileStore;
  /** By name; holds every executor an order may name by the time it is given. */
  readonly executors: ReadonlyMap<string, Executor>;
  /** Absent where images are used as the processes name them. */
  readonly images?: ImageSource;
}

/** A task of which an attempt is to be made; its `definition` is the attempt's. */
export type PlannedTask = Pick<
  LiveTask,
  'order' | 'definition' | 'errorCount' | 'interruptions' | 'cancelled'
>;

/** Makes the attempts of tasks and their handlers. */
export class TaskFactory {
  private lastId = 0;

  constructor(private readonly ground: TaskGround) {}

  /**
   * @param image what it is to run in; nothing where the process names none.
   * @throws ExecutorError where the executor cannot express the task.
   */
  make(task: PlannedTask, place: AttemptPlace, image: string | undefined): TaskAttempt {
    const { order, definition } = task;
    const executor = this.ground.executors.get(order.executor);
    if (executor === undefined) throw new Error(`The session holds no executor "${order.executor}".`);
    const made = this.makeRun(task, place);
    const { images } = this.ground;
    let begun = false;
    let current = image;
    const prepare = async (): Promise<void> => {
      // A monitor may begin with it while it is being taken back from there.
      if (task.cancelled) throw takenBack(made.name);
      begun = true;
      // It may have waited behind others for longer than the name of its image lives.
      if (images !== undefined) current = await images.renewed(definition);
      await made.prepare();
    };
    const run: TaskRun =
      image === undefined
        ? { ...made, prepare }
        : {
            ...made,
            prepare,
            get container() {
              return current ?? image;
            },
          };
    const handler = executor.createTaskHandler(run);
    return {
      run,
      executor,
      handler,
      get begun() {
        return begun;
      },
    };
  }

  /** The attempt that has done a task. */
  cached(task: PlannedTask, place: AttemptPlace): CachedAttempt {
    return { run: this.makeRun(task, place), executor: task.order.executor };
  }

  /** One attempt at a task, without a handler, in the image that its process names. Nothing is written before its `prepare`. */
  makeRun(task: PlannedTask, { kind, hash, workDir, anew }: AttemptPlace): TaskRun {
    const { config, store } = this.ground;
    const { name: process, container, directives } = task.definition;
    const { script, name = process, environment = {}, inputs = [] } = task.order;
    const image = container === undefined ? {} : { container };
    this.lastId += 1;
    const description = {
      id: this.lastId,
      name,
      process,
      hash,
      attempt: task.errorCount + 1,
      interruptions: task.interruptions,
      workDir,
      ...image,
      directives,
      launch: launchFor(workDir, config),
      script,
      environment,
      inputs,
      metrics: wantsMetrics(config),
      ...(kind === 'resumed' ? { resumes: true as const } : {}),
      ...(anew === true ? { anew } : {}),
    };
    return hostTaskRun(description, store);
  }
}

function takenBack(task: string): ShutdownError {
  return new ShutdownError(
    `Task ${task} was not submitted: it was taken back. Nothing of it is on the backend.`,
    {
      code: 'SHUT_DOWN',
    },
  );
}
