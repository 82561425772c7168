import type { ServiceRequest, ServiceResponse } from '../http/service.js';
import type { MultipartUploads } from './multipart-uploads.js';
import type { ObjectStore } from './object-store.js';
import type { S3Call } from './s3-operation.js';

/** What every operation works on. */
export interface S3Home {
  readonly store: ObjectStore;
  readonly uploads: MultipartUploads;
  /** The cloud's: of buckets nobody created in another. */
  readonly region: string;
  /** Twelve digits; owns everything. */
  readonly account: string;
}

/** One operation of S3's REST interface. */
export type S3Operation = (home: S3Home, call: S3Call, request: ServiceRequest) => Promise<ServiceResponse>;
