import { type ContainerDefinition } from './container-shape.js';
import { among, unless } from './rule.js';

const conditions = ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY'];

/** Rules of `dependsOn`, in the words AWS has for them (API:ContainerDependency). */
export function dependencyProblems(containers: readonly ContainerDefinition[]): string[] {
  return [
    ...containers.flatMap((container, index) =>
      (container.dependsOn ?? []).flatMap(({ containerName = '', condition = '' }, at) => {
        const path = `containerDefinitions[${index}].dependsOn[${at}]`;
        const target = containers.find(({ name }) => name === containerName);
        return [
          ...among(`${path}.condition`, condition, conditions),
          ...(target === undefined
            ? [`${path}: Cannot depend on container '${containerName}' because it does not exist`]
            : conditionProblems(condition, target, path)),
        ];
      }),
    ),
    ...cycleProblems(containers),
  ];
}

function conditionProblems(condition: string, target: ContainerDefinition, path: string): string[] {
  const ends = condition === 'SUCCESS' || condition === 'COMPLETE';
  return [
    ...unless(
      !ends || target.essential === false,
      `${path}: A dependency container with SUCCESS or COMPLETE condition cannot be an essential container`,
    ),
    ...unless(
      condition !== 'HEALTHY' || target.healthCheck !== undefined,
      `${path}: A dependency container with HEALTHY condition must have health check configured`,
    ),
  ];
}

/** Containers also wait for those whose volumes they mount. */
function cycleProblems(containers: readonly ContainerDefinition[]): string[] {
  const waitsFor = new Map(
    containers.map(({ name = '', dependsOn = [], volumesFrom = [] }) => [
      name,
      [
        ...dependsOn.map(({ containerName = '' }) => containerName),
        ...volumesFrom.map(({ sourceContainer = '' }) => sourceContainer),
      ],
    ]),
  );
  // Takes away what waits for nothing that is left; a circle stays.
  for (let before = -1; before !== waitsFor.size;) {
    before = waitsFor.size;
    for (const [name, others] of waitsFor) {
      if (!others.some((other) => waitsFor.has(other))) waitsFor.delete(name);
    }
  }
  return unless(
    waitsFor.size === 0,
    `Container dependencies have a cycle: look at ${[...waitsFor.keys()].join(', ')}`,
  );
}
