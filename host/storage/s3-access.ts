import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { ExecutorError, redactError } from '../../spi/index.js';
import { storageAdvice } from './storage-advice.js';

const ABSENT = new Set(['NoSuchKey', 'NotFound']);

/**
 * The way to S3 of everything that looks after work files. The client is built at the first use, so a run that fails
 * its checks opens nothing.
 */
export class S3Access {
  private built: S3Client | undefined;

  constructor(private readonly settings: S3ClientConfig) {}

  get client(): S3Client {
    return (this.built ??= new S3Client(this.settings));
  }

  /**
   * Absent objects become `undefined`, but for who writes; every other failure an error that says what was tried.
   * @throws ExecutorError STORAGE_FAILED.
   */
  async guard<T>(
    verb: string,
    uri: string,
    action: (client: S3Client) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await action(this.client);
    } catch (error) {
      if (verb !== 'write' && ABSENT.has(nameOf(error))) return undefined;
      // A storage or a proxy may echo the request with its credentials.
      throw storageFailure(verb, uri, redactError(error));
    }
  }

  close(): void {
    this.built?.destroy();
    this.built = undefined;
  }
}

function storageFailure(verb: string, uri: string, cause: unknown): ExecutorError {
  const message = `Cannot ${verb} ${uri}: ${wordsOf(cause)}. ${storageAdvice(codeOf(cause))}`;
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
  if (typeof error !== 'object' || error === null || nameOf(error) === 'CredentialsProviderError')
    return false;
  // An answer that stopped coming has its status, but was never whole.
  if (nameOf(error) === 'TimeoutError') return true;
  const status =
    '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  // No status: the request never got an answer.
  return status === undefined ? '$metadata' in error || 'code' in error : status >= 500 || status === 429;
}

/** The error's name; empty where it is none. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
