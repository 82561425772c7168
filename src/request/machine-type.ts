import { describeValue, type DirectiveValue } from '../../spi/index.js';
import { textsOf } from './directive-values.js';
import { invalid, refused, taken, type Reading } from './reading.js';

/**
 * Family, dot, size; `*` stands for any letters, as in EC2's `AllowedInstanceTypes`
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirements.html). A family alone has no dot.
 */
const INSTANCE_TYPE = /^[a-z0-9*-]+\.[a-z0-9*-]+$/;

/** Instance types or globs of them, in order of preference: one, a list, or several in a text split by commas. */
export function readMachineType(value: DirectiveValue): Reading<readonly string[]> {
  const names = textsOf(value)?.flatMap((text) => text.split(',').map((name) => name.trim().toLowerCase()));
  if (names?.every((name) => INSTANCE_TYPE.test(name)) === true) return taken([...new Set(names)]);
  return refused(
    invalid(
      'must be an EC2 instance type as r6i.2xlarge, a pattern as c6i.*, or a list of them in order of preference',
      describeValue(value),
      "Write it like: machineType 'r6i.2xlarge'",
    ),
  );
}
