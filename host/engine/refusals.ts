import { ConfigError, isExecutorError, type ExecutorError, type Problem } from '../../spi/index.js';

/** Where a problem stands that is about no setting or directive. */
const THE_RUN = 'the run';

/** Gathers what stands in the way of a run, so that the user reads of everything at once. */
export class Refusals {
  private readonly errors: ExecutorError[] = [];

  /** Keeps a refusal where there is one. */
  add(error: ExecutorError | undefined): void {
    if (error !== undefined) this.errors.push(error);
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
    const problems = this.errors.reduce<readonly Problem[]>((said, error) => {
      // The engine and an executor may find the same thing wrong; one of them may find two things about it.
      const news = problemsOf(error).filter((problem) => !said.some((earlier) => covers(earlier, problem)));
      return [...said, ...news];
    }, []);
    const things = problems.length === 1 ? 'one thing' : `${problems.length} things`;
    throw new ConfigError(`The run cannot start: ${things} must change.`, {
      code: 'CONFIG_INVALID',
      problems,
    });
  }
}

function problemsOf(error: ExecutorError): readonly Problem[] {
  if (error.problems.length > 0) return error.problems;
  return [{ code: error.code, path: THE_RUN, message: error.message }];
}

/** Whether `later` only says again, or follows from, what `earlier` says. */
function covers(earlier: Problem, later: Problem): boolean {
  if (earlier.path === later.path) return later.path !== THE_RUN || earlier.message === later.message;
  if (later.found !== undefined) return false;
  // A setting that was wrong, or the scope it stands in, was left out and is now missed.
  return [later.path, ...defaultsOf(later.path)].some(
    (path) => path === earlier.path || path.startsWith(`${earlier.path}.`),
  );
}

/** The settings that can give the directive at a path its value. */
function defaultsOf(path: string): string[] {
  const directive = /^process \w+, directive (\w+)$/.exec(path)?.[1];
  if (directive === undefined) return [];
  return [`process.${directive}`, ...(directive === 'executor' ? ['executor.name'] : [])];
}
