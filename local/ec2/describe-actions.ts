import { AwsError } from '../http/aws-error.js';
import { describe } from './describe.js';
import { describing, type Ec2Action, type Ec2Call } from './ec2-action.js';
import { addressKind, internetGatewayKind, natGatewayKind, natState } from './gateway-kinds.js';
import { groupKind, ruleKind } from './group-kinds.js';
import { interfaceKind } from './network-interface.js';
import type { NatGateway, SecurityGroup, SecurityRule, Subnet } from './network-model.js';
import { prefixLists } from './prefix-list.js';
import { managedPrefixListKind, prefixListKind, regionKind, zoneKind } from './region-kinds.js';
import type { ResourceKind } from './describe.js';
import { endpointKind, routeTableKind } from './route-kinds.js';
import { subnetKind, vpcKind } from './vpc-kinds.js';
import { commonRegions, zonesOf } from './zones.js';

/** What can be asked of EC2's network. */
export const describeActions: Readonly<Record<string, Ec2Action>> = {
  DescribeVpcs: describing(
    ({ account }) => vpcKind(account),
    ({ network }) => network.vpcs,
  ),
  DescribeSubnets: describing(subnetKindOf, ({ network }) => network.subnets),
  DescribeSecurityGroups: describing(groupKindOf, groupsNamed),
  DescribeSecurityGroupRules: describing(
    ({ account }) => ruleKind(account),
    ({ network }) => network.tables.rules.all,
  ),
  DescribeRouteTables: describing(
    ({ account, network }) => routeTableKind(account, (target) => network.tables.leads(target)),
    ({ network }) => network.routeTables,
  ),
  DescribeVpcEndpoints: describing(
    ({ account }) => endpointKind(account),
    ({ network }) => network.endpoints,
  ),
  DescribeInternetGateways: describing(
    ({ account }) => internetGatewayKind(account),
    ({ network }) => network.tables.internetGateways.all,
  ),
  DescribeNatGateways: describing(natKindOf, ({ network, now }) => network.tables.natGateways(now)),
  DescribeAddresses: describing(
    (call) => addressKind((id) => natOf(call, id)),
    ({ network }) => network.tables.addresses.all,
  ),
  DescribeNetworkInterfaces: describing(
    ({ account, network }) => interfaceKind(account, (id) => network.group(id)?.name),
    ({ interfaces, network, parameters }) => {
      // Whether tasks' interfaces count as managed resources is unknown; the guide says that they are seen.
      parameters.flag('IncludeManagedResources');
      return interfaces.in(network.region);
    },
  ),
  DescribePrefixLists: ({ parameters, network }) => {
    // Unlike a managed list, this shape has no tags in EC2's model, nor filters by them.
    const answer = describe(prefixListKind(), prefixLists(network.region), parameters);
    return () => answer;
  },
  DescribeManagedPrefixLists: describing(
    ({ network }) => managedPrefixListKind(network.region),
    ({ network }) => prefixLists(network.region),
  ),
  DescribeAvailabilityZones: (call) => {
    const { parameters, network } = call;
    // All there are have joined already, so both answers are the same.
    parameters.flag('AllAvailabilityZones');
    const answer = describe(zoneKind(network.region), zonesOf(network.region), parameters);
    return () => answer;
  },
  DescribeRegions: ({ parameters, network }) => {
    parameters.flag('AllRegions');
    const names = [...new Set([...commonRegions, network.region])].sort();
    const answer = describe(
      regionKind(),
      names.map((id) => ({ id })),
      parameters,
    );
    return () => answer;
  },
};

/** How a subnet is told: with the addresses that interfaces leave. */
function subnetKindOf({ account, network, interfaces }: Ec2Call): ResourceKind<Subnet> {
  const used = new Map<string, number>();
  for (const { subnetId } of interfaces.in(network.region)) used.set(subnetId, (used.get(subnetId) ?? 0) + 1);
  return subnetKind(account, network.region, (id) => used.get(id) ?? 0);
}

/** How a security group is told. */
function groupKindOf({ account, network }: Ec2Call): ResourceKind<SecurityGroup> {
  const byGroup = new Map<string, SecurityRule[]>();
  for (const rule of network.tables.rules.all) {
    byGroup.set(rule.groupId, [...(byGroup.get(rule.groupId) ?? []), rule]);
  }
  return groupKind({ account, region: network.region }, (id) => byGroup.get(id) ?? []);
}

/** How a NAT gateway is told. */
export function natKindOf({ network, now, natDelay }: Ec2Call): ResourceKind<NatGateway> {
  return natGatewayKind(
    (nat) => natState(nat, now, natDelay),
    (id) => network.tables.addresses.get(id)?.publicIp,
  );
}

/** The NAT gateway that has an Elastic IP address. */
export function natOf({ network, now }: Ec2Call, allocationId: string): NatGateway | undefined {
  return network.tables
    .natGateways(now)
    .find((nat) => nat.allocationId === allocationId && nat.deletedAt === undefined);
}

/** `GroupName` reaches the default VPC's groups only; others are found with the filter `group-name`. */
function groupsNamed({ parameters, network }: Ec2Call): readonly SecurityGroup[] {
  const names = parameters.list('GroupName');
  if (names.length === 0) return network.groups;
  const groups = network.groups.filter((group) => group.vpcId === network.defaultVpc?.id);
  const unknown = names.find((name) => !groups.some((group) => group.name === name));
  if (unknown !== undefined) {
    const message = `The security group '${unknown}' does not exist in default VPC '${network.defaultVpc?.id ?? 'none'}'`;
    throw new AwsError('InvalidGroup.NotFound', message);
  }
  return groups.filter((group) => names.includes(group.name));
}
