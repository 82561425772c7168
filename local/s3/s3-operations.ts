import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './bucket-operations.js';
import { bucketSettings } from './bucket-settings.js';
import { deleteObject, deleteObjects, putObject } from './change-objects.js';
import { completeMultipartUpload } from './complete-upload.js';
import { copyObject } from './copy-object.js';
import { createMultipartUpload } from './create-upload.js';
import { getObjectAcl, getObjectAttributes } from './get-attributes.js';
import { listObjects, listObjectsV2, listObjectVersions } from './list-objects.js';
import { abortMultipartUpload, listMultipartUploads, listParts } from './list-uploads.js';
import { readObject } from './read-object.js';
import type { S3Operation } from './s3-home.js';
import {
  deleteBucketTagging,
  deleteObjectTagging,
  getBucketTagging,
  getObjectTagging,
  putBucketTagging,
  putObjectTagging,
} from './tagging-operations.js';
import { uploadPart, uploadPartCopy } from './upload-part.js';

/** The operations served, by name. */
export const s3Operations: ReadonlyMap<string, S3Operation> = new Map<string, S3Operation>([
  ...bucketSettings,
  ...Object.entries({
    AbortMultipartUpload: abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: createBucket,
    CreateMultipartUpload: createMultipartUpload,
    DeleteBucket: deleteBucket,
    DeleteBucketTagging: deleteBucketTagging,
    DeleteObject: deleteObject,
    DeleteObjectTagging: deleteObjectTagging,
    DeleteObjects: deleteObjects,
    GetBucketLocation: getBucketLocation,
    GetBucketTagging: getBucketTagging,
    GetObject: readObject,
    GetObjectAcl: getObjectAcl,
    GetObjectAttributes: getObjectAttributes,
    GetObjectTagging: getObjectTagging,
    HeadBucket: headBucket,
    HeadObject: readObject,
    ListBuckets: listBuckets,
    ListMultipartUploads: listMultipartUploads,
    ListObjectVersions: listObjectVersions,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListParts: listParts,
    PutBucketTagging: putBucketTagging,
    PutObject: putObject,
    PutObjectTagging: putObjectTagging,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
  }),
]);
