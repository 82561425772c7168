import { one, type OptionValues } from '../commands/option-values.js';
import { refuseQuietJson, runWish } from '../commands/runs-options.js';
import type { LogArguments } from './log-command.js';

/**
 * What a command line asks of `nf-awsecs log`.
 * @throws UsageError where options do not go together.
 */
export function logArguments(values: OptionValues, names: readonly string[]): LogArguments {
  refuseQuietJson(values, 'nf-awsecs log');
  const fields = one(values, 'fields');
  return {
    wish: runWish(values, names),
    ...(fields === undefined ? {} : { fields }),
    listFields: values.has('list-fields'),
    quiet: values.has('quiet'),
    separator: one(values, 'separator') ?? '\t',
    format: one(values, 'output') === 'json' ? 'json' : 'text',
  };
}
