import { ExecutorError, ShutdownError } from '../../spi/index.js';
import { adviceOn, adviceOnLapse } from './advice.js';
import { LapsedCredentials } from './lapsed-credentials.js';

/**
 * How a failed call is to be taken.
 * - `throttled`: not accepted; the same bytes may be sent again later.
 * - `unavailable`: a 5xx, a broken connection or a timeout. Whether it was accepted is unknown.
 * - `lapsed`: the credentials were good and are so no longer. Not accepted; the same bytes may be sent with new ones.
 * - `denied`: credentials or permissions.
 * - `conflict`: the client token was used with other parameters (ConflictException).
 * - `refused`: AWS read it and said no.
 */
export type AwsErrorKind = 'throttled' | 'unavailable' | 'lapsed' | 'denied' | 'conflict' | 'refused';

/** Kinds that can pass by themselves, or by somebody's doing while the run waits. */
const PASSING: ReadonlySet<AwsErrorKind> = new Set(['throttled', 'unavailable', 'lapsed']);

const CODES = {
  throttled: 'THROTTLED',
  unavailable: 'UNAVAILABLE',
  lapsed: 'CREDENTIALS_EXPIRED',
  denied: 'ACCESS_DENIED',
  conflict: 'TOKEN_CONFLICT',
  refused: 'INVALID_REQUEST',
} as const satisfies Readonly<Record<AwsErrorKind, string>>;

/** A call to AWS that failed. */
export class AwsServiceError extends ExecutorError {
  constructor(
    /** e.g. `ecs:RunTask`. */
    readonly operation: string,
    readonly kind: AwsErrorKind,
    /** AWS's own error name, e.g. `ClusterNotFoundException`. */
    readonly awsCode: string,
    /** AWS's own words. */
    readonly awsMessage: string,
    cause?: unknown,
  ) {
    const advice =
      cause instanceof LapsedCredentials
        ? adviceOnLapse(cause.renewable)
        : adviceOn(operation, kind, awsCode, awsMessage);
    super(`${describe(operation, awsCode, awsMessage)}. ${advice}`, {
      code: CODES[kind],
      recoverable: PASSING.has(kind),
      cause,
    });
  }
}

/** A call that came to no answer of ECS: AWS failed it, or the session was over first. */
export type UnansweredCall = AwsServiceError | ShutdownError;

export function isUnanswered(error: unknown): error is UnansweredCall {
  return error instanceof AwsServiceError || error instanceof ShutdownError;
}

/** Why, in the fewest words: AWS's own where it said something. */
export function whyUnanswered(error: UnansweredCall): string {
  return error instanceof AwsServiceError ? `${error.awsCode}: ${error.awsMessage}` : error.message;
}

function describe(operation: string, awsCode: string, words: string): string {
  const named = words.includes(awsCode) ? words : `${awsCode}: ${words}`;
  return `${operation} failed: ${words === '' ? awsCode : named}`;
}

/** ECS throttles with HTTP 400; other services with 429 or 503 (ECS API reference, request throttling). */
const THROTTLES = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'EC2ThrottledException',
  'BandwidthLimitExceeded',
]);

/** Some services wrap the throttle of another into an error of theirs: then only the text tells. */
const THROTTLE_TEXT = /\b(rate exceeded|throttlingexception|too many requests|request limit exceeded)\b/i;

const DENIALS = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnauthorizedOperation',
  'AuthFailure',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'MissingAuthenticationToken',
  'OptInRequired',
]);

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  /** Where a name has several addresses and none could be reached. */
  readonly errors?: readonly unknown[];
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Names that say nothing beside the system's code, e.g. ECONNREFUSED. */
const NAMELESS = new Set(['Error', 'TypeError', 'AggregateError']);

/** Whether AWS wants fewer calls: a throttle, or an answer of a server that cannot keep up (5xx). */
export function asksForLess(error: unknown): boolean {
  if (!(error instanceof AwsServiceError)) return false;
  return error.kind === 'throttled' || (error.kind === 'unavailable' && statusOf(error.cause) >= 500);
}

function statusOf(cause: unknown): number {
  const thrown: SdkError = Object(cause) === cause ? (cause as SdkError) : {};
  return thrown.$metadata?.httpStatusCode ?? 0;
}

/** Gives a failure of an SDK client its meaning. Names and status come first, texts last. */
export function toServiceError(operation: string, error: unknown): AwsServiceError {
  if (error instanceof AwsServiceError) return error;
  const thrown: SdkError = Object(error) === error ? (error as SdkError) : {};
  const { name = 'Error', $metadata } = thrown;
  const code = NAMELESS.has(name) ? (thrown.code ?? name) : name;
  return new AwsServiceError(operation, kindOf(thrown, code), code, oneLine(wordsOf(thrown, error)), error);

  function kindOf(sdk: SdkError, awsCode: string): AwsErrorKind {
    const status = $metadata?.httpStatusCode;
    if (error instanceof LapsedCredentials) return error.renewable ? 'lapsed' : 'denied';
    if (awsCode === 'ConflictException') return 'conflict';
    if (THROTTLES.has(awsCode) || status === 429) return 'throttled';
    if (DENIALS.has(awsCode) || status === 401 || status === 403) return 'denied';
    // No HTTP answer at all: the connection failed, or the answer was lost on the way.
    if (sdk.$fault === undefined && status === undefined) return 'unavailable';
    // It was answered, and the answer was cut or garbled on its way.
    if (sdk.$fault === undefined && status !== undefined && status < 300) return 'unavailable';
    // 408 answers for a server that did not wait: what became of the request is unknown.
    if (status !== undefined && (status >= 500 || status === 408)) return 'unavailable';
    if (sdk.$fault === 'server') return 'unavailable';
    return THROTTLE_TEXT.test(sdk.message ?? '') ? 'throttled' : 'refused';
  }
}

/** An AggregateError of Node says nothing itself: its first member tells the address that was tried. */
function wordsOf({ message, errors }: SdkError, error: unknown): string {
  if (message !== undefined && message !== '') return message;
  const first: unknown = errors?.[0];
  if (first instanceof Error) return first.message;
  return message ?? String(error);
}

/** AWS and the SDK break and pad their messages; one line reads better in a block of ours. */
function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}
