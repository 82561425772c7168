import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { DataRoot } from '../../../local/s3/data-root.js';
import { createS3Service } from '../../../local/s3/s3-service.js';
import { dummyCredentials, runServer, type RunningServer } from '../http/running-server.js';

export interface RunningS3 {
  readonly client: S3Client;
  readonly server: RunningServer;
  /** The folder that holds the buckets. */
  readonly root: string;
  /** A second service on the same files, and a client of it. */
  restart(): Promise<S3Client>;
  close(): Promise<void>;
}

/** S3 on a temporary folder with a bucket `bbb`, and the real SDK to speak to it. */
export async function runS3(region = 'us-east-1'): Promise<RunningS3> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-s3-')));
  const root = join(folder, 's3');
  await mkdir(join(root, 'bbb'), { recursive: true });
  const closers: (() => Promise<void>)[] = [];
  const run = async (): Promise<{ client: S3Client; server: RunningServer }> => {
    const service = await createS3Service({
      root: new DataRoot(root),
      stateFolder: join(folder, 'state'),
      region,
      account: '123456789012',
    });
    const server = await runServer({ s3: service });
    const client = new S3Client({
      region,
      endpoint: server.endpoint,
      credentials: dummyCredentials,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    closers.push(async () => {
      client.destroy();
      await server.close();
      await service.close();
    });
    return { client, server };
  };
  return {
    ...(await run()),
    root,
    restart: async () => (await run()).client,
    close: async () => {
      for (const close of closers) await close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The error a call ended in, for its name and status. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode ?? 0 };
  }
  throw new Error('the call succeeded');
}
