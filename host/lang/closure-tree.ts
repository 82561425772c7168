import type { Span } from './source-text.js';

export type BinaryOperator =
  | '**'
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '..'
  | '..<'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | '!in'
  | '=='
  | '!='
  | '<=>'
  | '=~'
  | '==~'
  | '&&'
  | '||';

/** An expression in a closure, as written. */
export type Operation = { readonly span: Span } & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A text with `${...}` in it. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Operation)[] }
  | { readonly kind: 'list'; readonly items: readonly Operation[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Operation])[] }
  /** What `def` declared. */
  | { readonly kind: 'local'; readonly name: string }
  /** What the engine offers, such as `task`. */
  | { readonly kind: 'offered'; readonly name: string }
  /** `Integer.MAX_VALUE`. */
  | { readonly kind: 'constant'; readonly owner: string; readonly name: string }
  | { readonly kind: 'property'; readonly target: Operation; readonly name: string; readonly safe: boolean }
  | { readonly kind: 'index'; readonly target: Operation; readonly index: Operation }
  | {
      readonly kind: 'method';
      readonly target: Operation;
      readonly name: string;
      readonly args: readonly Operation[];
      readonly safe: boolean;
    }
  /** `Math.pow(2, 3)`; `sleep(100)`, which has no owner. */
  | {
      readonly kind: 'function';
      readonly owner: string;
      readonly name: string;
      readonly args: readonly Operation[];
    }
  | { readonly kind: 'unary'; readonly operator: '-' | '+' | '!'; readonly operand: Operation }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Operation;
      readonly right: Operation;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Operation;
      readonly yes: Operation;
      readonly no: Operation;
    }
  | { readonly kind: 'elvis'; readonly value: Operation; readonly otherwise: Operation }
  | { readonly kind: 'cast'; readonly value: Operation; readonly type: string }
);

/** A statement in a closure, as written. */
export type Step =
  | { readonly kind: 'value'; readonly value: Operation }
  | { readonly kind: 'return'; readonly value: Operation | undefined }
  /** `def name = value`, and `name = value` after it. */
  | { readonly kind: 'set'; readonly name: string; readonly value: Operation }
  | {
      readonly kind: 'if';
      readonly condition: Operation;
      readonly yes: readonly Step[];
      readonly no: readonly Step[];
    };

/** A closure as written. */
export interface ClosureCode {
  readonly steps: readonly Step[];
  readonly span: Span;
  /** Where it says `sleep(...)` first. */
  readonly sleeps: Span | undefined;
}
