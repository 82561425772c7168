import { type ObjectStore } from './object-store.js';

/** Bytes of a text that is read whole: environment files are small, and a wrong ARN may name anything. */
const largest = 1024 * 1024;

/** The text of the object an ARN names (`arn:aws:s3:::bucket/key`); `undefined` where there is none, or too large. */
export async function storedText(store: ObjectStore, arn: string): Promise<string | undefined> {
  const [, bucket = '', key = ''] = /^arn:[a-z-]+:s3:::([^/]+)\/(.+)$/.exec(arn) ?? [];
  if (key === '') return undefined;
  try {
    const object = await store.open(bucket, key);
    if (object === undefined) return undefined;
    try {
      return object.stats.size > largest ? undefined : await object.handle.readFile('utf8');
    } finally {
      await object.handle.close();
    }
  } catch {
    // No such bucket, or a link out of the data root: for the agent there is no such file.
    return undefined;
  }
}
