import { AwsError } from '../http/aws-error.js';
import { escapeXml, type XmlElement } from '../http/xml.js';
import { s3Document, s3Namespace } from './s3-error.js';
import type { S3Home, S3Operation } from './s3-home.js';

/**
 * What clients ask a bucket about before they use it (`aws s3`, Terraform, rclone), answered as S3 does for a
 * bucket whose settings nobody has touched. None of them can be changed here: the changes are refused by name.
 */
const untouched: Readonly<Record<string, readonly [string, XmlElement]>> = {
  GetBucketVersioning: ['VersioningConfiguration', {}],
  GetBucketAccelerateConfiguration: ['AccelerateConfiguration', {}],
  GetBucketLogging: ['BucketLoggingStatus', {}],
  GetBucketNotificationConfiguration: ['NotificationConfiguration', {}],
  GetBucketRequestPayment: ['RequestPaymentConfiguration', { Payer: 'BucketOwner' }],
  GetBucketOwnershipControls: ['OwnershipControls', { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } }],
  GetPublicAccessBlock: [
    'PublicAccessBlockConfiguration',
    { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
  ],
  GetBucketEncryption: [
    'ServerSideEncryptionConfiguration',
    {
      Rule: {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
        BucketKeyEnabled: false,
      },
    },
  ],
};

const absent: Readonly<Record<string, readonly [string, string]>> = {
  GetBucketPolicy: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  GetBucketPolicyStatus: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  GetBucketCors: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
  GetBucketLifecycleConfiguration: [
    'NoSuchLifecycleConfiguration',
    'The lifecycle configuration does not exist',
  ],
  GetBucketWebsite: [
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ],
  GetBucketReplication: [
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
  ],
  GetObjectLockConfiguration: [
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
  ],
};

/** Reads of settings, by operation. */
export const bucketSettings: ReadonlyMap<string, S3Operation> = new Map([
  ['GetBucketAcl', forBucket((_bucket, { account }) => ownersAcl(account))] satisfies [string, S3Operation],
  ...Object.entries(untouched).map(
    ([name, [root, content]]) =>
      [name, forBucket(() => s3Document(root, content))] satisfies [string, S3Operation],
  ),
  ...Object.entries(absent).map(
    ([name, [code, message]]) =>
      [
        name,
        forBucket((bucket) => {
          throw new AwsError(code, message, 404, { BucketName: bucket });
        }),
      ] satisfies [string, S3Operation],
  ),
]);

function forBucket(answer: (bucket: string, home: S3Home) => ReturnType<typeof s3Document>): S3Operation {
  return async (home, { bucket }) => {
    await home.store.needBucket(bucket);
    return answer(bucket, home);
  };
}

/** Where ACLs are switched off, all is the owner's. The one document with attributes, so written out. */
export function ownersAcl(account: string): ReturnType<typeof s3Document> {
  const owner = escapeXml(account);
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${owner}</ID></Grantee>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<AccessControlPolicy xmlns="${s3Namespace}"><Owner><ID>${owner}</ID></Owner><AccessControlList><Grant>${grantee}<Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}
