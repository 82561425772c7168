// Not by way of host/index.js: help would wait for the AWS SDK.
import { parseDuration } from '../../host/config/units.js';
import { UsageError } from '../arguments/usage-error.js';
import { many, one, type OptionValues } from '../commands/option-values.js';
import { runWish } from '../commands/runs-options.js';
import { sinceOf } from '../logs/log-amounts.js';
import type { CleanArguments } from './clean-command.js';

const DEFAULT_AGE = '30d';
const RUNS_ONLY = ['after', 'but', 'keep-logs'] as const;

/** What is wrong with the value of -older-than, for the end of a sentence. */
export function checkAge(text: string): string | undefined {
  return 'value' in parseDuration(text) ? undefined : 'must be a duration such as 30d or 12h';
}

/**
 * What a command line asks of `nf-awsecs clean`.
 * @throws UsageError where options do not go together.
 */
export function cleanArguments(values: OptionValues, names: readonly string[], now: number): CleanArguments {
  const definitions = values.has('definitions');
  const problems = [
    ...(values.has('force') && values.has('dry-run')
      ? ['Options -force and -dry-run contradict each other. Leave one out.']
      : []),
    ...(definitions ? definitionProblems(values, names) : runProblems(values)),
  ];
  if (problems.length > 0) throw new UsageError(problems, 'nf-awsecs clean');
  const wish = runWish(values, names);
  const anyWish = names.length > 0 || ['before', 'after', 'but'].some((name) => values.has(name));
  return {
    wish: anyWish ? wish : { names: ['last'] },
    force: values.has('force'),
    keepLogs: values.has('keep-logs'),
    quiet: values.has('quiet'),
    configFiles: many(values, 'config'),
    ...(definitions ? { definitionsBefore: momentOf(values, now) } : {}),
  };
}

function definitionProblems(values: OptionValues, names: readonly string[]): readonly string[] {
  const before = one(values, 'before');
  const stray = RUNS_ONLY.filter((name) => values.has(name));
  return [
    ...(names.length > 0 ? [`Option -definitions is not for runs: leave ${names.join(' ')} out.`] : []),
    ...stray.map((name) => `Option -${name} is for runs. Leave it out, or -definitions.`),
    ...(before !== undefined && values.has('older-than')
      ? ['Options -before and -older-than both say how old. Leave one out.']
      : []),
    ...(before !== undefined && dateOf(before) === undefined
      ? [`Option -before must be a date with -definitions, such as 2026-07-28 (found: ${before}).`]
      : []),
  ];
}

function runProblems(values: OptionValues): readonly string[] {
  return values.has('older-than')
    ? ['Option -older-than is for task definitions. Add -definitions, or name runs by -before.']
    : [];
}

function momentOf(values: OptionValues, now: number): number {
  const before = one(values, 'before');
  const date = before === undefined ? undefined : dateOf(before);
  return date ?? sinceOf(one(values, 'older-than') ?? DEFAULT_AGE, now) ?? now;
}

/** A date or time, and no duration. */
function dateOf(text: string): number | undefined {
  return 'value' in parseDuration(text) ? undefined : sinceOf(text, 0);
}
