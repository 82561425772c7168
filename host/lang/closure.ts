import type { ClosureCode } from './closure-tree.js';
import { ClosureRun } from './closure-evaluator.js';
import { EvaluationFault } from './evaluation-fault.js';
import { faultAt, ScriptError } from './script-error.js';
import type { SourceLocation, SourceText, Span } from './source-text.js';
import type { HostObject, Value } from './value.js';

/** What a run of a closure came to. */
export interface ClosureResult<T> {
  readonly value: T;
  /** Milliseconds that it asked to wait. */
  readonly sleptMs: number;
}

/** A closure of a script or configuration file, ready to be run as often as wanted. */
export class Closure {
  readonly location: SourceLocation;

  constructor(
    private readonly code: ClosureCode,
    private readonly source: SourceText,
  ) {
    this.location = source.locate(code.span.start);
  }

  /** As it stands in its file, on one line, without what may be a secret. */
  get text(): string {
    return this.source.shownText(this.code.span);
  }

  /** Where it says `sleep(...)` first. */
  get sleeps(): Span | undefined {
    return this.code.sleeps;
  }

  /**
   * @param offered what the closure may look into, by name.
   * @param finish makes what is wanted of its value; what it throws has the closure for its place.
   * @throws ScriptError with the place in the closure where it has no value.
   */
  run<T>(offered: ReadonlyMap<string, HostObject>, finish: (value: Value) => T): ClosureResult<T> {
    const run = new ClosureRun(offered);
    try {
      const { value } = run.run(this.code.steps);
      return { value: finish(value), sleptMs: run.sleptMs };
    } catch (error) {
      if (!(error instanceof EvaluationFault)) throw error;
      throw new ScriptError([
        faultAt(this.source, error.span ?? this.code.span, error.message, error.advice),
      ]);
    }
  }
}
