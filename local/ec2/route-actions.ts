import { AwsError } from '../http/aws-error.js';
import { cidrText, parseCidr } from './cidr.js';
import { renderResource } from './describe.js';
import { done, type Ec2Action, type Ec2Call, found } from './ec2-action.js';
import { refuseTooMany } from './ec2-quotas.js';
import { invalidValue } from './invalid-value.js';
import type { RouteTable, RouteTarget } from './network-model.js';
import { replayed } from './replayed.js';
import { newTags } from './resource-tags.js';
import { noRouteTable, routeTableKind } from './route-kinds.js';
import { dependent, vpcOf } from './vpc-actions.js';
import { noSubnet } from './vpc-kinds.js';

/** Route tables, their routes and their subnets. */
export const routeActions: Readonly<Record<string, Ec2Action>> = {
  CreateRouteTable: (call) => {
    const { parameters, network, account } = call;
    const vpc = vpcOf(call, parameters.required('VpcId'));
    const clientToken = parameters.text('ClientToken');
    const tags = newTags(parameters, 'route-table');
    const known = replayed(network.routeTables, clientToken, ({ vpcId }) => vpcId === vpc.id);
    const inVpc = network.routeTables.filter(({ vpcId }) => vpcId === vpc.id).length;
    if (known === undefined) refuseTooMany('routeTables', inVpc);
    return () => {
      const table = known ?? addTable(call, vpc.id, clientToken);
      if (known === undefined) network.tables.setTags(table.id, tags);
      const kind = routeTableKind(account, (target) => network.tables.leads(target));
      const routeTable = renderResource(kind, table, (id) => network.tables.tagsOf(id));
      return { routeTable, clientToken };
    };
  },
  DeleteRouteTable: (call) => {
    const table = tableOf(call);
    if (table.associations.length > 0) throw dependent('routeTable', table.id);
    return () => {
      call.network.tables.delete(table.id);
      return done;
    };
  },
  CreateRoute: (call) => {
    const table = tableOf(call);
    const destination = destinationOf(call);
    const target = targetOf(call, table);
    if (table.routes.some((route) => route.destination === destination)) {
      throw new AwsError('RouteAlreadyExists', `The route identified by ${destination} already exists.`);
    }
    refuseTooMany('routes', table.routes.length);
    return () => {
      call.network.addRoute(table.id, destination, target);
      return done;
    };
  },
  DeleteRoute: (call) => {
    const table = tableOf(call);
    const destination = destinationOf(call);
    const route = table.routes.find((one) => one.destination === destination);
    if (route === undefined) {
      throw new AwsError(
        'InvalidRoute.NotFound',
        `no route with destination-cidr-block ${destination} in route table ${table.id}`,
      );
    }
    if (route.target === 'local' || route.target.startsWith('vpce-')) {
      const what = route.target === 'local' ? 'local' : 'endpoint';
      throw invalidValue(`cannot remove ${what} route ${destination} in route table ${table.id}`);
    }
    return () => {
      call.network.tables.routeTables.put({ ...table, routes: table.routes.filter((one) => one !== route) });
      return done;
    };
  },
  AssociateRouteTable: (call) => {
    const { parameters, network } = call;
    const table = tableOf(call);
    const subnetId = parameters.required('SubnetId');
    const subnet = found(network.subnet(subnetId), subnetId, noSubnet);
    if (subnet.vpcId !== table.vpcId) {
      throw invalidValue(`Route table ${table.id} and subnet ${subnetId} belong to different networks`);
    }
    if (associationsOf(call).some((item) => item.subnetId === subnetId)) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.id} conflicts with an existing association`,
      );
    }
    return () => {
      const id = network.newId('rtbassoc');
      network.tables.routeTables.put({ ...table, associations: [...table.associations, { id, subnetId }] });
      return { associationId: id, associationState: { state: 'associated' } };
    };
  },
  DisassociateRouteTable: (call) => {
    const { parameters, network } = call;
    const id = parameters.required('AssociationId');
    const table = network.routeTables.find(({ associations }) => associations.some((item) => item.id === id));
    if (table === undefined) {
      throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
    }
    if (table.associations.some((item) => item.id === id && item.subnetId === undefined)) {
      throw invalidValue(`cannot disassociate the main route table association ${id}`);
    }
    return () => {
      const associations = table.associations.filter((item) => item.id !== id);
      network.tables.routeTables.put({ ...table, associations });
      return done;
    };
  },
};

function addTable({ network }: Ec2Call, vpcId: string, clientToken: string | undefined): RouteTable {
  const table = network.addRouteTable(vpcId, []);
  return clientToken === undefined ? table : network.tables.routeTables.put({ ...table, clientToken });
}

function tableOf({ parameters, network }: Ec2Call): RouteTable {
  const id = parameters.required('RouteTableId');
  return found(network.tables.routeTables.get(id), id, noRouteTable);
}

function associationsOf({ network }: Ec2Call): RouteTable['associations'] {
  return network.routeTables.flatMap(({ associations }) => associations);
}

function destinationOf({ parameters }: Ec2Call): string {
  const text = parameters.required('DestinationCidrBlock');
  const cidr = parseCidr(text);
  if (cidr !== undefined) return cidrText(cidr);
  throw invalidValue(
    `Value (${text.slice(0, 60)}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
  );
}

/** An internet gateway of the table's VPC, or a NAT gateway; routes to endpoints come with the endpoint. */
function targetOf({ parameters, network }: Ec2Call, table: RouteTable): RouteTarget {
  const [gatewayId, natId] = [parameters.text('GatewayId'), parameters.text('NatGatewayId')];
  if ((gatewayId === undefined) === (natId === undefined)) {
    throw new AwsError(
      gatewayId === undefined ? 'MissingParameter' : 'InvalidParameterCombination',
      'The request must contain exactly one of GatewayId and NatGatewayId: the local cloud has no other targets',
    );
  }
  if (natId !== undefined) {
    const nat = network.tables.nat(natId);
    if (nat?.deletedAt === undefined && nat !== undefined) return nat.id;
    throw new AwsError('InvalidNatGatewayID.NotFound', `The NAT gateway ID '${natId}' does not exist`);
  }
  const gateway = network.tables.internetGateways.get(gatewayId ?? '');
  if (gateway === undefined) {
    throw new AwsError('InvalidGatewayID.NotFound', `The gateway ID '${gatewayId ?? ''}' does not exist`);
  }
  if (gateway.vpcId === table.vpcId) return gateway.id;
  throw invalidValue(
    `route table ${table.id} and network gateway ${gateway.id} belong to different networks`,
  );
}
