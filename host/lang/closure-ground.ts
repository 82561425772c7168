import type { Span } from './source-text.js';
import type { TokenStream } from './token-stream.js';

/** What is supported in closures, for advice. */
export const SUPPORTED_IN_CLOSURES =
  'Use task.<name>, values, operators, conditions, def, if, return, Math and the methods listed in docs/directives.md';

/** What the parsers of one closure share. */
export interface ClosureGround {
  readonly tokens: TokenStream;
  /** Names that `def` has declared where the parser stands. */
  readonly locals: ReadonlySet<string>;
  /** Counts an operator; refuses one too many. */
  readonly count: (span: Span) => void;
  /** Notes a `sleep(...)`. */
  readonly slept: (span: Span) => void;
}
