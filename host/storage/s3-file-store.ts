import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Patience, type WeatherGround } from '../weather/patience.js';
import type { FileHead, FileStore } from './file-store.js';
import { nameOf, S3Access } from './s3-access.js';
import { S3StoredFiles } from './s3-stored-files.js';
import { parseS3Uri } from './s3-uri.js';
import { S3VersionedFiles } from './s3-versioned-files.js';
import type { StoredFile } from './stored-files.js';
import type { VersionedFile } from './versioned-files.js';
import type { WorkFiles } from './work-files.js';

/** Work files in S3. */
export class S3FileStore implements FileStore, WorkFiles {
  private readonly access: S3Access;
  private readonly objects: S3StoredFiles;
  private readonly versions: S3VersionedFiles;

  /**
   * @param weather what waits are measured by; without it nothing waits for better weather, as it is right for who only
   * wants to look at something.
   */
  constructor(settings: S3ClientConfig, weather?: WeatherGround) {
    this.access = new S3Access(settings, weather && new Patience(weather, 'S3'));
    this.objects = new S3StoredFiles(this.access);
    this.versions = new S3VersionedFiles(this.access);
  }

  async writeText(uri: string, text: string): Promise<void> {
    const { bucket, key } = parseS3Uri(uri);
    await this.access.guard('write', uri, (client) =>
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
    return this.access.guard('read', uri, async (client) => {
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
    const head = await this.access.guard('look for', uri, (client) =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );
    return head !== undefined;
  }

  async bucketExists(uri: string): Promise<boolean | undefined> {
    const { bucket } = parseS3Uri(uri);
    try {
      await this.access.client.send(new HeadBucketCommand({ Bucket: bucket }));
      return true;
    } catch (error) {
      // Reading and writing objects needs no permission to look at the bucket, and whatever else failed is
      // said better by the call that needs it.
      return nameOf(error) === 'NotFound' || nameOf(error) === 'NoSuchBucket' ? false : undefined;
    }
  }

  list(prefix: string): AsyncIterable<StoredFile> {
    return this.objects.list(prefix);
  }

  look(uri: string): Promise<StoredFile | undefined> {
    return this.objects.look(uri);
  }

  digest(uri: string): Promise<string | undefined> {
    return this.objects.digest(uri);
  }

  removeAll(uris: readonly string[]): Promise<void> {
    return this.objects.removeAll(uris);
  }

  readVersion(uri: string): Promise<VersionedFile | undefined> {
    return this.versions.readVersion(uri);
  }

  writeVersion(uri: string, text: string, expected: string | undefined): Promise<string | undefined> {
    return this.versions.writeVersion(uri, text, expected);
  }

  hurry(): void {
    this.access.hurry();
  }

  close(): void {
    this.access.close();
  }

  private async readRange(uri: string, range: string): Promise<FileHead | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: range });
    return this.access.guard('read', uri, async (client) => {
      try {
        return await partOf(client, command);
      } catch (error) {
        // An empty object has neither first nor last bytes: S3 calls every range of it unsatisfiable.
        if (nameOf(error) === 'InvalidRange') return { text: '', size: 0 };
        throw error;
      }
    });
  }
}

async function partOf(client: S3Client, command: GetObjectCommand): Promise<FileHead> {
  const { Body, ContentRange, ContentLength } = await client.send(command);
  const text = Body === undefined ? '' : await Body.transformToString('utf-8');
  // `bytes 0-9/100`; a storage that ignores ranges gives the whole file and its length.
  const total = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
  return { text, size: total === undefined ? (ContentLength ?? Buffer.byteLength(text)) : Number(total) };
}
