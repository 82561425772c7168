import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { InputFingerprints } from '../../../host/cache/input-fingerprints.js';
import { requireBucket } from '../../../host/engine/work-dir-check.js';
import { S3FileStore } from '../../../host/storage/s3-file-store.js';
import { commandRun } from '../../../host/task/wrapper.js';
import { MemoryStore } from '../../host/engine/memory-store.js';
import type { MessageCase } from '../message-case.js';
import { sdkError } from '../sdk-error.js';

const credentials = { accessKeyId: 'local', secretAccessKey: 'not-to-be-shown' };

/** A store whose every request ends like this. */
function failing(error: Error): S3FileStore {
  const handle = (): Promise<never> => Promise.reject(error);
  const config: S3ClientConfig = {
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    requestHandler: { handle } as never,
  };
  return new S3FileStore(config);
}

const failures: readonly (readonly [title: string, name: string, words: string, code?: string])[] = [
  ['a policy that lacks the bucket', 'AccessDenied', 'Access Denied'],
  [
    'a bucket of another region',
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
  ],
  ['an expired token', 'ExpiredToken', 'The provided token has expired.'],
  [
    'a wrong clock',
    'RequestTimeTooSkewed',
    "The difference between the request time and the server's time is too large.",
  ],
  ['an endpoint where nothing listens', 'Error', 'connect ECONNREFUSED 127.0.0.1:4570', 'ECONNREFUSED'],
  ['an answer nobody foresaw', 'InternalError', 'We encountered an internal error. Please try again.'],
];

/** The work dir and the files in it. */
export function storageCases(): readonly MessageCase[] {
  return [
    ...failures.map(([title, name, words, code]): MessageCase => ({
      code: 'STORAGE_FAILED',
      title,
      raise: async () => {
        const store = failing(sdkError(name, words, code === undefined ? { status: 400 } : { code }));
        await store.readTail('s3://my-bucket/work/.command.out', 100).finally(() => store.close());
      },
    })),
    {
      code: 'STORAGE_UNSUPPORTED',
      title: 'a file outside S3',
      raise: () => new S3FileStore({}).exists('/tmp/work/.exitcode'),
    },
    {
      code: 'WORK_DIR_UNUSABLE',
      title: 'a bucket that does not exist',
      raise: () => {
        const store = new MemoryStore();
        store.bucket = false;
        return requireBucket({ uri: 's3://my-bucket/work', givenBy: '-work-dir' }, store);
      },
    },
    {
      code: 'INPUT_MISSING',
      title: 'a file and a folder that are not there',
      raise: async () => {
        await new InputFingerprints(new MemoryStore()).of(
          [
            { uri: 's3://my-bucket/reads.fq', stageAs: 'reads.fq' },
            { uri: 's3://my-bucket/index/', stageAs: 'index' },
          ],
          'standard',
        );
      },
    },
    {
      code: 'TASK_ENVIRONMENT_INVALID',
      title: 'variables a shell cannot hold',
      raise: () =>
        Promise.resolve().then(() =>
          commandRun({
            taskName: 'HELLO',
            workDir: 's3://my-bucket/work/ab/c',
            script: 'true',
            environment: { 'MY-VARIABLE': 'x', NUL: 'a\0b' },
          }),
        ),
    },
  ];
}
