import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ExecutorError, redactError, ShutdownError } from '../../spi/index.js';
import type { Patience } from '../weather/patience.js';
import { LapsedCredentials } from './lapsed-credentials.js';
import { SessionCredentials } from './session-credentials.js';
import { lapseAdvice, storageAdvice } from './storage-advice.js';

const ABSENT = new Set(['NoSuchKey', 'NotFound']);

/**
 * The way to S3 of everything that looks after work files. The client is built at the first use, so a run that fails
 * its checks opens nothing.
 */
export class S3Access {
  private built: S3Client | undefined;
  private closed = false;

  /** @param patience waits out bad weather; without it a call fails after the client's own tries. */
  constructor(
    private readonly settings: S3ClientConfig,
    private readonly patience?: Patience,
  ) {}

  /** @throws ShutdownError once it is closed: a connection that is opened then is closed by nobody. */
  get client(): S3Client {
    if (this.closed) throw closedStorage();
    return (this.built ??= buildClient(this.settings));
  }

  /** Nobody waits for better weather any longer. */
  hurry(): void {
    this.patience?.hurry();
  }

  /**
   * Absent objects become `undefined`, but for who writes; every other failure an error that says what was tried.
   * @param action is repeated as a whole.
   * @throws ExecutorError STORAGE_FAILED.
   */
  guard<T>(verb: string, uri: string, action: (client: S3Client) => Promise<T>): Promise<T | undefined> {
    const call = (): Promise<T | undefined> => this.attempt(verb, uri, action);
    return this.patience === undefined ? call() : this.patience.repeat(call, mayPass);
  }

  private async attempt<T>(
    verb: string,
    uri: string,
    action: (client: S3Client) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.closed) throw closedStorage();
    try {
      return await action(this.client);
    } catch (error) {
      if (verb !== 'write' && ABSENT.has(nameOf(error))) return undefined;
      // A storage or a proxy may echo the request with its credentials.
      throw storageFailure(verb, uri, redactError(error));
    }
  }

  /** For good. */
  close(): void {
    this.closed = true;
    this.hurry();
    if (this.built === undefined) return;
    this.built.destroy();
    // A destroyed client opens new connections when it is used, and its own tries at a call under way do use it.
    this.built.config.requestHandler.handle = () => Promise.reject(closedStorage());
    this.built = undefined;
  }
}

function buildClient(settings: S3ClientConfig): S3Client {
  const credentials = SessionCredentials.of(settings);
  const client = new S3Client({ ...settings, credentials: credentials.provider });
  client.middlewareStack.add((next, context) => credentials.guard(next, context), {
    step: 'initialize',
    priority: 'high',
    name: 'sessionCredentials',
  });
  return client;
}

function closedStorage(): ShutdownError {
  return new ShutdownError('The storage of the work dir is not used any more: the run is over.', {
    code: 'SHUT_DOWN',
  });
}

function mayPass(error: unknown): boolean {
  return error instanceof ExecutorError && error.recoverable;
}

function storageFailure(verb: string, uri: string, cause: unknown): ExecutorError {
  const advice =
    cause instanceof LapsedCredentials ? lapseAdvice(cause.renewable) : storageAdvice(codeOf(cause));
  const message = `Cannot ${verb} ${uri}: ${wordsOf(cause)}. ${advice}`;
  return new ExecutorError(message, { code: 'STORAGE_FAILED', recoverable: isTransient(cause), cause });
}

/** What S3 or the system says, on one line. An AggregateError of Node says nothing: its first member does. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const told: unknown =
    cause.message === '' && cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  const words = told instanceof Error ? told.message : '';
  const code = codeOf(cause);
  const why = words === '' ? code : words.includes(code) ? words : `${code}: ${words}`;
  return why.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}

/** The error's name, or the system's code where the name says nothing. */
function codeOf(cause: unknown): string {
  const name = nameOf(cause);
  if (!['Error', 'TypeError', 'AggregateError'].includes(name)) return name;
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : name;
}

function isTransient(error: unknown): boolean {
  if (error instanceof LapsedCredentials) return error.renewable;
  if (typeof error !== 'object' || error === null || nameOf(error) === 'CredentialsProviderError')
    return false;
  // An answer that stopped coming has its status, but was never whole.
  if (nameOf(error) === 'TimeoutError') return true;
  const status =
    '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  // No status: the request never got an answer.
  if (status === undefined) return '$metadata' in error || 'code' in error;
  // A success that is a failure was cut or garbled on its way.
  return status >= 500 || status === 429 || status < 300;
}

/** The error's name; empty where it is none. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
