import { printable, printableLine } from './printable.js';

/** One thing that is wrong with what the user asked for. */
export interface Problem {
  /** A code of docs/errors.md where this kind of problem has one of its own. */
  readonly code?: string;
  /** A setting (`aws.ecs.cluster`) or directive (`process HELLO, directive disk`). */
  readonly path: string;
  /** The value found, as text for people. Absent when nothing was found, or when it is a secret. */
  readonly found?: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
  /** What to do, e.g. the line to add. */
  readonly fix?: string;
}

/** What an error carries beside its message. */
export interface ExecutorErrorOptions {
  /** One of the codes in docs/errors.md. */
  readonly code: string;
  /** Whether the same request could succeed later. Default false. */
  readonly recoverable?: boolean;
  /** Whether the backend may have done what was asked without anyone knowing. Default false. */
  readonly uncertain?: boolean;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

const brand = Symbol.for('nf-awsecs.spi.ExecutorError');

/**
 * "Cannot do what you asked." A failed task is no error but a `TaskOutcome`.
 * Message grammar: what failed: why (values seen). What to do. Problems are listed below it, one a line, so
 * that the message alone says everything.
 */
export class ExecutorError extends Error {
  /** One of the codes in docs/errors.md. */
  readonly code: string;
  /** Whether the same request could succeed later. */
  readonly recoverable: boolean;
  /** Whether the backend may have done what was asked without anyone knowing. */
  readonly uncertain: boolean;
  /** Everything that is wrong with what was asked for; the message lists it too. */
  readonly problems: readonly Problem[];

  constructor(message: string, options: ExecutorErrorOptions) {
    const list =
      options.problems === undefined || options.problems.length === 0
        ? ''
        : `\n${describeProblems(options.problems)}`;
    super(`${message}${list}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.recoverable = options.recoverable ?? false;
    this.uncertain = options.uncertain ?? false;
    this.problems = options.problems ?? [];
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Tells our errors from others also when they come from another copy of this module. */
export function isExecutorError(error: unknown): error is ExecutorError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** The settings are wrong; nothing was launched. */
export class ConfigError extends ExecutorError {}

/** Something outside the settings is not as the executor needs it; nothing was launched. */
export class PreconditionError extends ExecutorError {}

/** What a process asks for cannot be expressed on this backend. */
export class RequestError extends ExecutorError {}

/** The backend did not accept a task. */
export class SubmitError extends ExecutorError {}

/** Asked for after the end of the session. */
export class ShutdownError extends ExecutorError {}

/** Problems that are shown; nobody reads more of them, and they would push the headline off the screen. */
const MOST_SHOWN = 50;

/** Renders problems one to a line, each with the value found and the mend; of more than 50 the others are counted. */
export function describeProblems(problems: readonly Problem[]): string {
  const more = problems.length - MOST_SHOWN;
  const lines = problems.slice(0, MOST_SHOWN).map(describeProblem);
  return [...lines, ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function describeProblem(problem: Problem): string {
  const code = problem.code === undefined ? '' : ` [${problem.code}]`;
  const found = problem.found === undefined ? '' : ` (found: ${problem.found})`;
  const fix = problem.fix === undefined ? '' : `\n      ${problem.fix.replaceAll('\n', '\n      ')}`;
  // Names and values stand there as the user gave them, whatever they are made of.
  const text = `  - ${printableLine(problem.path)}: ${problem.message}${found}${code}${fix}`;
  return printable(text);
}
