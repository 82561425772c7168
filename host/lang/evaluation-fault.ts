import type { Span } from './source-text.js';

/** Why an expression of a closure has no value. Whoever runs the closure turns it into a ScriptError with its place. */
export class EvaluationFault extends Error {
  /** Where it happened; the innermost expression sets it. */
  span: Span | undefined;

  /** `message` and `advice` come without a full stop at their end. */
  constructor(
    message: string,
    readonly advice: string,
  ) {
    super(message);
    this.name = 'EvaluationFault';
  }
}
