import { type DefinitionInput } from '../definition/definition-shape.js';
import { memoryMiB, sizeProblems } from '../definition/task-size.js';
import { type TaskOverride } from './run-task-shape.js';

/** All overrides of a call as JSON, syntax included (facts §3a). */
const longest = 8192;

/** What is wrong with the overrides of a task of this definition; empty where nothing is. */
export function overrideProblems(overrides: TaskOverride | undefined, definition: DefinitionInput): string[] {
  if (overrides === undefined) return [];
  if (JSON.stringify(overrides).length > longest) {
    return [`Container Overrides length must be at most ${longest}`];
  }
  const names = (definition.containerDefinitions ?? []).map(({ name }) => name);
  return [
    ...(overrides.containerOverrides ?? [])
      .filter(({ name }) => !names.includes(name))
      .map(
        ({ name }) => `Override for container named ${name ?? ''} is not a container in the TaskDefinition`,
      ),
    ...sizeProblems(overrides.cpu, overrides.memory),
    ...memoryProblems(overrides, definition),
    ...(overrides.ephemeralStorage === undefined
      ? []
      : ['overrides.ephemeralStorage is for Fargate only and not supported on Managed Instances']),
    ...((overrides.inferenceAcceleratorOverrides ?? []).length > 0
      ? ['overrides.inferenceAcceleratorOverrides is not supported on Managed Instances']
      : []),
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
