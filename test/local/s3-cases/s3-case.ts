import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/**
 * One behaviour of S3, told through SDK v3 and nothing else: it holds on AWS, on the local cloud, and on any other
 * server that claims to speak S3.
 */
export interface S3Case {
  readonly title: string;
  /**
   * Rejects where the behaviour is another.
   *
   * @param bucket empty, and the case's own
   */
  readonly run: (client: S3Client, bucket: string) => Promise<void>;
  /** Why the case is not run on a server that is known to get it wrong, by the server's name. */
  readonly notOn?: Readonly<Record<string, string>>;
}

/** Cases of one area, whose titles begin with it. */
export function casesOf(area: string, cases: readonly S3Case[]): readonly S3Case[] {
  return cases.map((item) => ({ ...item, title: `${area}: ${item.title}` }));
}

/** Short for a put of some text. @returns its quoted ETag */
export async function put(
  client: S3Client,
  Bucket: string,
  Key: string,
  Body: string | Uint8Array = Key,
): Promise<string> {
  const answer = await client.send(new PutObjectCommand({ Bucket, Key, Body }));
  return answer.ETag ?? '';
}

/** An object's content as text. */
export async function textOf(client: S3Client, Bucket: string, Key: string): Promise<string> {
  const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
  return (await answer.Body?.transformToString()) ?? '';
}

/** All keys of a bucket of at most 1,000. */
export async function keysOf(client: S3Client, Bucket: string): Promise<readonly string[]> {
  const answer = await client.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url' }));
  return (answer.Contents ?? []).map((item) => decodeURIComponent(item.Key ?? ''));
}

/** The name and status of the error a call ends in. @throws Error where it succeeds */
export async function failureOf(call: Promise<unknown>): Promise<{ name: string; status: number }> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode ?? 0 };
  }
  throw new Error(`the call succeeded: ${JSON.stringify(answer)}`);
}

/** As many bytes as asked, the same for the same seed, and no run of one byte. */
export function someBytes(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed;
  for (let at = 0; at < size; at++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

export const mebibyte = 1024 * 1024;
