import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.js';
import { errorTrace } from '../error-text.js';
import { randomUuid } from '../random-id.js';
import { AwsError } from './aws-error.js';
import type { CallFaultSource, RecordedFault } from './call-fault.js';
import type { CallRecord } from './call-record.js';
import { turnedAway } from './front-door.js';
import { limitedBody } from './limited-body.js';
import { neutralError } from './neutral-error.js';
import { requestedOperation } from './requested-operation.js';
import { sendResponse } from './send-response.js';
import type { LocalService, ServiceRequest, ServiceResponse } from './service.js';
import { signatureScope } from './signature-scope.js';
import { answerStruck } from './struck-call.js';
import type { Waits } from './waits.js';

/** A service whose clients do not sign. */
export interface UnsignedService {
  /** Beginning of its paths, e.g. `/v1alpha2/` of Wave; the longest that fits wins. */
  readonly prefix: string;
  /** Its name in the call record. */
  readonly name: string;
  readonly service: LocalService;
  /** Largest body in bytes; default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** A part of this cloud and not of AWS: no fault strikes it, and the call record leaves it out. */
  readonly ours?: boolean;
}

export interface ExchangeOptions {
  /** By the service name of the SigV4 scope, e.g. `ecs`. */
  readonly services: ReadonlyMap<string, LocalService>;
  /** Services by path; a signed request never gets to them. */
  readonly unsigned?: readonly UnsignedService[];
  readonly calls: CallRecord;
  /** Misfortune of calls, and the clock its delays go by (default: the machine's). */
  readonly faults?: CallFaultSource;
  readonly clock?: Clock;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly log: (line: string) => void;
}

const unsignedScope = { service: 'unknown', region: 'unknown' } as const;
const unsignedBodyLimit = 1024 * 1024;

interface Routed {
  readonly request: ServiceRequest;
  readonly service: LocalService | undefined;
  readonly open: UnsignedService | undefined;
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
}

/** What happens to one request after the other: routed, turned away or struck by a fault, answered, recorded. */
export class Exchange {
  private readonly unsigned: readonly UnsignedService[];

  /** @param waits ended by whoever closes the server */
  constructor(
    private readonly options: ExchangeOptions,
    private readonly waits: Waits,
  ) {
    this.unsigned = [...(options.unsigned ?? [])].sort((a, b) => b.prefix.length - a.prefix.length);
  }

  /** Never rejects: whatever goes wrong with one request, the server lives on. */
  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      await this.exchange(this.route(incoming), outgoing);
      // What a refusal left unread would lie before the connection's next request.
      incoming.resume();
    } catch (error) {
      this.options.log(`${incoming.method ?? ''} ${pathOf(incoming)}: ${errorTrace(error)}`);
      outgoing.destroy();
    }
  }

  private route(incoming: IncomingMessage): Routed {
    const url = incoming.url ?? '/';
    const path = pathOf(incoming);
    const query = new URLSearchParams(url.slice(path.length + 1));
    const signed = signatureScope(incoming.headers, query, incoming.method ?? 'GET');
    const open =
      signed === undefined ? this.unsigned.find(({ prefix }) => path.startsWith(prefix)) : undefined;
    const scope = signed ?? { ...unsignedScope, service: open?.name ?? unsignedScope.service };
    const request: ServiceRequest = {
      service: scope.service,
      region: scope.region,
      requestId: randomUuid(this.options.random),
      method: incoming.method ?? 'GET',
      path,
      query,
      headers: incoming.headers,
      body: incoming,
    };
    const service = open?.service ?? this.options.services.get(scope.service);
    return { request, service, open, at: this.options.now() };
  }

  private async exchange(routed: Routed, outgoing: ServerResponse): Promise<void> {
    const { request, service } = routed;
    const refusal = turnedAway(request.headers, request.path);
    if (refusal !== undefined || service === undefined) {
      const error = refusal ?? this.unserved(request);
      const response = neutralError(error, request.headers, request.requestId);
      this.record(routed, response);
      await sendResponse(response, outgoing, request);
    } else if (routed.open?.ours !== true && this.options.faults?.watches(request.service) === true) {
      await this.underFaults(this.options.faults, { ...routed, service }, outgoing);
    } else {
      const response = await this.answer(routed, service);
      this.record(routed, response);
      await sendResponse(response, outgoing, request);
    }
  }

  private async underFaults(
    faults: CallFaultSource,
    routed: Routed & { readonly service: LocalService },
    outgoing: ServerResponse,
  ): Promise<void> {
    const { service } = routed;
    const { operation, request } = await requestedOperation(routed.request, service);
    const whole = { ...routed, request };
    const fault = faults.strike({ service: request.service, operation, region: request.region });
    if (fault === undefined) {
      const response = await this.answer(whole, service);
      this.record(whole, response);
      await sendResponse(response, outgoing, request);
      return;
    }
    await answerStruck({
      fault,
      request,
      outgoing,
      waits: this.waits,
      carryOut: () => this.answer(whole, service),
      refusal: (error) => rendered(error, request, service),
      record: (response, told) => this.record(whole, { operation, ...response }, told),
    });
  }

  private async answer({ request, open }: Routed, service: LocalService): Promise<ServiceResponse> {
    try {
      if (open === undefined) return await service.handle(request);
      const limit = open.maxBodyBytes ?? unsignedBodyLimit;
      const body = limitedBody(request.body, limit, request.headers['content-length']);
      return await service.handle({ ...request, body });
    } catch (error) {
      return rendered(error instanceof AwsError ? error : this.fault(request, error), request, service);
    }
  }

  private fault(request: ServiceRequest, error: unknown): AwsError {
    this.options.log(`${request.service} ${request.method} ${request.path}: ${errorTrace(error)}`);
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
    return this.options.services.has(name) || this.unsigned.some((open) => open.name === name);
  }

  private record({ request, open, at }: Routed, response: ServiceResponse, fault?: RecordedFault): void {
    if (open?.ours === true) return;
    const error = response.error ?? response.headers?.['x-amzn-errortype'];
    this.options.calls.add({
      // Names a client makes up are not kept: each would take memory for good.
      service: this.knows(request.service) ? request.service : unsignedScope.service,
      operation: response.operation ?? 'Unknown',
      region: request.region,
      at,
      status: response.status,
      ...(error === undefined ? {} : { error }),
      ...(fault === undefined ? {} : { fault }),
    });
  }
}

/** An error in the service's own protocol. What is too large to read is not waited for: the connection ends. */
function rendered(error: AwsError, request: ServiceRequest, service: LocalService): ServiceResponse {
  const response =
    service.renderError?.(error, request) ?? neutralError(error, request.headers, request.requestId);
  return error.status === 413
    ? { ...response, headers: { ...response.headers, connection: 'close' } }
    : response;
}

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').split('?', 1)[0] ?? '/';
}
