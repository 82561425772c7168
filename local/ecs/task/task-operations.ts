import { type TaskFaults } from '../../faults/task-faults.js';
import { invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, listOf, operation, structure, text } from '../../http/aws-json.js';
import { taskArn, taskIdOf } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { includesTags } from '../include.js';
import { type Ending, userInitiated } from './ending.js';
import { listTasks } from './list-tasks.js';
import { taskMark } from './task-mark.js';
import { taskView } from './task-view.js';
import { type EcsTask } from './task.js';

export interface TaskOperationDeps {
  readonly regionOf: (region: string) => EcsRegion;
  readonly faults: TaskFaults;
  /** Sets the end of a task going; does nothing where it ends already. */
  readonly stop: (task: EcsTask, ending: Ending) => void;
}

export function taskOperations(deps: TaskOperationDeps): Record<string, JsonOperation> {
  const hides = (task: EcsTask): boolean => deps.faults.hides(taskMark(task));
  return {
    DescribeTasks: describeTasks(deps, hides),
    ListTasks: listTasks({ regionOf: deps.regionOf, hides }),
    StopTask: stopTask(deps),
  };
}

/** At most 100 a call; what is not known is a failure, not an error (facts §3b). */
function describeTasks({ regionOf }: TaskOperationDeps, hides: (task: EcsTask) => boolean): JsonOperation {
  const shape = structure({ cluster: text, tasks: listOf(text), include: listOf(text) });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    const references = input.tasks ?? [];
    if (references.length === 0) throw invalidParameter('Tasks cannot be empty.');
    if (references.some((reference) => reference.trim() === ''))
      throw invalidParameter('Tasks cannot be blank.');
    if (references.length > 100) throw invalidParameter('Tasks can have at most 100 items.');
    const tags = includesTags(input.include);
    const found = references.map((reference) => {
      const id = taskIdOf(state.place, cluster.name, reference);
      const task = id === undefined ? undefined : state.tasks.visible(cluster.name, id);
      return task === undefined || hides(task) ? undefined : task;
    });
    return {
      tasks: found.flatMap((task) => (task === undefined ? [] : [taskView(task, tags)])),
      failures: references
        .filter((_, index) => found[index] === undefined)
        .map((reference) => ({
          arn: reference.startsWith('arn:') ? reference : taskArn(state.place, cluster.name, reference),
          reason: 'MISSING',
        })),
    };
  });
}

/** Accepted at once, done in time; it drops the task's tags (facts §3d). */
function stopTask(deps: TaskOperationDeps): JsonOperation {
  return operation(structure({ cluster: text, task: text, reason: text }), (input, { region }) => {
    const state = deps.regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    const id = taskIdOf(state.place, cluster.name, input.task ?? '');
    const task = id === undefined ? undefined : state.tasks.existing(cluster.name, id);
    if (task === undefined) throw invalidParameter('The referenced task was not found.');
    if (task.lastStatus !== 'STOPPED') {
      task.tags = [];
      deps.stop(task, userInitiated(input.reason));
    }
    return { task: taskView(task, false) };
  });
}
