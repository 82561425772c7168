import { type ResourceRequirement } from '../definition/container-shape.js';
import { gpuCount } from '../definition/task-size.js';

/**
 * Which of a task's GPUs each of its containers gets, in their order: whole ones are dealt out, `ALL` is all of
 * them, and a fraction shares the one there is (facts §8).
 *
 * @param wanted the resource requirements of each container
 */
export function gpuShares(
  gpuIds: readonly string[],
  wanted: readonly (readonly ResourceRequirement[])[],
): readonly (readonly string[])[] {
  let dealt = 0;
  return wanted.map((requirements) => {
    if (requirements.some(({ type, value }) => type === 'GPU' && value === 'ALL')) return gpuIds;
    const count = gpuCount(requirements);
    if (count > 0 && count < 1) return gpuIds.slice(0, 1);
    const share = gpuIds.slice(dealt, dealt + count);
    dealt += count;
    return share;
  });
}
