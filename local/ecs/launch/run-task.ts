import { AwsError, invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, operation } from '../../http/aws-json.js';
import { providerArn } from '../arns.js';
import { type Capacity, type CapacityRequest } from '../capacity/capacity.js';
import { constraintProblems } from '../capacity/placement-constraints.js';
import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type Cluster } from '../cluster/cluster.js';
import { strategyItem } from '../cluster/strategy.js';
import { type TaskDefinition } from '../definition/task-definition.js';
import { type EcsRegion } from '../ecs-region.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Random } from '../../random-id.js';
import { type EcsTag } from '../tag-rules.js';
import { stoppedTaskView, taskView } from '../task/task-view.js';
import { type EcsTask } from '../task/task.js';
import { type TaskFailure } from './client-tokens.js';
import { execProblems } from './exec-rules.js';
import { activeProvider, placeWanted, refuseLaunchType, strategyFor } from './launch-plan.js';
import { networkProblems } from './network-rules.js';
import { newTask } from './new-task.js';
import { overrideProblems } from './override-rules.js';
import { placementProblems } from './placement-rules.js';
import { runTaskProblems } from './run-task-rules.js';
import { type RunTaskInput, runTaskShape } from './run-task-shape.js';
import { launchTags } from './launch-tags.js';
import { volumeProblems } from './volume-rules.js';

export interface RunTaskDeps {
  readonly regionOf: (region: string) => EcsRegion;
  readonly network: EcsNetwork;
  readonly random: Random;
  readonly capacity: Capacity;
  /** Milliseconds until DescribeTasks sees a new task. */
  readonly consistency: number;
  /** Sets a new task going. */
  readonly begin: (task: EcsTask, region: EcsRegion, wanted: CapacityRequest) => void;
}

/** One call with everything it names found. */
interface Order {
  readonly state: EcsRegion;
  readonly cluster: Cluster;
  readonly definition: TaskDefinition;
  readonly input: RunTaskInput;
  readonly tags: readonly EcsTag[];
}

/** RunTask (facts §3a). Runs without a pause from check to answer, so that one token can never launch twice. */
export function runTask(deps: RunTaskDeps): JsonOperation {
  return operation(runTaskShape, (input, { region }) => {
    const state = deps.regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    refuse(runTaskProblems(input));
    const before = state.tokens.replay(cluster.name, input);
    if (before !== undefined) return { tasks: before.tasks.map(replayView), failures: before.failures };
    const { tasks, failures } = launch(deps, checked(state, cluster, input));
    state.tokens.remember(cluster.name, input, tasks, failures);
    return { tasks: tasks.map((task) => taskView(task, true)), failures };
  });
}

const replayView = (task: EcsTask): object =>
  task.lastStatus === 'STOPPED' ? stoppedTaskView(task) : taskView(task, true);

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw invalidParameter(problems.join('; '));
}

function checked(state: EcsRegion, cluster: Cluster, input: RunTaskInput): Order {
  const definition = usableDefinition(state, input.taskDefinition ?? '');
  refuseLaunchType(input, definition);
  refuse([
    ...overrideProblems(input.overrides, definition.content),
    ...placementProblems(input, definition.content, constraintProblems),
    ...volumeProblems(input.volumeConfigurations, definition.content),
    ...execProblems(input, definition.content),
  ]);
  return { state, cluster, definition, input, tags: launchTags(input, definition, cluster.name) };
}

function launch(deps: RunTaskDeps, order: Order): { tasks: EcsTask[]; failures: TaskFailure[] } {
  const { state } = order;
  const chosen = chosenProviders(deps, order);
  const tasks: EcsTask[] = [];
  const failures: TaskFailure[] = [];
  for (const provider of chosen) {
    const wanted = placeWanted(order, provider, state.place.region, deps.network);
    const reason = deps.capacity.misfit({ ...wanted, taskId: '' });
    if (reason === undefined) tasks.push(begun(deps, order, provider, wanted));
    else failures.push({ arn: providerArn(state.place, provider.name), reason });
  }
  return { tasks, failures };
}

/** The provider of each task of the call, all of them looked at before any task is launched. */
function chosenProviders(
  deps: RunTaskDeps,
  { state, cluster, definition, input }: Order,
): CapacityProvider[] {
  const strategy = strategyFor(cluster, input, state.now());
  const chosen = Array.from({ length: input.count ?? 1 }, (_, index) => {
    const name = strategyItem(strategy, index, deps.random)?.capacityProvider ?? '';
    return activeProvider(cluster, name, state.now());
  });
  for (const { managedInstances: provider } of new Set(chosen)) {
    const question = {
      mode: definition.content.networkMode,
      configuration: input.networkConfiguration,
      provider,
      region: state.place.region,
    };
    refuse(networkProblems(question, deps.network));
  }
  return chosen;
}

function begun(
  deps: RunTaskDeps,
  { state, ...order }: Order,
  provider: CapacityProvider,
  wanted: Omit<CapacityRequest, 'taskId'>,
): EcsTask {
  const moment = { serial: state.tasks.nextSerial, now: state.now(), consistency: deps.consistency };
  const task = newTask({ ...order, ...moment, place: state.place, provider }, deps.random);
  state.tasks.add(task);
  deps.begin(task, state, { ...wanted, taskId: task.id });
  return task;
}

/** An INACTIVE revision may be run for ten minutes more (facts §1d). */
function usableDefinition(state: EcsRegion, reference: string): TaskDefinition {
  const found = state.definitions.find(reference);
  if (found === undefined) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (!state.definitions.usable(found)) throw new AwsError('ClientException', 'TaskDefinition is inactive');
  const compatible = found.content.requiresCompatibilities ?? ['EC2'];
  if (!compatible.includes('MANAGED_INSTANCES')) {
    throw invalidParameter('Task definition does not support launch_type MANAGED_INSTANCES.');
  }
  return found;
}
