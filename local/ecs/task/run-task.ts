import { AwsError } from '../../http/aws-error.js';
import { type JsonOperation, operation } from '../../http/aws-json.js';
import { providerArn } from '../arns.js';
import { misfitOf } from '../capacity/type-fit.js';
import { type Cluster } from '../cluster/cluster.js';
import { strategyItem } from '../cluster/strategy.js';
import { type TaskDefinition } from '../definition/definition-registry.js';
import { type EcsRegion } from '../ecs-region.js';
import { type EcsNetwork } from '../network.js';
import { type Random } from '../random-id.js';
import { checkedTags, type EcsTag } from '../tag-rules.js';
import { type Launch, type TaskFailure } from './client-tokens.js';
import { activeProvider, refuseLaunchType, strategyFor, taskNeeds } from './launch-plan.js';
import { networkProblems } from './network-rules.js';
import { newTask } from './new-task.js';
import { overrideProblems } from './override-rules.js';
import { runTaskProblems, unservedParts } from './run-task-rules.js';
import { type RunTaskInput, runTaskShape } from './run-task-shape.js';
import { type EcsTask } from './task.js';
import { stoppedTaskView, taskView } from './task-view.js';

export interface RunTaskDeps {
  readonly regionOf: (region: string) => EcsRegion;
  readonly network: EcsNetwork;
  readonly random: Random;
  /** Milliseconds until DescribeTasks sees a new task. */
  readonly consistency: number;
  /** Sets a new task going. */
  readonly begin: (task: EcsTask, region: EcsRegion) => void;
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/** RunTask (facts §3a). Runs without a pause from check to answer, so that one token can never launch twice. */
export function runTask(deps: RunTaskDeps): JsonOperation {
  return operation(runTaskShape, (input, { region }) => {
    const state = deps.regionOf(region);
    const cluster = state.clusters.get(input.cluster);
    refuse(runTaskProblems(input));
    const before = state.tokens.replay(cluster.name, input);
    if (before !== undefined) return { tasks: before.tasks.map(replayView), failures: before.failures };
    const launched = launch(deps, state, cluster, input);
    state.tokens.remember(cluster.name, input, launched);
    return { tasks: launched.tasks.map((task) => taskView(task, true)), failures: launched.failures };
  });
}

const replayView = (task: EcsTask): object =>
  task.lastStatus === 'STOPPED' ? stoppedTaskView(task) : taskView(task, true);

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw invalid(problems.join('; '));
}

function launch(deps: RunTaskDeps, state: EcsRegion, cluster: Cluster, input: RunTaskInput): Launch {
  const definition = activeDefinition(state, input.taskDefinition ?? '');
  refuseLaunchType(input, definition);
  const unserved = unservedParts(input);
  if (unserved.length > 0) {
    throw new AwsError(
      'UnsupportedFeatureException',
      `The local cloud does not serve: ${unserved.join(', ')}.`,
    );
  }
  const strategy = strategyFor(cluster, input, state.now());
  refuse(overrideProblems(input.overrides, definition.content));
  const tags = taskTags(input, definition, cluster);
  const chosen = Array.from({ length: input.count ?? 1 }, (_, index) => {
    const name = strategyItem(strategy, index, deps.random)?.capacityProvider ?? '';
    return activeProvider(cluster, name, state.now());
  });
  const { networkMode: mode } = definition.content;
  for (const { managedInstances: provider } of new Set(chosen)) {
    const question = {
      mode,
      configuration: input.networkConfiguration,
      provider,
      region: state.place.region,
    };
    refuse(networkProblems(question, deps.network));
  }
  const tasks: EcsTask[] = [];
  const failures: TaskFailure[] = [];
  for (const provider of chosen) {
    const needs = taskNeeds(definition, input.overrides);
    const reason = misfitOf({ needs, architecture: undefined, provider });
    if (reason !== undefined) {
      failures.push({ arn: providerArn(state.place, provider.name), reason });
      continue;
    }
    const order = { place: state.place, cluster, definition, provider, input, tags };
    const moment = { serial: state.nextSerial(), now: state.now(), consistency: deps.consistency };
    const task = newTask({ ...order, ...moment }, deps.network, deps.random);
    state.tasks.add(task);
    deps.begin(task, state);
    tasks.push(task);
  }
  return { tasks, failures };
}

function activeDefinition(state: EcsRegion, reference: string): TaskDefinition {
  const found = state.definitions.find(reference);
  if (found === undefined) throw new AwsError('ClientException', 'TaskDefinition not found.');
  // AWS may take up to ten minutes to refuse (facts §1d); a client must cope with the refusal, so it comes at once.
  if (found.status === 'INACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
  const compatible = found.content.requiresCompatibilities ?? ['EC2'];
  if (!compatible.includes('MANAGED_INSTANCES')) {
    throw invalid('Task definition does not support launch_type MANAGED_INSTANCES.');
  }
  return found;
}

function taskTags(input: RunTaskInput, definition: TaskDefinition, cluster: Cluster): readonly EcsTag[] {
  const own = checkedTags(input.tags);
  const inherited =
    input.propagateTags === 'TASK_DEFINITION'
      ? definition.tags.filter(({ key }) => !own.some((tag) => tag.key === key))
      : [];
  const managed =
    input.enableECSManagedTags === true ? [{ key: 'aws:ecs:clusterName', value: cluster.name }] : [];
  return [...own, ...inherited, ...managed];
}
