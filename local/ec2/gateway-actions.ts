import { AwsError } from '../http/aws-error.js';
import { renderResource } from './describe.js';
import { natKindOf, natOf } from './describe-actions.js';
import { done, type Ec2Action, type Ec2Call, found } from './ec2-action.js';
import { refuseTooMany } from './ec2-quotas.js';
import { internetGatewayKind, noAddress, noInternetGateway, noNatGateway } from './gateway-kinds.js';
import { invalidValue } from './invalid-value.js';
import type { InternetGateway, NatGateway, Subnet } from './network-model.js';
import { replayed } from './replayed.js';
import { newTags } from './resource-tags.js';
import { noSubnet } from './vpc-kinds.js';
import { dependent, vpcOf } from './vpc-actions.js';

/** Internet and NAT gateways, and the addresses NAT gateways need. */
export const gatewayActions: Readonly<Record<string, Ec2Action>> = {
  CreateInternetGateway: ({ parameters, network, account }) => {
    const tags = newTags(parameters, 'internet-gateway');
    refuseTooMany('internetGateways', network.tables.internetGateways.size);
    return () => {
      const id = network.newId('igw') as InternetGateway['id'];
      const gateway = network.tables.internetGateways.put<InternetGateway>({ id });
      network.tables.setTags(id, tags);
      return { internetGateway: renderResource(internetGatewayKind(account), gateway, () => tags) };
    };
  },
  AttachInternetGateway: (call) => {
    const gateway = gatewayOf(call);
    const vpc = vpcOf(call, call.parameters.required('VpcId'));
    if (gateway.vpcId !== undefined) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
      );
    }
    const { internetGateways } = call.network.tables;
    if (internetGateways.all.some(({ vpcId }) => vpcId === vpc.id)) {
      throw invalidValue(`Network ${vpc.id} already has an internet gateway attached`);
    }
    return () => {
      internetGateways.put({ ...gateway, vpcId: vpc.id });
      return done;
    };
  },
  DetachInternetGateway: (call) => {
    const gateway = gatewayOf(call);
    const vpcId = call.parameters.required('VpcId');
    if (gateway.vpcId !== vpcId) {
      throw new AwsError('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${vpcId}`);
    }
    return () => {
      call.network.tables.internetGateways.put<InternetGateway>({ id: gateway.id });
      return done;
    };
  },
  DeleteInternetGateway: (call) => {
    const gateway = gatewayOf(call);
    if (gateway.vpcId !== undefined) throw dependent('internetGateway', gateway.id);
    return () => {
      call.network.tables.delete(gateway.id);
      return done;
    };
  },
  AllocateAddress: ({ parameters, network }) => {
    const domain = parameters.text('Domain') ?? 'vpc';
    if (domain !== 'vpc') throw invalidValue(`Domain '${domain}': only vpc is served`);
    const tags = newTags(parameters, 'elastic-ip');
    refuseTooMany('addresses', network.tables.addresses.size);
    return () => {
      // Set aside for documentation (RFC 5737): no host has it.
      const address = { id: network.newId('eipalloc'), publicIp: network.addressIn('192.0.2.0/24') };
      network.tables.addresses.put(address);
      network.tables.setTags(address.id, tags);
      return { allocationId: address.id, publicIp: address.publicIp, domain };
    };
  },
  ReleaseAddress: (call) => {
    const id = call.parameters.required('AllocationId');
    const address = found(call.network.tables.addresses.get(id), id, noAddress);
    if (natOf(call, id) !== undefined) {
      throw new AwsError('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
    }
    return () => {
      call.network.tables.delete(id);
      return done;
    };
  },
  CreateNatGateway: createNat,
  DeleteNatGateway: ({ parameters, network, now }) => {
    const id = parameters.required('NatGatewayId');
    const nat = found(network.tables.nat(id), id, noNatGateway);
    return () => {
      if (nat.deletedAt === undefined) network.tables.putNat({ ...nat, deletedAt: now });
      return { natGatewayId: id };
    };
  },
};

function createNat(call: Ec2Call): ReturnType<Ec2Action> {
  const { parameters, network, now } = call;
  const subnetId = parameters.required('SubnetId');
  const subnet = found(network.subnet(subnetId), subnetId, noSubnet);
  const wanted = natWanted(call, subnet);
  const tags = newTags(parameters, 'natgateway');
  const living = network.tables.natGateways(now).filter(({ deletedAt }) => deletedAt === undefined);
  const known = replayed(
    living,
    wanted.clientToken,
    (nat) => nat.subnetId === subnetId && nat.allocationId === wanted.allocationId,
  );
  if (known === undefined) {
    refuseUsed(call, wanted.allocationId);
    const inZone = living.filter((nat) => network.subnet(nat.subnetId ?? '')?.zone === subnet.zone);
    refuseTooMany('natGateways', inZone.length);
  }
  return () => {
    const id = network.newId('nat') as NatGateway['id'];
    const made = { ...wanted, id, privateIp: network.addressIn(subnet.cidr), createdAt: now };
    const nat = known ?? network.tables.putNat(made);
    if (known === undefined) network.tables.setTags(nat.id, tags);
    return {
      clientToken: wanted.clientToken,
      natGateway: renderResource(natKindOf(call), nat, (one) => network.tables.tagsOf(one)),
    };
  };
}

function natWanted(
  { parameters, network }: Ec2Call,
  subnet: Subnet,
): Omit<NatGateway, 'id' | 'privateIp' | 'createdAt'> {
  const connectivity = parameters.text('ConnectivityType') ?? 'public';
  const allocationId = parameters.text('AllocationId');
  const clientToken = parameters.text('ClientToken');
  if (connectivity !== 'public' && connectivity !== 'private') {
    throw invalidValue(`ConnectivityType '${connectivity}' is not public or private`);
  }
  if (connectivity === 'public') {
    found(network.tables.addresses.get(parameters.required('AllocationId')), allocationId ?? '', noAddress);
  } else if (allocationId !== undefined) {
    throw new AwsError('InvalidParameterCombination', 'A private NAT gateway has no AllocationId.');
  }
  return {
    vpcId: subnet.vpcId,
    subnetId: subnet.id,
    connectivity,
    ...(allocationId === undefined ? {} : { allocationId }),
    ...(clientToken === undefined ? {} : { clientToken }),
  };
}

function refuseUsed(call: Ec2Call, allocationId: string | undefined): void {
  if (allocationId === undefined || natOf(call, allocationId) === undefined) return;
  throw new AwsError(
    'Resource.AlreadyAssociated',
    `Elastic IP address [${allocationId}] is already associated`,
  );
}

function gatewayOf({ parameters, network }: Ec2Call): InternetGateway {
  const id = parameters.required('InternetGatewayId');
  return found(network.tables.internetGateways.get(id), id, noInternetGateway);
}
