import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AwsError } from './aws-error.js';

/** One request as a service gets it: routed by the SigV4 scope, nothing else read yet. */
export interface ServiceRequest {
  /** Service name of the SigV4 scope, e.g. `ecs`, `s3`, `logs`, `ec2`. */
  readonly service: string;
  /** Region of the SigV4 scope. */
  readonly region: string;
  readonly requestId: string;
  readonly method: string;
  /** The path as sent: percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  /** The operation answered, for the call record: one the service knows. Absent for any other. */
  readonly operation?: string;
  /** AWS's error code where the answer is an error. JSON services may leave it to `x-amzn-errortype`. */
  readonly error?: string;
}

/** One AWS service of the local cloud. */
export interface LocalService {
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /**
   * The operation a request asks for, told without its body: what call faults go by. Absent where `X-Amz-Target` or
   * the form's `Action` tells it; `undefined` where the request is none of the service's.
   */
  operationOf?(request: ServiceRequest): string | undefined;
  /** An error that `handle` threw, in the service's own protocol. AWS JSON's form where this is absent. */
  renderError?(error: AwsError, request: ServiceRequest): ServiceResponse;
  /** Lets go of timers, files and processes. */
  close(): Promise<void>;
}
