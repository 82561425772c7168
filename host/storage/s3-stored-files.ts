import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import type { S3Access } from './s3-access.js';
import { parseS3Uri } from './s3-uri.js';
import type { StoredFile, StoredFiles } from './stored-files.js';

/** DeleteObjects (S3 API): at most 1000 keys. */
const KEYS_AT_ONCE = 1000;

/** Objects of S3 as files. */
export class S3StoredFiles implements StoredFiles {
  constructor(private readonly access: S3Access) {}

  async *list(prefix: string): AsyncGenerator<StoredFile> {
    const { bucket, key } = parseS3Uri(prefix);
    let ContinuationToken: string | undefined;
    do {
      // Page by page, and not by the SDK's paginator: one that has failed is at its end, and its list would seem whole.
      const page = await this.access.guard('list', prefix, (client) =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken })),
      );
      for (const { Key, Size = 0, LastModified } of page?.Contents ?? [])
        yield { uri: `s3://${bucket}/${String(Key)}`, size: Size, modifiedAt: LastModified?.getTime() ?? 0 };
      ContinuationToken = page?.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  async look(uri: string): Promise<StoredFile | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const head = await this.access.guard('look for', uri, (client) =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );
    if (head === undefined) return undefined;
    return { uri, size: head.ContentLength ?? 0, modifiedAt: head.LastModified?.getTime() ?? 0 };
  }

  digest(uri: string): Promise<string | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    return this.access.guard('read', uri, async (client) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const hash = createHash('sha256');
      if (Body !== undefined) for await (const chunk of Body as Readable) hash.update(chunk as Uint8Array);
      return hash.digest('hex');
    });
  }

  async removeAll(uris: readonly string[]): Promise<void> {
    for (let from = 0; from < uris.length; from += KEYS_AT_ONCE)
      await this.remove(uris.slice(from, from + KEYS_AT_ONCE));
  }

  private async remove(uris: readonly string[]): Promise<void> {
    const [first] = uris;
    if (first === undefined) return;
    const { bucket } = parseS3Uri(first);
    const Objects = uris.map((uri) => ({ Key: parseS3Uri(uri).key }));
    await this.access.guard('remove', first, async (client) => {
      const { Errors: [failed] = [] } = await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
      );
      // The call itself succeeds where a key is refused.
      if (failed !== undefined)
        throw Object.assign(new Error(failed.Message ?? 'not removed'), { name: failed.Code ?? 'Error' });
    });
  }
}
