import { AwsError } from '../http/aws-error.js';
import type { LocalService, ServiceRequest, ServiceResponse } from '../http/service.js';
import { renderXml, type XmlElement } from '../http/xml.js';
import { describe } from './describe.js';
import type { Ec2Network } from './ec2-network.js';
import type { Ec2Instance } from './instance.js';
import { instanceActions } from './instance-actions.js';
import { QueryParameters } from './query-parameters.js';
import { endpointKind, routeTableKind } from './route-kinds.js';
import { groupKind, subnetKind, vpcKind } from './vpc-kinds.js';

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
/** Bytes of a request: a thousand ids, or 200 filter values, fit; reading parameters is quadratic in their number. */
const bodyLimit = 128 * 1024;

export interface Ec2ServiceOptions {
  /** Twelve digits. */
  readonly account: string;
  readonly network: (region: string) => Ec2Network;
  /** Instances of the region, those that ended within the hour included (default none). */
  readonly instances?: (region: string) => readonly Ec2Instance[];
}

type Action = (parameters: QueryParameters, network: Ec2Network) => XmlElement;

/** The part of Amazon EC2 that network discovery reads, in EC2's Query protocol. */
export function createEc2Service({
  account,
  network,
  instances = () => [],
}: Ec2ServiceOptions): LocalService {
  const actions = new Map([...actionsOf(account), ...instanceActions(account, instances)]);
  return {
    handle: async (request) => {
      let operation = 'Unknown';
      try {
        const form = new URLSearchParams(await bodyText(request));
        const name = form.get('Action') ?? '';
        const action = actions.get(name);
        if (action === undefined) throw invalidAction(form.get('Action'), [...actions.keys()]);
        operation = name;
        const answer = action(new QueryParameters(form), network(request.region));
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

function actionsOf(account: string): ReadonlyMap<string, Action> {
  return new Map<string, Action>([
    ['DescribeVpcs', (parameters, network) => describe(vpcKind(account), network.vpcs, parameters)],
    [
      'DescribeSubnets',
      (parameters, network) => describe(subnetKind(account, network.region), network.subnets, parameters),
    ],
    [
      'DescribeSecurityGroups',
      (parameters, network) =>
        describe(groupKind(account), groupsNamed(parameters.list('GroupName'), network), parameters),
    ],
    [
      'DescribeRouteTables',
      (parameters, network) => describe(routeTableKind(account), network.routeTables, parameters),
    ],
    [
      'DescribeVpcEndpoints',
      (parameters, network) => describe(endpointKind(account), network.endpoints, parameters),
    ],
  ] satisfies readonly [string, Action][]);
}

/** `GroupName` reaches the default VPC's groups only; others are found with the filter `group-name`. */
function groupsNamed(names: readonly string[], network: Ec2Network): Ec2Network['groups'] {
  if (names.length === 0) return network.groups;
  const groups = network.groups.filter((group) => group.vpcId === network.defaultVpc?.id);
  const unknown = names.find((name) => !groups.some((group) => group.name === name));
  if (unknown !== undefined) {
    const message = `The security group '${unknown}' does not exist in default VPC '${network.defaultVpc?.id ?? 'none'}'`;
    throw new AwsError('InvalidGroup.NotFound', message);
  }
  return groups.filter((group) => names.includes(group.name));
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
  for await (const chunk of request.body) {
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
