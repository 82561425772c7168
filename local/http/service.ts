import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

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
}

/** One AWS service of the local cloud. */
export interface LocalService {
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** Lets go of timers, files and processes. */
  close(): Promise<void>;
}
