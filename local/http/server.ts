import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError } from './aws-error.js';
import type { CallRecord } from './call-record.js';
import { turnedAway } from './front-door.js';
import { neutralError } from './neutral-error.js';
import { requestId } from './request-id.js';
import { sendResponse } from './send-response.js';
import type { LocalService, ServiceRequest, ServiceResponse } from './service.js';
import { signatureScope } from './signature-scope.js';

export interface LocalServerOptions {
  /** By the service name of the SigV4 scope, e.g. `ecs`. */
  readonly services: ReadonlyMap<string, LocalService>;
  /**
   * Services whose clients do not sign, by the beginning of their paths, e.g. `/v1alpha2/` of Wave, with the name
   * they have in the call record. A signed request never gets to them.
   */
  readonly unsigned?: readonly {
    readonly prefix: string;
    readonly name: string;
    readonly service: LocalService;
  }[];
  readonly calls: CallRecord;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly log: (line: string) => void;
}

const unsignedScope = { service: 'unknown', region: 'unknown' } as const;

/** Serves all services on one port of 127.0.0.1, told apart by the SigV4 scope, as a signed request names it. */
export class LocalServer {
  private readonly inFlight = new Set<Promise<void>>();
  private server: Server | undefined;

  constructor(private readonly options: LocalServerOptions) {}

  /**
   * Starts to listen and tells the port.
   *
   * @param port 0 takes any free one
   * @throws Error from node:net where the port cannot be had, e.g. EADDRINUSE
   */
  async listen(port = 0): Promise<number> {
    const server = createServer((request, response) => this.track(this.serve(request, response)));
    // Clients reuse idle connections; one closed just as a request is sent would look like a lost answer.
    server.keepAliveTimeout = 120_000;
    // A large upload from a slow task may take longer than node's five minutes.
    server.requestTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.on('error', (error) => this.options.log(`server: ${error.message}`));
    this.server = server;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return address.port;
  }

  /** Ends every connection, idle ones too, and waits for what was still being handled. */
  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    await Promise.all(this.inFlight);
  }

  private track(work: Promise<void>): void {
    this.inFlight.add(work);
    void work.finally(() => this.inFlight.delete(work));
  }

  /** Never rejects: whatever goes wrong with one request, the server lives on. */
  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const at = this.options.now();
    try {
      const { request, service } = this.route(incoming);
      const response = await this.answer(request, service);
      this.record(request, response, at);
      await sendResponse(response, outgoing, request);
    } catch (error) {
      this.options.log(`${incoming.method ?? ''} ${pathOf(incoming)}: ${describe(error)}`);
      outgoing.destroy();
    }
  }

  private route(incoming: IncomingMessage): { request: ServiceRequest; service: LocalService | undefined } {
    const url = incoming.url ?? '/';
    const query = new URLSearchParams(url.slice(pathOf(incoming).length + 1));
    const signed = signatureScope(incoming.headers, query, incoming.method ?? 'GET');
    const open =
      signed === undefined
        ? this.options.unsigned?.find(({ prefix }) => pathOf(incoming).startsWith(prefix))
        : undefined;
    const scope = signed ?? { ...unsignedScope, service: open?.name ?? unsignedScope.service };
    const request: ServiceRequest = {
      service: scope.service,
      region: scope.region,
      requestId: requestId(this.options.random),
      method: incoming.method ?? 'GET',
      path: pathOf(incoming),
      query,
      headers: incoming.headers,
      body: incoming,
    };
    return { request, service: open?.service ?? this.options.services.get(scope.service) };
  }

  private async answer(request: ServiceRequest, service: LocalService | undefined): Promise<ServiceResponse> {
    const refusal = turnedAway(request.headers, request.path);
    if (refusal !== undefined || service === undefined) {
      return neutralError(refusal ?? this.unserved(request), request.headers, request.requestId);
    }
    try {
      return await service.handle(request);
    } catch (error) {
      const known = error instanceof AwsError ? error : this.fault(request, error);
      return service.renderError?.(known, request) ?? neutralError(known, request.headers, request.requestId);
    }
  }

  private fault(request: ServiceRequest, error: unknown): AwsError {
    this.options.log(`${request.service} ${request.method} ${request.path}: ${describe(error)}`);
    const message = 'We encountered an internal error: the local cloud failed; its log says why.';
    return new AwsError('InternalError', message, 500);
  }

  private unserved(request: ServiceRequest): AwsError {
    if (request.service === unsignedScope.service) {
      return new AwsError(
        'MissingAuthenticationToken',
        'Request is missing Authentication Token: no SigV4 credential scope names a service. Sign the request (any key will do).',
        403,
      );
    }
    const served = [...this.options.services.keys()].sort().join(', ');
    return new AwsError(
      'UnknownService',
      `the local cloud has no service '${request.service}'. It serves: ${served}.`,
      501,
    );
  }

  private knows(name: string): boolean {
    return (
      this.options.services.has(name) || this.options.unsigned?.some((open) => open.name === name) === true
    );
  }

  private record(request: ServiceRequest, response: ServiceResponse, at: number): void {
    const error = response.error ?? response.headers?.['x-amzn-errortype'];
    this.options.calls.add({
      // Names a client makes up are not kept: each would take memory for good.
      service: this.knows(request.service) ? request.service : unsignedScope.service,
      operation: response.operation ?? 'Unknown',
      region: request.region,
      at,
      status: response.status,
      ...(error === undefined ? {} : { error }),
    });
  }
}

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').split('?', 1)[0] ?? '/';
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
