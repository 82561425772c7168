import { AwsError } from '../http/aws-error.js';
import type { LocalService, ServiceRequest, ServiceResponse } from '../http/service.js';
import { renderXml, type XmlElement } from '../http/xml.js';
import { describeActions } from './describe-actions.js';
import { refuseDryRun } from './describe.js';
import type { Ec2Action, Ec2Call } from './ec2-action.js';
import type { Ec2Network } from './ec2-network.js';
import { Ec2Throttle } from './ec2-throttle.js';
import { endpointActions } from './endpoint-actions.js';
import { gatewayActions } from './gateway-actions.js';
import { groupActions } from './group-actions.js';
import { noInterfaces, type NetworkInterfaces } from './network-interface.js';
import { QueryParameters } from './query-parameters.js';
import { routeActions } from './route-actions.js';
import { tagActions } from './tag-actions.js';
import { vpcActions } from './vpc-actions.js';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
/** Bytes of a request: a thousand ids, or 200 filter values, fit; reading parameters is quadratic in their number. */
const bodyLimit = 128 * 1024;

export interface Ec2ServiceOptions {
  /** Twelve digits. */
  readonly account: string;
  readonly network: (region: string) => Ec2Network;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** AWS's request limits (default), or none. */
  readonly throttle?: 'aws' | 'off';
  /** Who has network interfaces (default: nobody). */
  readonly interfaces?: NetworkInterfaces;
  /** Milliseconds a new NAT gateway is pending, and one that goes is deleting (default 1000; AWS takes minutes). */
  readonly natDelay?: number;
  /** Actions of other parts of EC2, by name, e.g. those on instances. */
  readonly more?: Readonly<Record<string, Ec2Action>>;
}

const networkActions: Readonly<Record<string, Ec2Action>> = {
  ...describeActions,
  ...vpcActions,
  ...groupActions,
  ...routeActions,
  ...gatewayActions,
  ...endpointActions,
  ...tagActions,
};

/** The part of Amazon EC2 that has to do with networks, in EC2's Query protocol. */
export function createEc2Service(options: Ec2ServiceOptions): LocalService {
  const actions = new Map(Object.entries({ ...networkActions, ...options.more }));
  const throttles = new Map<string, Ec2Throttle>();
  return {
    handle: async (request) => {
      let operation = 'Unknown';
      try {
        const form = new URLSearchParams(await bodyText(request));
        const name = form.get('Action') ?? '';
        const action = actions.get(name);
        if (action === undefined) throw invalidAction(form.get('Action'), [...actions.keys()]);
        operation = name;
        const network = options.network(request.region);
        if (options.throttle !== 'off')
          throttleOf(throttles, network, options.now).admit(name, isWhole(form));
        const answer = act(action, callOf(new QueryParameters(form), network, options));
        return {
          ...document(`${operation}Response`, { requestId: request.requestId, ...answer }),
          operation,
        };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { ...ec2Error(error, request), operation };
      }
    },
    renderError: ec2Error,
    close: () => Promise.resolve(),
  };
}

function act(action: Ec2Action, call: Ec2Call): XmlElement {
  const commit = action(call);
  call.parameters.refuseUnread(['DryRun']);
  refuseDryRun(call.parameters);
  return commit();
}

function callOf(parameters: QueryParameters, network: Ec2Network, options: Ec2ServiceOptions): Ec2Call {
  const { account, now, interfaces, natDelay } = options;
  return {
    parameters,
    network,
    account,
    now: now(),
    interfaces: interfaces ?? noInterfaces,
    natDelay: natDelay ?? 1000,
  };
}

/** Regions whose buckets are remembered: a client can make up any number, and old ones are full again. */
const mostThrottles = 100;

function throttleOf(
  throttles: Map<string, Ec2Throttle>,
  { region }: Ec2Network,
  now: () => number,
): Ec2Throttle {
  const known = throttles.get(region) ?? new Ec2Throttle(now);
  throttles.delete(region);
  throttles.set(region, known);
  const [oldest] = throttles.keys();
  if (throttles.size > mostThrottles && oldest !== undefined) throttles.delete(oldest);
  return known;
}

/** Whether a request wants all there is at once. */
function isWhole(form: URLSearchParams): boolean {
  return ![...form.keys()].some((name) => name === 'MaxResults' || name.startsWith('Filter.'));
}

function invalidAction(action: string | null, served: readonly string[]): AwsError {
  const message =
    action === null
      ? 'The request names no Action.'
      : `The action ${action} is not valid for this web service: the local cloud serves ${served.join(', ')}.`;
  return new AwsError(action === null ? 'MissingAction' : 'InvalidAction', message);
}

async function bodyText(request: ServiceRequest): Promise<string> {
  // The Query protocol may also be spoken with GET.
  if (request.method === 'GET') return request.query.toString();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.body.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > bodyLimit)
      throw new AwsError('RequestEntityTooLarge', `The request exceeds ${bodyLimit} bytes.`, 413);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function ec2Error(error: AwsError, request: ServiceRequest): ServiceResponse {
  const content = {
    Errors: { Error: { Code: error.code, Message: error.message } },
    RequestID: request.requestId,
  };
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: renderXml('Response', content),
    error: error.code,
  };
}

function document(root: string, content: XmlElement): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: renderXml(root, content, namespace),
  };
}
