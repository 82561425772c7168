import { type DefinitionInput } from '../definition/definition-shape.js';
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
  const names = containers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    ...containers
      .filter(({ name }) => !(definition.containerDefinitions ?? []).some((own) => own.name === name))
      .map(
        ({ name }) => `Override for container named ${name ?? ''} is not a container in the TaskDefinition`,
      ),
    ...(twice === undefined ? [] : [`container '${twice}' is overridden twice`]),
    ...sizeProblems(overrides.cpu, overrides.memory),
    ...containers.flatMap(containerProblems),
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

function containerProblems(override: ContainerOverride): string[] {
  const { cpu = 0, memory, memoryReservation, environmentFiles = [], resourceRequirements = [] } = override;
  const whole = (value: number | undefined, least: number): boolean =>
    value === undefined || (Number.isInteger(value) && value >= least);
  return [
    ...(whole(cpu, 0) ? [] : [`cpu ${cpu}: a whole number of units from 0 is allowed`]),
    // 6 MiB is the least a container may have (facts §1a).
    ...(whole(memory, 6) && whole(memoryReservation, 6)
      ? []
      : ['memory and memoryReservation must be whole numbers of MiB from 6']),
    ...(memory !== undefined && memoryReservation !== undefined && memoryReservation > memory
      ? [`memoryReservation ${memoryReservation} is more than memory ${memory}`]
      : []),
    ...(environmentFiles.length > 10
      ? [`${environmentFiles.length} environmentFiles: at most 10 are allowed`]
      : []),
    ...environmentFiles
      .filter(({ type, value = '' }) => type !== 's3' || !/^arn:aws[a-z-]*:s3:::[^/]+\/.+$/.test(value))
      .map(
        ({ type = '', value = '' }) =>
          `environment file '${value}' of type '${type}': the ARN of an S3 object and type s3 are allowed`,
      ),
    ...resourceRequirements
      .filter((wanted) => !isResource(wanted))
      .map(
        ({ type = '', value = '' }) =>
          `resource requirement ${type} '${value}': GPU (a whole number, 0.125, 0.25, 0.5 or ALL) or NeuronDevice (ALL) are allowed`,
      ),
  ].map((problem) => `Override for container ${override.name ?? ''}: ${problem}`);
}

/** Values of facts §8. */
function isResource({ type, value = '' }: { readonly type?: string; readonly value?: string }): boolean {
  if (type === 'NeuronDevice') return value === 'ALL';
  return type === 'GPU' && /^([1-9]\d*|0\.125|0\.25|0\.5|ALL)$/.test(value);
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
