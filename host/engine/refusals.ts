import { ConfigError, isExecutorError, type ExecutorError, type Problem } from '../../spi/index.js';
import type { Asker } from './asker.js';

/** Gathers what stands in the way of a run or session, so that the user reads of everything at once. */
export class Refusals {
  private readonly errors: ExecutorError[] = [];

  constructor(private readonly asker: Pick<Asker, 'noun'>) {}

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

  /**
   * @throws the only refusal as it is, also where others only say it again; or ConfigError with the problems of all of
   * them: CONFIG_INVALID, or the code that all of them have.
   */
  throwIfAny(): void {
    const [first, ...others] = this.errors;
    if (first === undefined) return;
    const own = this.problemsOf(first);
    const problems = others.reduce((said, error) => {
      // The engine and an executor may find the same thing wrong; one of them may find two things about it.
      const news = this.problemsOf(error).filter((problem) => !said.some((one) => this.covers(one, problem)));
      return [...said, ...news];
    }, own);
    if (problems.length === own.length) throw first;
    const [one] = problems;
    const alike = problems.every((problem) => problem.code === one?.code);
    throw new ConfigError(`The ${this.asker.noun} cannot start: ${problems.length} things must change.`, {
      code: alike && one?.code !== undefined ? one.code : 'CONFIG_INVALID',
      problems,
    });
  }

  /** Where a problem stands that is about no setting or directive. */
  private get whole(): string {
    return `the ${this.asker.noun}`;
  }

  private problemsOf(error: ExecutorError): readonly Problem[] {
    if (error.problems.length > 0) return error.problems;
    return [{ code: error.code, path: this.whole, message: error.message }];
  }

  /** Whether `later` only says again, or follows from, what `earlier` says. */
  private covers(earlier: Problem, later: Problem): boolean {
    if (earlier.path === later.path) return later.path !== this.whole || earlier.message === later.message;
    if (later.found !== undefined) return false;
    // A setting that was wrong, or the scope it stands in, was left out and is now missed.
    return [later.path, ...defaultsOf(later.path)].some(
      (path) => path === earlier.path || path.startsWith(`${earlier.path}.`),
    );
  }
}

/** The settings that can give the directive at a path its value. */
function defaultsOf(path: string): string[] {
  const directive = /^process \w+, directive (\w+)$/.exec(path)?.[1];
  if (directive === undefined) return [];
  return [`process.${directive}`, ...(directive === 'executor' ? ['executor.name'] : [])];
}
