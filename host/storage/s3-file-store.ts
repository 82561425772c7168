import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { ExecutorError } from '../../spi/index.js';
import type { FileStore } from './file-store.js';
import { parseS3Uri } from './s3-uri.js';

/** Work files in S3. The client is built at the first use, so a run that fails its checks opens nothing. */
export class S3FileStore implements FileStore {
  private client: S3Client | undefined;

  constructor(private readonly settings: S3ClientConfig) {}

  async writeText(uri: string, text: string): Promise<void> {
    const { bucket, key } = parseS3Uri(uri);
    await this.guard('write', uri, (client) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text })),
    );
  }

  async readText(uri: string): Promise<string | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    return this.guard('read', uri, (client) =>
      bodyOf(client, new GetObjectCommand({ Bucket: bucket, Key: key })),
    );
  }

  async readTail(uri: string, maxBytes: number): Promise<string | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=-${maxBytes}` });
    const tail = await this.guard('read', uri, async (client) => {
      try {
        return await bodyOf(client, command);
      } catch (error) {
        // S3 has no last bytes of an empty object to give and calls the range unsatisfiable.
        if (nameOf(error) === 'InvalidRange') return '';
        throw error;
      }
    });
    return tail?.replace(/^\uFFFD+/, '');
  }

  async exists(uri: string): Promise<boolean> {
    const { bucket, key } = parseS3Uri(uri);
    const head = await this.guard('look for', uri, (client) =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );
    return head !== undefined;
  }

  close(): void {
    this.client?.destroy();
    this.client = undefined;
  }

  /** Absent objects become `undefined`; every other failure an error that says what was tried. */
  private async guard<T>(
    verb: string,
    uri: string,
    action: (client: S3Client) => Promise<T>,
  ): Promise<T | undefined> {
    try {
      this.client ??= new S3Client(this.settings);
      return await action(this.client);
    } catch (error) {
      if (verb !== 'write' && ABSENT.has(nameOf(error))) return undefined;
      throw storageFailure(verb, uri, error);
    }
  }
}

const ABSENT = new Set(['NoSuchKey', 'NotFound']);

async function bodyOf(client: S3Client, command: GetObjectCommand): Promise<string> {
  const { Body } = await client.send(command);
  return Body === undefined ? '' : Body.transformToString('utf-8');
}

function storageFailure(verb: string, uri: string, cause: unknown): ExecutorError {
  const words = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new ExecutorError(
    `Cannot ${verb} ${uri}: ${words}. Check that the bucket exists, that aws.region is its region and that the ` +
      'credentials in use may read and write it.',
    { code: 'STORAGE_FAILED', recoverable: isTransient(cause), cause },
  );
}

function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || nameOf(error) === 'CredentialsProviderError')
    return false;
  const status =
    '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  // No status: the request never got an answer.
  return status === undefined ? '$metadata' in error || 'code' in error : status >= 500 || status === 429;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
