import { AwsError } from '../http/aws-error.js';
import { type Cidr, cidrText, contains, overlap, parseCidr } from './cidr.js';
import { renderResource } from './describe.js';
import { done, type Ec2Action, type Ec2Call, found } from './ec2-action.js';
import { refuseTooMany } from './ec2-quotas.js';
import { invalidValue } from './invalid-value.js';
import type { Vpc } from './network-model.js';
import { newTags } from './resource-tags.js';
import { noSubnet, noVpc, subnetKind, vpcKind } from './vpc-kinds.js';
import { zonesOf } from './zones.js';

/** VPCs and subnets: made, changed, deleted. */
export const vpcActions: Readonly<Record<string, Ec2Action>> = {
  CreateVpc: ({ parameters, network, account }) => {
    const cidr = blockOf(parameters.required('CidrBlock'), 'InvalidVpc.Range');
    const tenancy = parameters.text('InstanceTenancy') ?? 'default';
    if (tenancy !== 'default') {
      throw invalidValue(`Tenancy '${tenancy}': the local cloud serves default only.`);
    }
    const tags = newTags(parameters, 'vpc');
    refuseTooMany('vpcs', network.vpcs.length);
    return () => {
      const vpc = network.addVpc(cidrText(cidr));
      network.tables.setTags(vpc.id, tags);
      return { vpc: renderResource(vpcKind(account), vpc, () => tags) };
    };
  },
  DeleteVpc: (call) => {
    const { parameters, network } = call;
    const vpc = vpcOf(call, parameters.required('VpcId'));
    const { subnets, groups, routeTables, endpoints, internetGateways } = network.tables;
    const inside = [
      ...subnets.all,
      ...endpoints.all,
      ...internetGateways.all,
      ...groups.all.filter(({ name }) => name !== 'default'),
      ...routeTables.all.filter(({ id }) => id !== network.mainRouteTable(vpc.id).id),
      ...network.tables.natGateways(call.now).filter(({ deletedAt }) => deletedAt === undefined),
    ].some(({ vpcId }) => vpcId === vpc.id);
    if (inside) throw dependent('vpc', vpc.id);
    return () => {
      network.removeVpc(vpc.id);
      return done;
    };
  },
  CreateSubnet: (call) => {
    const { parameters, network, account } = call;
    const vpc = vpcOf(call, parameters.required('VpcId'));
    const cidr = subnetBlock(call, vpc, parameters.required('CidrBlock'));
    const zone = zoneOf(call);
    const tags = newTags(parameters, 'subnet');
    refuseTooMany('subnets', network.subnets.filter(({ vpcId }) => vpcId === vpc.id).length);
    return () => {
      const subnet = network.addSubnet(vpc.id, { cidr: cidrText(cidr), zone });
      network.tables.setTags(subnet.id, tags);
      return { subnet: renderResource(subnetKind(account, network.region), subnet, () => tags) };
    };
  },
  ModifySubnetAttribute: ({ parameters, network }) => {
    const id = parameters.required('SubnetId');
    const subnet = found(network.subnet(id), id, noSubnet);
    const mapPublicIp = parameters.flag('MapPublicIpOnLaunch.Value') ?? subnet.mapPublicIp;
    return () => {
      network.tables.subnets.put({ ...subnet, mapPublicIp });
      return done;
    };
  },
  DeleteSubnet: (call) => {
    const { parameters, network, now } = call;
    const id = parameters.required('SubnetId');
    const subnet = found(network.subnet(id), id, noSubnet);
    const used =
      network.endpoints.some(({ subnetIds }) => subnetIds.includes(id)) ||
      call.interfaces.in(network.region).some(({ subnetId }) => subnetId === id) ||
      network.tables.natGateways(now).some((nat) => nat.subnetId === id && nat.deletedAt === undefined);
    if (used) throw dependent('subnet', id);
    return () => {
      for (const table of network.routeTables.filter(({ vpcId }) => vpcId === subnet.vpcId)) {
        const associations = table.associations.filter(({ subnetId }) => subnetId !== id);
        if (associations.length < table.associations.length) {
          network.tables.routeTables.put({ ...table, associations });
        }
      }
      network.tables.delete(id);
      return done;
    };
  },
};

/** @throws AwsError InvalidVpcID.NotFound */
export function vpcOf({ network }: Ec2Call, id: string): Vpc {
  return found(network.tables.vpcs.get(id), id, noVpc);
}

/** EC2's word for what others still need. */
export const dependent = (kind: string, id: string): AwsError =>
  new AwsError('DependencyViolation', `The ${kind} '${id}' has dependencies and cannot be deleted.`);

/** VPCs and subnets have 16 to 28 bits of network (API reference, CreateVpc). */
function blockOf(text: string, rangeCode: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) {
    throw invalidValue(
      `Value (${text.slice(0, 60)}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    );
  }
  if (cidr.bits < 16 || cidr.bits > 28) throw new AwsError(rangeCode, `The CIDR '${text}' is invalid.`);
  return cidr;
}

function subnetBlock({ network }: Ec2Call, vpc: Vpc, text: string): Cidr {
  const cidr = blockOf(text, 'InvalidSubnet.Range');
  const outer = parseCidr(vpc.cidr);
  if (outer === undefined || !contains(outer, cidr)) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  const taken = network.subnets
    .filter(({ vpcId }) => vpcId === vpc.id)
    .map((subnet) => parseCidr(subnet.cidr))
    .some((other) => other !== undefined && overlap(other, cidr));
  if (taken) throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`);
  return cidr;
}

/** Without a zone AWS chooses one; how is unknown, here it is the first. */
function zoneOf({ parameters, network }: Ec2Call): string {
  const zones = zonesOf(network.region);
  const [name, id] = [parameters.text('AvailabilityZone'), parameters.text('AvailabilityZoneId')];
  if (name !== undefined && id !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'AvailabilityZone and AvailabilityZoneId cannot be given together.',
    );
  }
  const chosen =
    name === undefined && id === undefined
      ? zones[0]
      : zones.find((zone) => zone.id === name || zone.zoneId === id);
  if (chosen !== undefined) return chosen.id;
  throw invalidValue(
    `Value (${name ?? id ?? ''}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((zone) => zone.id).join(', ')}.`,
  );
}
