import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { nearest } from '../nearest.js';
import { acceleratorType, acceleratorTypeNames } from '../placement/accelerator-type.js';
import { isMap, type DirectiveMap } from './directive-values.js';
import { invalid, judged, unsatisfiable, type Fault, type Reading } from './reading.js';
import type { AcceleratorNeed } from './task-needs.js';

/** Parts of a GPU that ECS gives, to one container alone (DG ecs-gpu-specifying). */
const SHARES: readonly number[] = [0.125, 0.25, 0.5];
/** No instance type has more; how many a provider's have is for placement to know (facts §8). */
const MOST_GPUS = 16;
const EXAMPLE = "Write it like: accelerator 1, type: 'nvidia-tesla-t4'";

/** GPUs, by `request`, or by `limit` where that alone is given; `runtime` and `platform` are other clouds'. */
export function readAccelerator(value: DirectiveValue): Reading<AcceleratorNeed> {
  const given: DirectiveMap = isMap(value) ? value : { request: value };
  const { request, limit, type, ...others } = given;
  const count = request ?? limit;
  const need: AcceleratorNeed = {
    count: count as number,
    ...(typeof type === 'string' && { type }),
  };
  return judged(need, [
    ...countFaults(count),
    ...typeFaults(type),
    ...Object.keys(others).map(unknownArgument),
  ]);
}

function countFaults(count: DirectiveValue | undefined): Fault[] {
  if (typeof count === 'number') {
    if (SHARES.includes(count)) return [];
    if (Number.isInteger(count) && count >= 1 && count <= MOST_GPUS) return [];
    if (Number.isInteger(count) && count > MOST_GPUS)
      return [
        unsatisfiable(
          `no instance type has more than ${MOST_GPUS} GPUs`,
          String(count),
          'Ask for fewer GPUs.',
        ),
      ];
  }
  return [
    invalid(
      `must be a whole number of GPUs, or a part of one: ${SHARES.join(', ')}`,
      count === undefined ? undefined : describeValue(count),
      EXAMPLE,
    ),
  ];
}

function typeFaults(type: DirectiveValue | undefined): Fault[] {
  if (type === undefined || type === null) return [];
  if (typeof type === 'string' && acceleratorType(type) !== undefined) return [];
  const near = typeof type === 'string' ? nearest(type, acceleratorTypeNames) : undefined;
  const known = `Known are ${acceleratorTypeNames.join(', ')}.`;
  return [
    invalid(
      'has a type that no instance of ECS has',
      describeValue(type),
      near === undefined ? known : `Did you mean ${near}? ${known}`,
    ),
  ];
}

function unknownArgument(name: string): Fault {
  return invalid(
    `has no argument ${name} on ECS: it takes request, limit and type`,
    undefined,
    `Remove ${name}.`,
  );
}
