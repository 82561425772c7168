import { join } from 'node:path';
import { claimFolder, releaseFolder } from '../cloud-folder.js';
import { AwsError } from '../http/aws-error.js';
import type { LocalService, ServiceRequest, ServiceResponse } from '../http/service.js';
import { hasCode } from '../system-error.js';
import type { DataRoot } from './data-root.js';
import { MultipartUploads } from './multipart-uploads.js';
import { ObjectStore } from './object-store.js';
import { checkRequest } from './request-rules.js';
import { keyTooLong, notImplemented, s3Error } from './s3-error.js';
import type { S3Home } from './s3-home.js';
import { operationName, s3Call, type S3Call } from './s3-operation.js';
import { s3Operations } from './s3-operations.js';

export interface S3ServiceOptions {
  /** Holds the buckets; exists. */
  readonly root: DataRoot;
  /** For uploads under way and for attributes: on the data root's file system and outside it. */
  readonly stateFolder: string;
  /** Of every bucket nobody created in another. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /**
   * Epoch milliseconds of the machine, with which files' times are compared: never a virtual clock's.
   *
   * @defaultValue Date.now
   */
  readonly now?: () => number;
}

/** Makes the service with the folder it needs. Two clouds may share a data folder, so each has its own for uploads. */
export async function createS3Service(options: S3ServiceOptions): Promise<S3Service> {
  return new S3Service(options, await claimFolder(join(options.stateFolder, 'uploads')));
}

/** Amazon S3 over plain files, by path (`/bucket/key`) and by host (`bucket.localhost`). */
export class S3Service implements LocalService {
  readonly store: ObjectStore;
  private readonly home: S3Home;

  /** @param incoming an empty folder for uploads under way; it goes with the service */
  constructor(
    { root, stateFolder, region, account, now = Date.now }: S3ServiceOptions,
    private readonly incoming: string,
  ) {
    this.store = new ObjectStore(root, { state: stateFolder, incoming }, now);
    const uploads = new MultipartUploads(join(stateFolder, 'multipart'), incoming);
    this.home = { store: this.store, uploads, region, account };
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const operation = operationName(request);
    try {
      const answer = await this.answer(s3Call(request), request);
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
    return recorded(operationName(request));
  }

  renderError(error: AwsError, request: ServiceRequest): ServiceResponse {
    return s3Error(error, request);
  }

  async close(): Promise<void> {
    await releaseFolder(this.incoming);
  }

  private async answer(call: S3Call, request: ServiceRequest): Promise<ServiceResponse> {
    const operation = s3Operations.get(call.operation);
    if (operation === undefined) throw notImplemented(call.operation);
    await checkRequest(request, call, this.home);
    return operation(this.home, call, request);
  }
}

/** Operations have one word; what else a request was read as holds its own text, which is not kept. */
function recorded(operation: string): string {
  return operation.includes(' ') ? 'Unknown' : operation;
}
