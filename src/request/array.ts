import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { invalid, refused, taken, type Reading } from './reading.js';

/** ECS has no task arrays (the quickstart's limitation 2), so the size decides nothing, which is said. */
export function readArray(value: DirectiveValue): Reading<number> {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)
    return taken(value, 'ECS has no task arrays: each task is submitted individually.');
  return refused(
    invalid(
      'must be a whole number above 0',
      describeValue(value),
      'Remove it: tasks are submitted individually.',
    ),
  );
}
