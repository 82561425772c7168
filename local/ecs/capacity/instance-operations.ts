import { invalidParameter } from '../../http/aws-error.js';
import { flag, type JsonOperation, listOf, number, operation, structure, text } from '../../http/aws-json.js';
import { type EcsPlace, instanceArn, localName } from '../arns.js';
import { type Cluster } from '../cluster/cluster.js';
import { includesTags, oneOf } from '../include.js';
import { pageOf } from '../page.js';
import { type Fleets } from './fleets.js';
import { instanceView } from './instance-view.js';
import { type ManagedInstance } from './managed-instance.js';
import { parseClusterQuery } from './query/cluster-query.js';
import { QueryError } from './query/query-error.js';

/** What these operations must know of the rest of ECS. */
export interface InstanceOperationDeps {
  readonly fleets: Fleets;
  /** Throws ClusterNotFoundException where there is none. */
  readonly cluster: (region: string, reference: string | undefined) => Cluster;
  /** Twelve digits. */
  readonly account: string;
  /** Whether a task is on its instance but not started: `pendingTasksCount` counts these. */
  readonly isPending: (region: string, taskId: string) => boolean;
}

/** DescribeContainerInstances, ListContainerInstances, UpdateContainerInstancesState, DeregisterContainerInstance. */
export function instanceOperations(deps: InstanceOperationDeps): Record<string, JsonOperation> {
  return {
    DescribeContainerInstances: describeInstances(deps),
    ListContainerInstances: listInstances(deps),
    UpdateContainerInstancesState: updateState(deps),
    DeregisterContainerInstance: deregister(deps),
  };
}

/** At most 100 a call; what is not known is a failure. An instance can be described an hour after its end (facts §10). */
function describeInstances(deps: InstanceOperationDeps): JsonOperation {
  const shape = structure({ cluster: text, containerInstances: listOf(text), include: listOf(text) });
  return operation(shape, (input, { region }) => {
    const cluster = deps.cluster(region, input.cluster);
    const references = checkedReferences(input.containerInstances, 100);
    const tags = includesTags(input.include, ['CONTAINER_INSTANCE_HEALTH']);
    const health = input.include?.includes('CONTAINER_INSTANCE_HEALTH') === true;
    const { found, failures } = lookUp(deps, region, cluster, references);
    return {
      containerInstances: found.map((instance) => viewOf(deps, region, instance, { tags, health })),
      failures,
    };
  });
}

const statuses = ['ACTIVE', 'DRAINING', 'REGISTERING', 'DEREGISTERING', 'REGISTRATION_FAILED'];

function listInstances(deps: InstanceOperationDeps): JsonOperation {
  const shape = structure({
    cluster: text,
    filter: text,
    status: text,
    maxResults: number,
    nextToken: text,
  });
  return operation(shape, (input, { region }) => {
    const cluster = deps.cluster(region, input.cluster);
    oneOf('status', input.status, statuses);
    const matches = input.filter === undefined ? () => true : filterOf(input.filter);
    const found = deps.fleets
      .instances(region, cluster.name)
      .living.filter(({ status }) => status !== 'LAUNCHING')
      .filter(({ status }) => input.status === undefined || input.status === status)
      .filter(matches)
      .sort((one, other) => (one.facts.arn < other.facts.arn ? -1 : 1));
    const { entries, ...rest } = pageOf(found, ({ facts }) => facts.arn, input, 100);
    return { containerInstanceArns: entries.map(({ facts }) => facts.arn), ...rest };
  });
}

function filterOf(text: string): (instance: ManagedInstance) => boolean {
  try {
    const query = parseClusterQuery(text);
    return (instance) => query.matches(instance.target);
  } catch (error) {
    if (error instanceof QueryError) throw invalidParameter(`Invalid filter '${text}': ${error.message}`);
    throw error;
  }
}

/**
 * ACTIVE to DRAINING and back, at most ten a call. That Managed Instances can be drained by hand is taken from the
 * API's page, which names no exception; unknown.
 */
function updateState(deps: InstanceOperationDeps): JsonOperation {
  const shape = structure({ cluster: text, containerInstances: listOf(text), status: text });
  return operation(shape, (input, { region }) => {
    const cluster = deps.cluster(region, input.cluster);
    const references = checkedReferences(input.containerInstances, 10);
    oneOf('status', input.status ?? '', ['ACTIVE', 'DRAINING']);
    const { found, failures } = lookUp(deps, region, cluster, references);
    const stuck = found.filter(({ status }) => status !== 'ACTIVE' && status !== 'DRAINING');
    if (stuck.length > 0) {
      throw invalidParameter(
        `Container instances must be ACTIVE or DRAINING: ${stuck.map(({ facts, status }) => `${facts.id} is ${status}`).join(', ')}`,
      );
    }
    for (const instance of found) {
      if (input.status === 'DRAINING') deps.fleets.drain(region, instance);
      else deps.fleets.activate(region, instance);
    }
    const options = { tags: true, health: false };
    return {
      containerInstances: found.map((instance) => viewOf(deps, region, instance, options)),
      failures,
    };
  });
}

/**
 * With `force` what runs on it is lost: AWS orphans tasks of other instances, but ends Managed Instances it takes out
 * of a cluster (facts §2d, forced deregistration).
 */
function deregister(deps: InstanceOperationDeps): JsonOperation {
  const shape = structure({ cluster: text, containerInstance: text, force: flag });
  return operation(shape, (input, { region }) => {
    const cluster = deps.cluster(region, input.cluster);
    const [reference = ''] = checkedReferences([input.containerInstance ?? ''], 1);
    const [instance] = lookUp(deps, region, cluster, [reference]).found;
    if (instance === undefined || instance.isOver) {
      throw invalidParameter('The referenced container instance was not found.');
    }
    if (!instance.isEmpty && input.force !== true)
      throw invalidParameter('Found running tasks on the instance.');
    deps.fleets.deregister(region, instance);
    return { containerInstance: viewOf(deps, region, instance, { tags: true, health: false }) };
  });
}

function checkedReferences(references: readonly string[] | undefined, most: number): readonly string[] {
  if (references === undefined || references.length === 0) {
    throw invalidParameter('Container instances cannot be empty.');
  }
  if (references.some((reference) => reference.trim() === '')) {
    throw invalidParameter('Container instance cannot be blank.');
  }
  if (references.length > most) throw invalidParameter(`Container instances can have at most ${most} items.`);
  return references;
}

/** By id or ARN; one still launching has not registered yet, so that ECS does not know it. */
function lookUp(
  { fleets, account }: InstanceOperationDeps,
  region: string,
  cluster: Cluster,
  references: readonly string[],
): { readonly found: readonly ManagedInstance[]; readonly failures: readonly object[] } {
  const place = { region, account };
  const store = fleets.instances(region, cluster.name);
  const instances = references.map((reference) => {
    const id = idOf(place, cluster.name, reference);
    const instance = id === undefined ? undefined : store.find(id);
    return instance?.status === 'LAUNCHING' ? undefined : instance;
  });
  return {
    found: instances.filter((instance) => instance !== undefined),
    failures: references
      .filter((_, index) => instances[index] === undefined)
      .map((reference) => ({
        arn: reference.startsWith('arn:') ? reference : instanceArn(place, cluster.name, reference),
        reason: 'MISSING',
      })),
  };
}

function idOf(place: EcsPlace, cluster: string, reference: string): string | undefined {
  const [first, second, ...rest] = localName(place, 'container-instance', reference).split('/');
  if (second === undefined) return first;
  return first === cluster && rest.length === 0 ? second : undefined;
}

function viewOf(
  { isPending }: InstanceOperationDeps,
  region: string,
  instance: ManagedInstance,
  options: { readonly tags: boolean; readonly health: boolean },
): object {
  // One with a reservation has not been told its place: for ECS it is not on the instance.
  const placed = instance.claims.filter(({ state }) => state === 'placed');
  const pending = placed.filter(({ request }) => isPending(region, request.taskId)).length;
  return instanceView(instance, { ...options, pending, running: placed.length - pending });
}
