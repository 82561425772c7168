import { type ContainerDefinition } from './container-shape.js';
import { type DefinitionInput } from './definition-shape.js';
import { absolute, repeated, required, unless } from './rule.js';

/** Rules of a container's `mountPoints` and `volumesFrom`. */
export function mountProblems(
  container: ContainerDefinition,
  path: string,
  definition: DefinitionInput,
): string[] {
  const { mountPoints = [], volumesFrom = [], name: own } = container;
  const { volumes = [], containerDefinitions: containers = [] } = definition;
  return [
    ...mountPoints.flatMap(({ sourceVolume = '', containerPath }, index) => [
      ...unless(
        volumes.some(({ name }) => name === sourceVolume),
        `${path}.mountPoints[${index}]: Unknown volume '${sourceVolume}'.`,
      ),
      ...required(`${path}.mountPoints[${index}].containerPath`, containerPath),
      ...(containerPath === '' ? [] : absolute(`${path}.mountPoints[${index}].containerPath`, containerPath)),
    ]),
    ...repeated(mountPoints.map(({ containerPath = '' }) => containerPath)).map(
      (target) => `${path}.mountPoints: '${target}' is mounted twice`,
    ),
    ...volumesFrom.flatMap(({ sourceContainer = '' }, index) =>
      unless(
        sourceContainer !== own && containers.some(({ name }) => name === sourceContainer),
        `${path}.volumesFrom[${index}].sourceContainer '${sourceContainer}' is no other container of the definition`,
      ),
    ),
  ];
}
