import { join } from 'node:path';
import { claimFolder, releaseFolder } from '../cloud-folder.js';
import { AwsError } from '../http/aws-error.js';
import type { LocalService, ServiceRequest, ServiceResponse } from '../http/service.js';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from './bucket-operations.js';
import { deleteObject, deleteObjects, putObject } from './change-objects.js';
import type { DataRoot } from './data-root.js';
import { listObjects } from './list-objects.js';
import { ObjectStore } from './object-store.js';
import { readObject } from './read-object.js';
import { checkRequest } from './request-rules.js';
import { keyTooLong, notImplemented, s3Error } from './s3-error.js';
import { operationName, s3Call, type S3Call } from './s3-operation.js';
import { hasCode } from './system-error.js';

export interface S3ServiceOptions {
  /** Holds the buckets; exists. */
  readonly root: DataRoot;
  /** For uploads under way and for attributes: on the data root's file system and outside it. */
  readonly stateFolder: string;
  /** Of every bucket. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

/** Makes the service with the folder it needs. Two clouds may share a data folder, so each has its own for uploads. */
export async function createS3Service(options: S3ServiceOptions): Promise<S3Service> {
  const uploads = join(options.stateFolder, 'uploads');
  return new S3Service(options, await claimFolder(uploads));
}

/** Amazon S3, path-style, over plain files. Its buckets are all of one region. */
export class S3Service implements LocalService {
  readonly store: ObjectStore;

  /** @param incoming an empty folder for uploads under way; it goes with the service */
  constructor(
    private readonly options: S3ServiceOptions,
    private readonly incoming: string,
  ) {
    const attributes = join(options.stateFolder, 'attributes');
    this.store = new ObjectStore(options.root, { attributes, incoming });
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    let operation = operationName(request, request.path.slice(1), '');
    try {
      const call = s3Call(request);
      operation = call.operation;
      checkRequest(request, call, this.options);
      const answer = await this.answer(call, request);
      return {
        ...answer,
        headers: { 'x-amz-request-id': request.requestId, ...answer.headers },
        operation: recorded(operation),
      };
    } catch (error) {
      // Escaping makes a key's path longer than the key, and a file system has its limits too.
      const known = hasCode(error, 'ENAMETOOLONG') ? keyTooLong(request.path.length) : error;
      if (!(known instanceof AwsError)) throw known;
      return { ...s3Error(known, request), operation: recorded(operation) };
    }
  }

  operationOf(request: ServiceRequest): string {
    const [bucket = '', ...key] = request.path.slice(1).split('/');
    return operationName(request, bucket, key.join('/'));
  }

  renderError(error: AwsError, request: ServiceRequest): ServiceResponse {
    return s3Error(error, request);
  }

  async close(): Promise<void> {
    await releaseFolder(this.incoming);
  }

  private answer(call: S3Call, request: ServiceRequest): Promise<ServiceResponse> {
    const { store } = this;
    const { region, account } = this.options;
    switch (call.operation) {
      case 'ListBuckets':
        return listBuckets(store, { id: account }, request.query);
      case 'CreateBucket':
        return createBucket(store, call, request, region);
      case 'HeadBucket':
        return headBucket(store, call, region);
      case 'GetBucketLocation':
        return getBucketLocation(store, call, region);
      case 'DeleteBucket':
        return deleteBucket(store, call);
      case 'ListObjectsV2':
        return listObjects(store, call, request.query, { id: account });
      case 'GetObject':
      case 'HeadObject':
        return readObject(store, call, request);
      case 'PutObject':
        return putObject(store, call, request);
      case 'DeleteObject':
        return deleteObject(store, call);
      case 'DeleteObjects':
        return deleteObjects(store, call, request);
      default:
        throw notImplemented(call.operation);
    }
  }
}

/** Operations have one word; what else a request was read as holds its own text, which is not kept. */
function recorded(operation: string): string {
  return operation.includes(' ') ? 'Unknown' : operation;
}
