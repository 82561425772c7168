import { many, one, type OptionValues } from '../commands/option-values.js';
import type { CliContext } from '../context/cli-context.js';
import { linesOf, sinceOf } from './log-amounts.js';
import type { LogsArguments } from './logs-command.js';

/** What a command line asks of `nf-awsecs logs`. */
export function logsArguments(
  values: OptionValues,
  what: string | undefined,
  context: CliContext,
): LogsArguments {
  const run = one(values, 'run');
  const lines = linesOf(one(values, 'lines') ?? '');
  const since = sinceOf(one(values, 'since') ?? '', context.clock.now());
  return {
    all: values.has('all'),
    follow: values.has('follow'),
    configFiles: many(values, 'config'),
    ...(what === undefined ? {} : { what }),
    ...(run === undefined ? {} : { run }),
    ...(lines === undefined ? {} : { lines }),
    ...(since === undefined ? {} : { since }),
  };
}
