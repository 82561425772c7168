import { type ContainerDefinition, type ResourceRequirement } from './container-shape.js';
import { among, repeated, unless } from './rule.js';

const fractions = ['0.125', '0.25', '0.5'];

/** Rules of `resourceRequirements` over all containers of a task (facts §8). */
export function resourceProblems(containers: readonly ContainerDefinition[]): string[] {
  const single = containers.length === 1;
  const neuron = containers.filter(({ resourceRequirements = [] }) =>
    resourceRequirements.some(({ type }) => type === 'NeuronDevice'),
  );
  return [
    ...containers.flatMap(({ resourceRequirements = [] }, index) => [
      ...resourceRequirements.flatMap((requirement, at) =>
        requirementProblems(
          requirement,
          `containerDefinitions[${index}].resourceRequirements[${at}]`,
          single,
        ),
      ),
      ...repeated(resourceRequirements.map(({ type = '' }) => type)).map(
        (type) => `containerDefinitions[${index}].resourceRequirements: type '${type}' is given twice`,
      ),
    ]),
    ...unless(
      neuron.length <= 1,
      `resourceRequirements: ${neuron.length} containers ask for NeuronDevice, only one may`,
    ),
  ];
}

/**
 * What is wrong with one resource requirement, of a container or of its override.
 *
 * @param single whether the task has but one container, which alone may have a part of a GPU
 */
export function requirementProblems(
  requirement: ResourceRequirement,
  path: string,
  single: boolean,
): string[] {
  const { type = '', value = '', sharingStrategy } = requirement;
  return [
    ...among(`${path}.type`, type, ['GPU', 'NeuronDevice']),
    // Its GPUs would be shared by memory, which the model of instances does not know.
    ...unless(
      sharingStrategy === undefined,
      `${path}.sharingStrategy is not served by the local cloud: ask for whole GPUs or a fraction of one`,
    ),
    ...(type === 'GPU' && sharingStrategy === undefined ? gpuProblems(value, path, single) : []),
    ...unless(
      type !== 'NeuronDevice' || value === 'ALL',
      `${path}.value '${value}' must be ALL for NeuronDevice`,
    ),
  ];
}

function gpuProblems(value: string, path: string, single: boolean): string[] {
  if (fractions.includes(value)) {
    return unless(
      single,
      `${path}.value '${value}': only the one container of a task may have a part of a GPU`,
    );
  }
  return unless(
    value === 'ALL' || /^[1-9]\d{0,3}$/.test(value),
    `${path}.value '${value}' must be a whole number of GPUs from 1, ALL, or ${fractions.join(', ')}`,
  );
}
