import { AwsError } from '../http/aws-error.js';
import { renderResource } from './describe.js';
import { type Ec2Action, type Ec2Call, found } from './ec2-action.js';
import { refuseTooMany } from './ec2-quotas.js';
import { invalidValue } from './invalid-value.js';
import type { VpcEndpoint } from './network-model.js';
import { gatewayServices, prefixListId } from './prefix-list.js';
import { replayed } from './replayed.js';
import { newTags } from './resource-tags.js';
import { endpointKind, noEndpoint, noRouteTable } from './route-kinds.js';
import { noGroup, noSubnet } from './vpc-kinds.js';
import { vpcOf } from './vpc-actions.js';

type Wanted = Omit<VpcEndpoint, 'id'>;

/** VPC endpoints: made and deleted. They are available at once; how long AWS takes is unknown. */
export const endpointActions: Readonly<Record<string, Ec2Action>> = {
  CreateVpcEndpoint: (call) => {
    const { parameters, network, account } = call;
    const wanted = wantedOf(call);
    const tags = newTags(parameters, 'vpc-endpoint');
    const known = replayed(
      network.endpoints,
      wanted.clientToken,
      ({ vpcId, serviceName }) => vpcId === wanted.vpcId && serviceName === wanted.serviceName,
    );
    if (known === undefined) refuseConflicts(call, wanted);
    return () => {
      const endpoint = known ?? add(call, wanted);
      if (known === undefined) network.tables.setTags(endpoint.id, tags);
      const tagsOf = (id: string): ReadonlyMap<string, string> => network.tables.tagsOf(id);
      const vpcEndpoint = renderResource(endpointKind(account), endpoint, tagsOf);
      return { vpcEndpoint, clientToken: wanted.clientToken };
    };
  },
  DeleteVpcEndpoints: (call) => {
    const { parameters, network } = call;
    parameters.required('VpcEndpointId.1');
    const ids = parameters.list('VpcEndpointId');
    return () => ({
      // What cannot be deleted does not keep the others from it.
      unsuccessful: {
        item: ids.flatMap((id) => {
          const endpoint = network.tables.endpoints.get(id);
          if (endpoint !== undefined) {
            remove(call, endpoint);
            return [];
          }
          const { code, message } = noEndpoint(id);
          return [{ resourceId: id, error: { code, message } }];
        }),
      },
    });
  },
};

function wantedOf(call: Ec2Call): Wanted {
  const { parameters, network } = call;
  const vpc = vpcOf(call, parameters.required('VpcId'));
  const type = parameters.text('VpcEndpointType') ?? 'Gateway';
  const clientToken = parameters.text('ClientToken');
  if (type !== 'Gateway' && type !== 'Interface') {
    throw invalidValue(`VpcEndpointType '${type}': Gateway and Interface are served.`);
  }
  const [routeTableIds, subnetIds, groupIds] = ['RouteTableId', 'SubnetId', 'SecurityGroupId'].map((name) =>
    parameters.list(name),
  ) as [readonly string[], readonly string[], readonly string[]];
  const privateDns = parameters.flag('PrivateDnsEnabled');
  const foreign =
    type === 'Gateway'
      ? subnetIds.length + groupIds.length > 0 || privateDns === true
      : routeTableIds.length > 0;
  if (foreign) {
    throw new AwsError(
      'InvalidParameter',
      `A ${type} endpoint takes ${type === 'Gateway' ? 'RouteTableIds only' : 'no RouteTableIds'}.`,
    );
  }
  for (const id of routeTableIds) found(network.tables.routeTables.get(id), id, noRouteTable);
  for (const id of subnetIds) found(network.subnet(id), id, noSubnet);
  for (const id of groupIds) found(network.group(id), id, noGroup);
  return {
    vpcId: vpc.id,
    type,
    serviceName: checkedService(network.region, type, parameters.required('ServiceName')),
    routeTableIds,
    subnetIds,
    groupIds,
    // AWS turns it on for interface endpoints of its services unless told otherwise.
    privateDns: type === 'Interface' && privateDns !== false,
    ...(clientToken === undefined ? {} : { clientToken }),
  };
}

/** Which services AWS has is not modelled: any name of the region's form is one. */
function checkedService(region: string, type: string, name: string): string {
  const service = name.startsWith(`com.amazonaws.${region}.`)
    ? name.slice(`com.amazonaws.${region}.`.length)
    : '';
  if (
    /^[a-z0-9][a-z0-9.-]{0,62}$/.test(service) &&
    (type !== 'Gateway' || gatewayServices.includes(service))
  ) {
    return name;
  }
  throw new AwsError(
    'InvalidServiceName',
    `The Vpc Endpoint Service '${name.slice(0, 128)}' does not exist: com.amazonaws.${region}.<service> is expected${type === 'Gateway' ? `, of ${gatewayServices.join(' or ')}` : ''}`,
  );
}

function refuseConflicts({ network }: Ec2Call, wanted: Wanted): void {
  const list = prefixListId(wanted.serviceName);
  for (const id of wanted.routeTableIds) {
    if (network.tables.routeTables.get(id)?.routes.some(({ destination }) => destination === list) === true) {
      throw new AwsError(
        'RouteAlreadyExists',
        `route table ${id} already has a route with destination-prefix-list-id ${list}`,
      );
    }
  }
  const alike = network.endpoints.filter(({ type }) => type === wanted.type);
  if (wanted.type === 'Gateway') refuseTooMany('gatewayEndpoints', alike.length);
  else refuseTooMany('interfaceEndpoints', alike.filter(({ vpcId }) => vpcId === wanted.vpcId).length);
}

function add({ network }: Ec2Call, wanted: Wanted): VpcEndpoint {
  const id = network.newId('vpce') as VpcEndpoint['id'];
  for (const tableId of wanted.routeTableIds) {
    network.addRoute(tableId, prefixListId(wanted.serviceName), id);
  }
  return network.tables.endpoints.put({ ...wanted, id });
}

function remove({ network }: Ec2Call, { id, vpcId }: VpcEndpoint): void {
  for (const table of network.routeTables) {
    const routes = table.routes.filter(({ target }) => target !== id);
    if (table.vpcId === vpcId && routes.length < table.routes.length) {
      network.tables.routeTables.put({ ...table, routes });
    }
  }
  network.tables.delete(id);
}
