import type { ClosureCode } from './closure-tree.js';
import type { Span } from './source-text.js';

/** A name or quoted key as written. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A value as written. Variables and files are read so that whoever reads the tree can say where they are refused. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'map'; readonly entries: readonly MapEntry[]; readonly span: Span }
  | { readonly kind: 'variable'; readonly name: string; readonly span: Span }
  | { readonly kind: 'closure'; readonly code: ClosureCode; readonly span: Span }
  /** `file(argument)`. */
  | { readonly kind: 'file'; readonly argument: Expression; readonly span: Span };

/** `key: value`, in a map or as a named argument. */
export interface MapEntry {
  readonly key: Name;
  readonly value: Expression;
}

/** `a.b.c = value`. */
export interface Assignment {
  readonly kind: 'assignment';
  readonly path: readonly Name[];
  readonly value: Expression;
  readonly span: Span;
}

/** `a.b { ... }`, or with a name before the brace: `process HELLO { ... }`. */
export interface Block {
  readonly kind: 'block';
  readonly path: readonly Name[];
  readonly argument: Name | undefined;
  readonly body: readonly Statement[];
  readonly span: Span;
}

/** `name arguments`, `name(arguments)`, or the bare `name` (then `bare` is true). */
export interface Call {
  readonly kind: 'call';
  readonly path: readonly Name[];
  readonly positional: readonly Expression[];
  readonly named: readonly MapEntry[];
  readonly bare: boolean;
  readonly span: Span;
}

/** `first | second | ...`, two stages or more. */
export interface Pipe {
  readonly kind: 'pipe';
  readonly stages: readonly [Call, Call, ...Call[]];
  readonly span: Span;
}

/** `name:` at the start of a section. */
export interface Label {
  readonly kind: 'label';
  readonly name: string;
  readonly span: Span;
}

/** A value that stands alone, such as a script's text. */
export interface ValueStatement {
  readonly kind: 'value';
  readonly value: Expression;
  readonly span: Span;
}

export type Statement = Assignment | Block | Call | Pipe | Label | ValueStatement;

/** Joins a path as people write it. */
export function formatPath(path: readonly Name[]): string {
  return path.map((name) => name.text).join('.');
}

/** Names a statement in a message, e.g. "the call println". */
export function describeStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'assignment':
      return `the assignment to ${formatPath(statement.path)}`;
    case 'block':
      return `the block ${formatPath(statement.path)} { ... }`;
    case 'call':
      return statement.bare
        ? `the name ${formatPath(statement.path)}`
        : `the call ${formatPath(statement.path)}`;
    case 'pipe':
      return 'the pipe';
    case 'label':
      return `the section ${statement.name}:`;
    case 'value':
      return 'a value that stands alone';
  }
}
