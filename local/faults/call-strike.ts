import { AwsError } from '../http/aws-error.js';
import type { CallMark, Strike } from '../http/call-fault.js';
import { accessDenied, expiredCredentials, serverError, throttleError } from './call-errors.js';
import type { CallEffect, Span } from './call-rule.js';

/** An effect that does something to a call beside holding it up. */
export type StrikingEffect = Exclude<CallEffect, { readonly kind: 'latency' }>;

/** What a rule's effect does to this call. `random` draws where the rule gives a range. */
export function strikeOf(effect: StrikingEffect, call: CallMark, random: () => number): Strike {
  switch (effect.kind) {
    case 'throttle':
      return { kind: 'refuse', error: throttleError(call, effect.as, effect.message) };
    case 'server-error':
      return { kind: 'refuse', error: serverError(call) };
    case 'error':
      return { kind: 'refuse', error: new AwsError(effect.code, effect.message, effect.status) };
    case 'expired-credentials':
      return { kind: 'refuse', error: expiredCredentials(call) };
    case 'access-denied':
      return { kind: 'refuse', error: accessDenied(call) };
    case 'reset':
      return { kind: 'reset' };
    case 'lost-answer':
      return { kind: 'lose-answer' };
    case 'cut-answer':
      return { kind: 'cut-answer' };
    case 'garbled-answer':
      return { kind: 'garble-answer', how: effect.how ?? 'garbage' };
    case 'wrong-content-type':
      return { kind: 'content-type', type: effect.type ?? 'text/html' };
    case 'slow-body':
      return { kind: 'slow-body', ms: drawn(effect.ms, random) };
  }
}

/** Milliseconds of a span, whole ones where they are drawn. */
export function drawn(span: Span, random: () => number): number {
  if (typeof span === 'number') return span;
  const [least, most] = span;
  return Math.floor(least + random() * (most - least + 1));
}
