import type { Span } from './source-text.js';

/** One word of the language. Comments and spaces make none; ends of lines do. */
export type Token =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'string';
      readonly value: string;
      readonly span: Span;
      /** What a string with `${...}` consists of, in a closure; `value` is then empty. */
      readonly parts?: readonly StringPart[];
    }
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  /** Brackets, punctuation and operators, also those only read to be refused. */
  | { readonly kind: 'mark'; readonly mark: string; readonly span: Span }
  | { readonly kind: 'newline'; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span };

/** Whether `token` is the mark `mark`. */
export function isMark(token: Token, mark: string): boolean {
  return token.kind === 'mark' && token.mark === mark;
}

/** A piece of a string: text, or the tokens of an expression to put there. */
export type StringPart = string | readonly Token[];
