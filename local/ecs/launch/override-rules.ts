import { type DefinitionInput } from '../definition/definition-shape.js';
import { environmentProblems } from '../definition/environment-rules.js';
import { requirementProblems } from '../definition/resource-rules.js';
import { repeated, unless, within } from '../definition/rule.js';
import { memoryMiB, sizeProblems } from '../definition/task-size.js';
import { type TaskOverride } from './run-task-shape.js';

type ContainerOverride = NonNullable<TaskOverride['containerOverrides']>[number];

/** All overrides of a call as JSON, syntax included (facts §3a). */
const longest = 8192;

/** What is wrong with the overrides of a task of this definition; empty where nothing is. */
export function overrideProblems(overrides: TaskOverride | undefined, definition: DefinitionInput): string[] {
  if (overrides === undefined) return [];
  if (JSON.stringify(overrides).length > longest) {
    return [`Container Overrides length must be at most ${longest}`];
  }
  const containers = overrides.containerOverrides ?? [];
  return [
    ...containers
      .filter(({ name }) => !(definition.containerDefinitions ?? []).some((own) => own.name === name))
      .map(
        ({ name }) => `Override for container named ${name ?? ''} is not a container in the TaskDefinition`,
      ),
    ...repeated(containers.map(({ name = '' }) => name)).map(
      (name) => `container '${name}' is overridden twice`,
    ),
    ...sizeProblems(overrides.cpu, overrides.memory),
    ...containers.flatMap((container) =>
      containerProblems(container, definition.containerDefinitions?.length === 1),
    ),
    ...memoryProblems(overrides, definition),
    ...roleProblems(overrides),
    ...(overrides.ephemeralStorage === undefined
      ? []
      : ['overrides.ephemeralStorage is for Fargate only and not supported on Managed Instances']),
    ...((overrides.inferenceAcceleratorOverrides ?? []).length > 0
      ? ['overrides.inferenceAcceleratorOverrides is not supported on Managed Instances']
      : []),
  ];
}

/** @param single whether the task has but one container */
function containerProblems(override: ContainerOverride, single: boolean): string[] {
  const { cpu, memory, memoryReservation, environment = [], environmentFiles = [] } = override;
  const path = `Override for container ${override.name ?? ''}`;
  return [
    ...unless(
      within(cpu, 0, 196_608),
      `${path}: cpu ${cpu ?? ''} must be a whole number of units from 0 to 196608`,
    ),
    // 6 MiB is the least a container may have (facts §1a).
    ...unless(
      within(memory, 6, Infinity) && within(memoryReservation, 6, Infinity),
      `${path}: memory and memoryReservation must be whole numbers of MiB from 6`,
    ),
    ...unless(
      (memoryReservation ?? 0) <= (memory ?? Infinity),
      `${path}: memoryReservation ${memoryReservation ?? ''} is more than memory ${memory ?? ''}`,
    ),
    ...environmentProblems({ environment, environmentFiles }, path),
    ...(override.resourceRequirements ?? []).flatMap((requirement, index) =>
      requirementProblems(requirement, `${path}.resourceRequirements[${index}]`, single),
    ),
  ];
}

/** A container may not have more memory than its task, also where only the task's is overridden (facts §9). */
function memoryProblems(overrides: TaskOverride, definition: DefinitionInput): string[] {
  const task = memoryMiB(overrides.memory ?? definition.memory ?? '');
  if (task === undefined) return [];
  return (definition.containerDefinitions ?? []).flatMap(({ name = '', memory }) => {
    const own = overrides.containerOverrides?.find((override) => override.name === name)?.memory ?? memory;
    return own !== undefined && own > task
      ? [`container '${name}' has memory ${own}, more than the task's ${task}`]
      : [];
  });
}

function roleProblems(overrides: TaskOverride): string[] {
  return (['taskRoleArn', 'executionRoleArn'] as const).flatMap((member) => {
    const role = overrides[member] ?? '';
    return role === '' || /^(arn:aws[a-z-]*:iam::\d+:role\/.+|[\w+=,.@-]+)$/.test(role)
      ? []
      : [`overrides.${member} '${role}' is no ARN or name of a role`];
  });
}
