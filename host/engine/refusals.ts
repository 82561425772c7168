import { ConfigError, isExecutorError, type ExecutorError, type Problem } from '../../spi/index.js';

/** Gathers what stands in the way of a run, so that the user reads of everything at once. */
export class Refusals {
  private readonly errors: ExecutorError[] = [];

  add(error: ExecutorError): void {
    this.errors.push(error);
  }

  /** Runs `step`; a refusal is kept, anything else is a defect and passes through. */
  collect<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!isExecutorError(error)) throw error;
      this.add(error);
      return undefined;
    }
  }

  /** @throws the only refusal as it is, or ConfigError (CONFIG_INVALID) with the problems of all of them. */
  throwIfAny(): void {
    const [first, ...others] = this.errors;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    const problems = firstOfEachPath(this.errors.flatMap(problemsOf));
    const things = problems.length === 1 ? 'one thing' : `${problems.length} things`;
    throw new ConfigError(`The run cannot start: ${things} must change.`, {
      code: 'CONFIG_INVALID',
      problems,
    });
  }
}

function problemsOf(error: ExecutorError): readonly Problem[] {
  if (error.problems.length > 0) return error.problems;
  return [{ code: error.code, path: 'the run', message: error.message }];
}

/** The engine and an executor may find the same thing wrong: whoever came first said it. */
function firstOfEachPath(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path }) => !seen.has(path) && seen.add(path));
}
