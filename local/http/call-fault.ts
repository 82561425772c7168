import type { AwsError } from './aws-error.js';

/** What a fault knows a call by, before anybody has carried it out. */
export interface CallMark {
  /** Name of the service as the call record has it, e.g. `ecs`. */
  readonly service: string;
  /** E.g. `RunTask`; `POST /path` where the service does not tell its operations from outside. */
  readonly operation: string;
  readonly region: string;
}

/** What is done to a call, once: either it is refused and not carried out, or its answer suffers. */
export type Strike =
  /** Answered with an error of the service's protocol; not carried out. */
  | { readonly kind: 'refuse'; readonly error: AwsError }
  /** The connection is reset; not carried out. */
  | { readonly kind: 'reset' }
  /** Carried out, then the connection ends without an answer. */
  | { readonly kind: 'lose-answer' }
  /** Carried out, then the connection ends in the middle of the body. */
  | { readonly kind: 'cut-answer' }
  /** Carried out, then answered with half a body that looks whole, or with bytes that mean nothing. */
  | { readonly kind: 'garble-answer'; readonly how: 'truncated' | 'garbage' }
  /** Carried out, then answered under another content type. */
  | { readonly kind: 'content-type'; readonly type: string }
  /** Carried out, then the body trickles for so many milliseconds. */
  | { readonly kind: 'slow-body'; readonly ms: number };

/** Everything that befalls one call. */
export interface CallFault {
  /** Ids of the rules that struck, in order. */
  readonly rules: readonly string[];
  /** Milliseconds before the call is looked at. */
  readonly holdRequest: number;
  /** Milliseconds between its being carried out, or refused, and its answer. */
  readonly holdAnswer: number;
  readonly strike: Strike | undefined;
}

/** Decides what befalls calls. */
export interface CallFaultSource {
  /** False where no call of the service can be struck: it is then not looked into. */
  watches(service: string): boolean;
  /** Asked once a call; `undefined` leaves it alone. */
  strike(call: CallMark): CallFault | undefined;
}

/** A fault as the call record tells it. */
export interface RecordedFault {
  readonly rules: readonly string[];
  /** Whether the service carried the call out. */
  readonly carriedOut: boolean;
  /** What the client was given, e.g. `400 ThrottlingException`, `connection reset`. */
  readonly seen: string;
}
