import type { RunWish } from '../../host/housekeeping/run-choice.js';
import type { OptionDeclaration } from '../arguments/declaration.js';
import { UsageError } from '../arguments/usage-error.js';
import { one, type OptionValues } from './option-values.js';

/** The options that choose among the runs of a folder; `log` and `clean` have them alike. */
export const runsOptions: readonly OptionDeclaration[] = [
  { name: 'before', value: 'run', help: 'runs that began before this one' },
  { name: 'after', value: 'run', help: 'runs that began after this one' },
  { name: 'but', value: 'run', help: 'all runs but this one' },
];

/** The choice that a command line makes. */
export function runWish(values: OptionValues, names: readonly string[]): RunWish {
  const [before, after, but] = ['before', 'after', 'but'].map((name) => one(values, name));
  return {
    names,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(but === undefined ? {} : { but }),
  };
}

/**
 * Names alone are no list of objects.
 * @param command as people call it, e.g. `nf-awsecs log`.
 * @throws UsageError where both are asked for.
 */
export function refuseQuietJson(values: OptionValues, command: string): void {
  if (values.has('quiet') && one(values, 'output') === 'json')
    throw new UsageError(['Options -quiet and -output json contradict each other. Leave one out.'], command);
}
