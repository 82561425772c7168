import { AwsError } from '../http/aws-error.js';
import { cidrText, parseCidr } from './cidr.js';
import type { Ec2Call } from './ec2-action.js';
import { found } from './ec2-action.js';
import { invalidValue } from './invalid-value.js';
import type { RulePeer, SecurityRule } from './network-model.js';
import { noGroup } from './vpc-kinds.js';

/** A rule as a request tells it: not yet of a group. */
export type RuleSpec = Pick<SecurityRule, 'protocol' | 'fromPort' | 'toPort' | 'peer' | 'description'>;

const names: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

/**
 * The rules of `IpPermissions.N`, one for each block, list or group.
 *
 * @throws AwsError InvalidParameterValue, MissingParameter, InvalidGroup.NotFound
 */
export function readRules(call: Ec2Call): readonly RuleSpec[] {
  const items = call.parameters.items('IpPermissions');
  if (items.length === 0) {
    throw new AwsError(
      'MissingParameter',
      'The request must contain the parameter IpPermissions: the local cloud reads rules from there only',
    );
  }
  return items.flatMap((item) => permissionRules(call, item));
}

function permissionRules(call: Ec2Call, item: string): readonly RuleSpec[] {
  const { parameters } = call;
  const given = parameters.required(`${item}.IpProtocol`).toLowerCase();
  const protocol = names[given] ?? given;
  if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(protocol)) {
    throw invalidValue(`Invalid value '${given}' for IP protocol. Unknown protocol.`);
  }
  const ports = portsOf(protocol, [parameters.text(`${item}.FromPort`), parameters.text(`${item}.ToPort`)]);
  const peers = peersOf(call, item);
  if (peers.length === 0) {
    throw new AwsError('MissingParameter', `${item} names no block, prefix list or group to let in or out`);
  }
  return peers.map((peer) => ({ protocol, ...ports, ...peer }));
}

function portsOf(
  protocol: string,
  given: readonly (string | undefined)[],
): { readonly fromPort?: number; readonly toPort?: number } {
  // All protocols have all ports, whatever is said (API reference, IpPermission).
  if (protocol === '-1') return {};
  const needed = protocol === 'tcp' || protocol === 'udp';
  const [from, to] = given.map((port) => (port === undefined ? undefined : Number(port)));
  if (from === undefined || to === undefined) {
    if (needed)
      throw invalidValue('Invalid value for portRange. Must specify both from and to ports with TCP/UDP.');
    return {};
  }
  const least = needed ? 0 : -1;
  if (![from, to].every((port) => Number.isInteger(port) && port >= least && port <= 65_535)) {
    throw invalidValue(`Invalid value '${given.join(', ')}' for portRange. Ports are ${least} to 65535.`);
  }
  if (needed && from > to) throw invalidValue(`Invalid TCP/UDP port range (${from}:${to})`);
  return { fromPort: from, toPort: to };
}

function peersOf(call: Ec2Call, item: string): readonly Pick<RuleSpec, 'peer' | 'description'>[] {
  const { parameters } = call;
  const read = (list: string, member: string, kind: RulePeer['kind'], check: (value: string) => string) =>
    parameters.items(`${item}.${list}`).map((entry) => {
      const value = check(parameters.required(`${entry}.${member}`));
      const description = parameters.text(`${entry}.Description`);
      return { peer: { kind, value }, ...(description === undefined ? {} : { description }) };
    });
  return [
    ...read('IpRanges', 'CidrIp', 'cidr', checkedCidr),
    ...read('Ipv6Ranges', 'CidrIpv6', 'cidr6', checkedCidr6),
    ...read('PrefixListIds', 'PrefixListId', 'prefixList', (id) => id),
    ...read('Groups', 'GroupId', 'group', (id) => found(call.network.group(id), id, noGroup).id),
  ];
}

function checkedCidr(text: string): string {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw invalidValue(`CIDR block ${text.slice(0, 60)} is malformed`);
  return cidrText(cidr);
}

function checkedCidr6(text: string): string {
  if (!/^[0-9a-f:]{2,39}\/\d{1,3}$/i.test(text))
    throw invalidValue(`CIDR block ${text.slice(0, 60)} is malformed`);
  return text.toLowerCase();
}

/** Whether two rules say the same: their descriptions do not count. */
export function sameRule(one: RuleSpec, other: RuleSpec): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    one.peer.kind === other.peer.kind &&
    one.peer.value === other.peer.value
  );
}
