import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RequestError } from '../../spi/index.js';
import { token } from '../di/token.js';
import { parseS3Uri, type S3Location } from '../workdir/s3-uri.js';
import { toServiceError } from './service-error.js';

/** The small files beside a task's work. Throws AwsServiceError, or RequestError for a URI that is not S3. */
export interface WorkDirApi {
  /** Undefined where the object does not exist. */
  readText(uri: string): Promise<string | undefined>;
  writeText(uri: string, text: string): Promise<void>;
}

export const WorkDirApi = token<WorkDirApi>('WorkDirApi');

/** {@link WorkDirApi} in S3. */
export class S3WorkDirApi implements WorkDirApi {
  constructor(private readonly client: S3Client) {}

  async readText(uri: string): Promise<string | undefined> {
    const { bucket, key } = locate(uri);
    try {
      const answer = await this.client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await answer.Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw toServiceError('s3:GetObject', error);
    }
  }

  async writeText(uri: string, text: string): Promise<void> {
    const { bucket, key } = locate(uri);
    try {
      await this.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
    } catch (error) {
      throw toServiceError('s3:PutObject', error);
    }
  }
}

function locate(uri: string): S3Location {
  const location = parseS3Uri(uri);
  if (location !== undefined) return location;
  throw new RequestError(
    `Cannot use ${uri}: it is no s3:// URI. Use a work dir in S3, e.g. s3://my-bucket/work.`,
    {
      code: 'WORKDIR_NOT_S3',
    },
  );
}
