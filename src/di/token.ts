import type { InjectionToken } from 'tsyringe';

declare const provides: unique symbol;

/** A DI token that knows the type of what it stands for. Only `token()` makes one. */
export type Token<T> = symbol & { readonly [provides]: T };

/** Makes the token of an interface; by convention both carry the same name. */
export function token<T>(name: string): Token<T> {
  return Symbol(`awsecs.${name}`) as Token<T>;
}

/** The token as tsyringe takes it. */
export function untyped<T>(typed: Token<T>): InjectionToken<T> {
  return typed;
}
