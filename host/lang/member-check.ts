import { isUnit } from '../config/units.js';
import type { Operation } from './closure-tree.js';
import { methodNames } from './method-table.js';
import { nearestName } from './nearest-name.js';
import type { Span } from './source-text.js';
import type { TokenStream } from './token-stream.js';

/** Refuses a method that no value has. */
export function requireMethod(tokens: TokenStream, target: Operation, name: string, span: Span): void {
  if (target.kind === 'offered')
    tokens.refuse(span, `${target.name} has no method ${name}()`, `Write e.g. ${target.name}.attempt`);
  if (methodNames.has(name) || name === 'equals' || /^get\p{Lu}/u.test(name)) return;
  const nearest = nearestName(name, methodNames);
  const advice =
    nearest === undefined ? `Methods are ${[...methodNames].join(', ')}` : `Did you mean ${nearest}()?`;
  tokens.refuse(span, `the method ${name}() is not supported in a closure`, advice);
}

/** Refuses a property that `target` cannot have, as far as that can be told before the closure runs. */
export function requireProperty(tokens: TokenStream, target: Operation, name: string, span: Span): void {
  if (target.kind === 'literal' && typeof target.value === 'number' && !isUnit(name)) {
    const advice =
      'Write an amount with a unit such as 4.GB (B, KB, MB, GB, TB, PB) or 90.min (ms, s, min, h, d)';
    tokens.refuse(span, `the property .${name} of a number is not supported`, advice);
  }
  const members = target.kind === 'offered' ? tokens.offered.get(target.name) : undefined;
  if (target.kind !== 'offered' || members?.has(name) !== false) return;
  const nearest = nearestName(name, members);
  const advice =
    nearest === undefined ? `It has ${[...members].join(', ')}` : `Did you mean ${target.name}.${nearest}?`;
  tokens.refuse(span, `${target.name} has no property ${name}`, advice);
}
