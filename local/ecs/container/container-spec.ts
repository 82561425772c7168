import { type ContainerSpec, type Mount } from '../../runtime/task-runtime.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { cpuUnits, gpuCount, memoryMiB } from '../definition/task-size.js';
import { type TaskOverride } from '../launch/run-task-shape.js';
import { type EcsTask } from '../task/task.js';
import { containerOnlyMembers, containerSettings } from './container-settings.js';

/** What a container is given beside its definition. */
export interface ContainerGifts {
  readonly mounts: readonly Mount[];
  /** Of environment files and secrets: what `environment` of definition and override goes over. */
  readonly environment: Readonly<Record<string, string>>;
  readonly gpuIds: readonly string[];
  /** Variables of the agent's own. */
  readonly agent: Readonly<Record<string, string>>;
  readonly output: (line: string) => void;
}

/** A container of the definition with what RunTask overrides of it; environments are merged, not replaced. */
export function overridden(container: ContainerDefinition, overrides: TaskOverride): ContainerDefinition {
  const override = overrides.containerOverrides?.find(({ name }) => name === container.name);
  if (override === undefined) return container;
  return {
    ...container,
    ...override,
    environment: [...(container.environment ?? []), ...(override.environment ?? [])],
  };
}

/**
 * One container as its runtime gets it.
 *
 * @param container with its overrides, see {@link overridden}
 */
export function containerSpec(
  task: EcsTask,
  container: ContainerDefinition,
  gifts: ContainerGifts,
): ContainerSpec {
  const { content } = task.definition;
  const taskCpu = cpuUnits(task.cpu);
  const taskMemoryMiB = memoryMiB(task.memory);
  return {
    taskId: task.id,
    taskArn: task.arn,
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    name: container.name ?? '',
    image: container.image ?? '',
    networkMode: content.networkMode === 'awsvpc' ? 'awsvpc' : 'host',
    ...(taskCpu === undefined ? {} : { taskCpu }),
    ...(taskMemoryMiB === undefined ? {} : { taskMemoryMiB }),
    cpuShares: container.cpu ?? 0,
    ...(container.memory === undefined ? {} : { memoryMiB: container.memory }),
    ...(container.workingDirectory === undefined ? {} : { workingDirectory: container.workingDirectory }),
    mounts: gifts.mounts,
    settings: containerSettings(content, container),
    labels: { ...container.dockerLabels, ...agentLabels(task, container) },
    entryPoint: container.entryPoint ?? [],
    command: container.command ?? [],
    environment: environmentOf(container, gifts),
    containerSettings: containerOnlyMembers(content, container),
    gpus: gpuCount(container.resourceRequirements ?? []),
    wanted: () => task.ending === undefined,
    output: gifts.output,
  };
}

/** The labels the agent sets, which no definition can change. */
export const agentLabels = (task: EcsTask, container: ContainerDefinition): Record<string, string> => ({
  'com.amazonaws.ecs.task-arn': task.arn,
  'com.amazonaws.ecs.cluster': task.cluster.name,
  'com.amazonaws.ecs.container-name': container.name ?? '',
  'com.amazonaws.ecs.task-definition-family': task.definition.family,
  'com.amazonaws.ecs.task-definition-version': String(task.definition.revision),
});

function environmentOf(container: ContainerDefinition, gifts: ContainerGifts): Record<string, string> {
  const given = (container.environment ?? []).map(({ name = '', value = '' }) => [name, value] as const);
  return {
    ...gifts.environment,
    ...Object.fromEntries(given),
    // What makes the driver show a container its own GPUs and no others (facts §8).
    ...(gifts.gpuIds.length === 0 ? {} : { NVIDIA_VISIBLE_DEVICES: gifts.gpuIds.join(',') }),
    // Over the definition's own: the agent's source writes them into the container's map last.
    ...gifts.agent,
  };
}
