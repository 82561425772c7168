import type { Timing } from './chance.js';

/** What AWS's throttles look like, beside the usual form of each service. */
export const throttleDisguises = [
  'ThrottlingException',
  'TooManyRequestsException',
  'SlowDown',
  'ServiceUnavailable',
  'RequestLimitExceeded',
  'InvalidParameterException',
  'ClientException',
] as const;
/** One of them. */
export type ThrottleDisguise = (typeof throttleDisguises)[number];

/** A length of time in milliseconds, or a range it is drawn from. */
export type Span = number | readonly [number, number];

/** What befalls a call. Those of the first group are not carried out; those of the second are. */
export type CallEffect =
  | { readonly kind: 'throttle'; readonly as?: ThrottleDisguise; readonly message?: string }
  | { readonly kind: 'server-error' }
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message: string }
  | { readonly kind: 'expired-credentials' }
  | { readonly kind: 'access-denied' }
  | { readonly kind: 'reset' }
  | {
      readonly kind: 'latency';
      readonly ms: Span;
      /** Whether the call waits to be carried out, or its answer waits (the default). */
      readonly holds?: 'request' | 'answer';
    }
  | { readonly kind: 'lost-answer' }
  | { readonly kind: 'cut-answer' }
  | { readonly kind: 'garbled-answer'; readonly how?: 'truncated' | 'garbage' }
  | { readonly kind: 'wrong-content-type'; readonly type?: string }
  | { readonly kind: 'slow-body'; readonly ms: Span };

/** A fault of API calls. */
export interface CallRule extends Timing {
  /** Globs; absent matches all. */
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly effect: CallEffect;
}
