import { invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, number, operation, structure, text } from '../../http/aws-json.js';
import { type EcsPlace, instanceArn } from '../arns.js';
import { type EcsRegion } from '../ecs-region.js';
import { pageFrom } from '../page.js';
import { type EcsTask } from './task.js';

const listTasksShape = structure({
  cluster: text,
  containerInstance: text,
  family: text,
  startedBy: text,
  serviceName: text,
  daemonName: text,
  desiredStatus: text,
  launchType: text,
  maxResults: number,
  nextToken: text,
});

type ListTasksInput = ReturnType<typeof listTasksShape>;

export interface ListTasksDeps {
  readonly regionOf: (region: string) => EcsRegion;
  /** Whether reads do not know the task at this moment. */
  readonly hides: (task: EcsTask) => boolean;
}

/** Without a status it lists what should run, so stopped tasks stay hidden (facts §3c). */
export function listTasks({ regionOf, hides }: ListTasksDeps): JsonOperation {
  return operation(listTasksShape, (input, { region }) => {
    const state = regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    checkFilters(input);
    const tasks = (serial: number): Iterable<EcsTask> => found(state, cluster.name, input, serial);
    const { entries, ...rest } = pageFrom((key) => tasks(serialOf(key)), keyOf, input, 100);
    return { taskArns: entries.filter((task) => !hides(task)).map(({ arn }) => arn), ...rest };
  });
}

const keyOf = ({ serial }: EcsTask): string => String(serial).padStart(12, '0');
const serialOf = (key: string | undefined): number => {
  const serial = Number(key ?? -1);
  return Number.isInteger(serial) ? serial : -1;
};

/** ECS never sets a desired status of PENDING, so none is found (facts §3c); nor is any of another launch type. */
function found(state: EcsRegion, cluster: string, input: ListTasksInput, serial: number): Iterable<EcsTask> {
  const { desiredStatus = 'RUNNING', launchType = 'MANAGED_INSTANCES' } = input;
  if (desiredStatus === 'PENDING' || launchType !== 'MANAGED_INSTANCES') return [];
  return state.tasks.listed(cluster, serial, {
    desiredStatus: desiredStatus === 'STOPPED' ? 'STOPPED' : 'RUNNING',
    ...(input.startedBy === undefined ? {} : { startedBy: input.startedBy }),
    ...(input.family === undefined ? {} : { family: input.family }),
    ...(input.containerInstance === undefined
      ? {}
      : { instance: instanceOf(state.place, cluster, input.containerInstance) }),
  });
}

const instanceOf = (place: EcsPlace, cluster: string, reference: string): string =>
  reference.startsWith('arn:') ? reference : instanceArn(place, cluster, reference);

const launchTypes = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];

function checkFilters(input: ListTasksInput): void {
  const others = (['family', 'desiredStatus', 'launchType', 'containerInstance'] as const).filter(
    (name) => input[name] !== undefined,
  );
  // The rule is AWS's, the wording is not known (facts §3c).
  if (input.startedBy !== undefined && others.length > 0) {
    throw invalidParameter(`startedBy must be the only filter: remove ${others.join(', ')}.`);
  }
  if (input.serviceName !== undefined)
    throw invalidParameter('serviceName: the local cloud has no services.');
  if (input.daemonName !== undefined) throw invalidParameter('daemonName: the local cloud has no daemons.');
  if (!['RUNNING', 'PENDING', 'STOPPED'].includes(input.desiredStatus ?? 'RUNNING')) {
    throw invalidParameter(
      `desiredStatus '${input.desiredStatus ?? ''}' must be RUNNING, PENDING or STOPPED.`,
    );
  }
  if (input.launchType !== undefined && !launchTypes.includes(input.launchType)) {
    throw invalidParameter(`launchType '${input.launchType}' must be one of ${launchTypes.join(', ')}.`);
  }
}
