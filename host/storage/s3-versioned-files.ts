import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { nameOf, type S3Access } from './s3-access.js';
import { parseS3Uri } from './s3-uri.js';
import type { VersionedFile, VersionedFiles } from './versioned-files.js';

/** Another write was first, or is under way (S3 user guide, conditional writes). */
const OVERTAKEN = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey']);

/** Versions by S3's conditional writes: an object's ETag is its version. */
export class S3VersionedFiles implements VersionedFiles {
  constructor(private readonly access: S3Access) {}

  readVersion(uri: string): Promise<VersionedFile | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    return this.access.guard('read', uri, async (client) => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key });
      let answeredAt: number | undefined;
      // Both times are the storage's: this machine's clock may be wrong, and so may the one of who wrote it.
      command.middlewareStack.add(
        (next) => async (args) => {
          const result = await next(args);
          const { headers = {} } = result.response as { headers?: Record<string, string> };
          answeredAt = Date.parse(headers['date'] ?? '');
          return result;
        },
        { step: 'deserialize', name: 'answeredAt', priority: 'low' },
      );
      const { Body, ETag = '', LastModified } = await client.send(command);
      const text = (await Body?.transformToString('utf-8')) ?? '';
      const age = (answeredAt ?? NaN) - (LastModified?.getTime() ?? NaN);
      return { text, version: ETag, ageMs: Number.isNaN(age) ? 0 : Math.max(0, age) };
    });
  }

  async writeVersion(uri: string, text: string, expected: string | undefined): Promise<string | undefined> {
    const { bucket, key } = parseS3Uri(uri);
    const condition = expected === undefined ? { IfNoneMatch: '*' } : { IfMatch: expected };
    return this.access.guard('write', uri, async (client) => {
      try {
        const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ...condition });
        return (await client.send(put)).ETag ?? '';
      } catch (error) {
        if (!OVERTAKEN.has(nameOf(error))) throw error;
        // An earlier try of this very write may have been taken, and only its answer lost.
        const there = await this.readVersion(uri);
        return there?.text === text ? there.version : undefined;
      }
    });
  }
}
