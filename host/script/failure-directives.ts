import type { DirectiveValue } from '../../spi/index.js';
import type { Reading } from '../config/reading.js';
import { nearestName } from '../lang/nearest-name.js';
import type { Directive } from './directives.js';
import type { ErrorStrategy } from './failure-policy.js';

const strategies = ['terminate', 'finish', 'ignore', 'retry'] as const satisfies readonly ErrorStrategy[];

/** The name of an error strategy; Nextflow takes it in any case of letters. */
function strategy(value: DirectiveValue): Reading<ErrorStrategy> {
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  const found = strategies.find((one) => one === name);
  if (found !== undefined) return { value: found };
  const nearest = nearestName(name, strategies);
  const guess = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
  return { problem: `must be one of '${strategies.join("', '")}'${guess}` };
}

function wholeFrom(least: number): (value: DirectiveValue) => Reading<number> {
  return (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least
      ? { value }
      : { problem: `must be a whole number, ${least} or more` };
}

/** What is to be done about failures of a process's tasks. */
export const failureDirectives: readonly Directive[] = [
  {
    name: 'errorStrategy',
    owner: 'host',
    read: strategy,
    help: "What a failed task does to the run: 'terminate' it (the default), 'finish' what runs, 'ignore' the failure, or 'retry' the task.",
    example: "'retry'",
  },
  {
    name: 'maxRetries',
    owner: 'host',
    read: wholeFrom(0),
    help: "Most retries of one task with the strategy 'retry'; 1 where unset.",
    example: '3',
  },
  {
    name: 'maxErrors',
    owner: 'host',
    read: wholeFrom(-1),
    help: "Most failures of all tasks of the process together with the strategy 'retry'; -1, the default, for any number.",
    example: '20',
  },
];
