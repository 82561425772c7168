import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { ExecutorError, redactError } from '../../spi/index.js';
import type { FileHead, FileStore } from './file-store.js';
import { parseS3Uri } from './s3-uri.js';
import { storageAdvice } from './storage-advice.js';
import type { WorkFiles } from './work-files.js';

/** Work files in S3. The client is built at the first use, so a run that fails its checks opens nothing. */
export class S3FileStore implements FileStore, WorkFiles {
  private client: S3Client | undefined;

  constructor(private readonly settings: S3ClientConfig) {}

  async writeText(uri: string, text: string): Promise<void> {
    const { bucket, key } = parseS3Uri(uri);
    await this.guard('write', uri, (client) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text })),
    );
  }

  async readHead(uri: string, maxBytes: number): Promise<FileHead | undefined> {
    const part = await this.readRange(uri, `bytes=0-${maxBytes - 1}`);
    if (part === undefined || part.size <= maxBytes) return part;
    return { ...part, text: part.text.replace(/\uFFFD$/, '') };
  }

  async readTail(uri: string, maxBytes: number): Promise<string | undefined> {
    const part = await this.readRange(uri, `bytes=-${maxBytes}`);
    return part?.text.replace(/^\uFFFD+/, '');
  }

  async readPart(uri: string, from: number, maxBytes: number): Promise<Uint8Array | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const Range = `bytes=${from}-${from + maxBytes - 1}`;
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range });
    return this.guard('read', uri, async (client) => {
      try {
        const { Body, ContentRange } = await client.send(command);
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        // A storage that ignores ranges gives the whole file.
        return ContentRange === undefined ? bytes.subarray(from, from + maxBytes) : bytes;
      } catch (error) {
        if (nameOf(error) === 'InvalidRange') return new Uint8Array();
        throw error;
      }
    });
  }

  async exists(uri: string): Promise<boolean> {
    const { bucket, key } = parseS3Uri(uri);
    const head = await this.guard('look for', uri, (client) =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );
    return head !== undefined;
  }

  async bucketExists(uri: string): Promise<boolean | undefined> {
    const { bucket } = parseS3Uri(uri);
    try {
      this.client ??= new S3Client(this.settings);
      await this.client.send(new HeadBucketCommand({ Bucket: bucket }));
      return true;
    } catch (error) {
      // Reading and writing objects needs no permission to look at the bucket, and whatever else failed is
      // said better by the call that needs it.
      return nameOf(error) === 'NotFound' || nameOf(error) === 'NoSuchBucket' ? false : undefined;
    }
  }

  close(): void {
    this.client?.destroy();
    this.client = undefined;
  }

  private async readRange(uri: string, range: string): Promise<FileHead | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: range });
    return this.guard('read', uri, async (client) => {
      try {
        return await partOf(client, command);
      } catch (error) {
        // An empty object has neither first nor last bytes: S3 calls every range of it unsatisfiable.
        if (nameOf(error) === 'InvalidRange') return { text: '', size: 0 };
        throw error;
      }
    });
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
      // A storage or a proxy may echo the request with its credentials.
      throw storageFailure(verb, uri, redactError(error));
    }
  }
}

const ABSENT = new Set(['NoSuchKey', 'NotFound']);

async function partOf(client: S3Client, command: GetObjectCommand): Promise<FileHead> {
  const { Body, ContentRange, ContentLength } = await client.send(command);
  const text = Body === undefined ? '' : await Body.transformToString('utf-8');
  // `bytes 0-9/100`; a storage that ignores ranges gives the whole file and its length.
  const total = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
  return { text, size: total === undefined ? (ContentLength ?? Buffer.byteLength(text)) : Number(total) };
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

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
