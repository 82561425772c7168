import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { textsOf } from './directive-values.js';
import { invalid, refused, taken, type Reading } from './reading.js';

/** Names of capacity providers in order of preference: one, a list, or several in a text split by commas. */
export function readQueue(value: DirectiveValue): Reading<readonly string[]> {
  const names = textsOf(value)?.flatMap((text) => text.split(',').map((name) => name.trim()));
  if (names?.every((name) => name !== '') === true) return taken(names);
  return refused(
    invalid(
      'must be the name of a capacity provider, or a list of them in order of preference',
      describeValue(value),
      "Write it like: queue 'my-capacity-provider'",
    ),
  );
}
