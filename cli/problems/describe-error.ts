import { type ExecutorError, isExecutorError, printable, redact } from '../../spi/index.js';
import { UsageError } from '../arguments/usage-error.js';
import type { Style } from '../progress/style.js';
import { readMore } from './error-page.js';

/** Exit code of a command line that is wrong; everything else that fails ends with 1. */
const usageExitCode = 2;

/**
 * What an error says on the terminal.
 * @param debugging Whether stacks are shown.
 */
export function describeError(error: unknown, style: Style, debugging: boolean): string {
  if (error instanceof UsageError) return describeUsage(error, style);
  if (isExecutorError(error)) return describeExpected(error, style, debugging);
  return describeBug(error, style, debugging);
}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? usageExitCode : 1;
}

function describeUsage(error: UsageError, style: Style): string {
  const [first, ...others] = error.problems;
  const problems =
    others.length === 0
      ? [printable(first ?? '')]
      : ['', ...error.problems.map((problem) => `  - ${printable(problem)}`)];
  return [
    `${style.red('ERROR:')} ${problems.join('\n')}`.replace(': \n', ':\n'),
    `See ${error.command} -help`,
  ].join('\n');
}

function describeExpected(error: ExecutorError, style: Style, debugging: boolean): string {
  const lines = [`${style.red('ERROR:')} ${printable(error.message)}`, style.dim(readMore(error))];
  if (debugging && error.stack !== undefined) lines.push(style.dim(error.stack));
  return lines.join('\n');
}

function describeBug(error: unknown, style: Style, debugging: boolean): string {
  // Nobody knows what a failure nobody foresaw quotes.
  const message = printable(redact(error instanceof Error ? error.message : String(error)));
  const stack = error instanceof Error && error.stack !== undefined ? redact(error.stack) : undefined;
  const request = 'This is a bug in nf-awsecs: please report it';
  const lines = [`${style.red('ERROR:')} Unexpected failure: ${message.replace(/\.$/, '')}.`];
  lines.push(debugging ? `${request} with this stack.` : `${request} with the stack that NXF_DEBUG=1 shows.`);
  if (debugging && stack !== undefined) lines.push(stack);
  return lines.join('\n');
}
