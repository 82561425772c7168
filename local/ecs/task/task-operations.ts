import { AwsError } from '../../http/aws-error.js';
import { type JsonOperation, listOf, number, operation, structure, text } from '../../http/aws-json.js';
import { taskArn, taskIdOf } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { includesTags } from '../include.js';
import { pageOf } from '../page.js';
import { type Ending, userInitiated } from './ending.js';
import { taskView } from './task-view.js';
import { type EcsTask } from './task.js';

export interface TaskOperationDeps {
  readonly regionOf: (region: string) => EcsRegion;
  /** Sets the end of a task going; does nothing where it ends already. */
  readonly stop: (task: EcsTask, ending: Ending) => void;
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

export function taskOperations(deps: TaskOperationDeps): Record<string, JsonOperation> {
  return {
    DescribeTasks: describeTasks(deps),
    ListTasks: listTasks(deps),
    StopTask: stopTask(deps),
  };
}

/** At most 100 a call; what is not known is a failure, not an error (facts §3b). */
function describeTasks({ regionOf }: TaskOperationDeps): JsonOperation {
  const shape = structure({ cluster: text, tasks: listOf(text), include: listOf(text) });
  return operation(shape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    const references = input.tasks ?? [];
    if (references.length === 0) throw invalid('Tasks cannot be empty.');
    if (references.some((reference) => reference.trim() === '')) throw invalid('Tasks cannot be blank.');
    if (references.length > 100) throw invalid('Tasks can have at most 100 items.');
    const tags = includesTags(input.include);
    const found = references.map((reference) => {
      const id = taskIdOf(state.place, cluster.name, reference);
      return id === undefined ? undefined : state.tasks.visible(cluster.name, id);
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

const listTasksShape = structure({
  cluster: text,
  containerInstance: text,
  family: text,
  startedBy: text,
  serviceName: text,
  desiredStatus: text,
  launchType: text,
  maxResults: number,
  nextToken: text,
});

type ListTasksInput = ReturnType<typeof listTasksShape>;

/** Without a status it lists what should run, so stopped tasks stay hidden (facts §3c). */
function listTasks({ regionOf }: TaskOperationDeps): JsonOperation {
  return operation(listTasksShape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    checkFilters(input);
    const found = state.tasks
      .listed(cluster.name)
      .filter((task) => task.desiredStatus === (input.desiredStatus ?? 'RUNNING'))
      .filter((task) => input.startedBy === undefined || task.startedBy === input.startedBy)
      .filter((task) => input.family === undefined || task.definition.family === input.family)
      .filter(() => input.launchType === undefined || input.launchType === 'MANAGED_INSTANCES')
      .filter((task) => input.containerInstance === undefined || runsOn(task, input.containerInstance));
    const key = (task: EcsTask): string => String(task.serial).padStart(12, '0');
    const { entries, ...rest } = pageOf(found, key, input, 100);
    return { taskArns: entries.map(({ arn }) => arn), ...rest };
  });
}

function checkFilters(input: ListTasksInput): void {
  const others = (['family', 'desiredStatus', 'launchType', 'containerInstance'] as const).filter(
    (name) => input[name] !== undefined,
  );
  // The rule is AWS's, the wording is not known (facts §3c).
  if (input.startedBy !== undefined && others.length > 0) {
    throw invalid(`startedBy must be the only filter: remove ${others.join(', ')}.`);
  }
  if (input.serviceName !== undefined) throw invalid('serviceName: the local cloud has no services.');
  if (!['RUNNING', 'PENDING', 'STOPPED'].includes(input.desiredStatus ?? 'RUNNING')) {
    throw invalid(`desiredStatus '${input.desiredStatus ?? ''}' must be RUNNING, PENDING or STOPPED.`);
  }
}

const runsOn = (task: EcsTask, instance: string): boolean =>
  task.instance !== undefined &&
  (task.instance.arn === instance || task.instance.arn.endsWith(`/${instance}`));

/** Accepted at once, done in time; it drops the task's tags (facts §3d). */
function stopTask(deps: TaskOperationDeps): JsonOperation {
  return operation(structure({ cluster: text, task: text, reason: text }), (input, { region }) => {
    const state = deps.regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    const id = taskIdOf(state.place, cluster.name, input.task ?? '');
    const task = id === undefined ? undefined : state.tasks.existing(cluster.name, id);
    if (task === undefined) throw invalid('The referenced task was not found.');
    if (task.lastStatus !== 'STOPPED') {
      task.tags = [];
      deps.stop(task, userInitiated(input.reason));
    }
    return { task: taskView(task, false) };
  });
}
