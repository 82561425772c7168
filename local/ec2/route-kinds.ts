import { AwsError } from '../http/aws-error.js';
import type { XmlElement } from '../http/xml.js';
import type { ResourceKind } from './describe.js';
import type { Route, RouteTable, VpcEndpoint } from './network-model.js';

export const noRouteTable = (id: string): AwsError =>
  new AwsError('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`);

/** @param leads whether traffic can go to a route's target */
export function routeTableKind(
  account: string,
  leads: (target: string) => boolean,
): ResourceKind<RouteTable> {
  const stateOf = ({ target }: Route): string => (leads(target) ? 'active' : 'blackhole');
  return {
    idParameter: 'RouteTableId',
    notFound: noRouteTable,
    filters: {
      'route-table-id': (table) => [table.id],
      'vpc-id': (table) => [table.vpcId],
      'association.route-table-id': (table) => (table.associations.length > 0 ? [table.id] : []),
      'association.route-table-association-id': (table) => table.associations.map((item) => item.id),
      'association.subnet-id': (table) => table.associations.flatMap((item) => item.subnetId ?? []),
      'association.main': (table) => table.associations.map((item) => String(item.subnetId === undefined)),
      'route.destination-cidr-block': (table) => destinations(table, false),
      'route.destination-prefix-list-id': (table) => destinations(table, true),
      'route.gateway-id': (table) => targets(table, false),
      'route.nat-gateway-id': (table) => targets(table, true),
      'route.state': (table) => table.routes.map(stateOf),
      'owner-id': () => [account],
    },
    setName: 'routeTableSet',
    render: (table) => ({
      routeTableId: table.id,
      vpcId: table.vpcId,
      ownerId: account,
      routeSet: { item: table.routes.map((route) => renderRoute(route, stateOf(route))) },
      associationSet: {
        item: table.associations.map((item) => ({
          routeTableAssociationId: item.id,
          routeTableId: table.id,
          subnetId: item.subnetId,
          main: item.subnetId === undefined,
          associationState: { state: 'associated' },
        })),
      },
    }),
  };
}

function renderRoute(route: Route, state: string): XmlElement {
  const byList = isPrefixList(route.destination);
  const byNat = isNat(route.target);
  return {
    destinationCidrBlock: byList ? undefined : route.destination,
    destinationPrefixListId: byList ? route.destination : undefined,
    gatewayId: byNat ? undefined : route.target,
    natGatewayId: byNat ? route.target : undefined,
    state,
    origin: route.target === 'local' ? 'CreateRouteTable' : 'CreateRoute',
  };
}

function destinations(table: RouteTable, byList: boolean): readonly string[] {
  return table.routes.map((route) => route.destination).filter((item) => isPrefixList(item) === byList);
}

function targets(table: RouteTable, byNat: boolean): readonly string[] {
  return table.routes.map((route) => route.target).filter((item) => isNat(item) === byNat);
}

function isPrefixList(destination: string): boolean {
  return destination.startsWith('pl-');
}

function isNat(target: string): boolean {
  return target.startsWith('nat-');
}

export const noEndpoint = (id: string): AwsError =>
  new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);

export function endpointKind(account: string): ResourceKind<VpcEndpoint> {
  return {
    idParameter: 'VpcEndpointId',
    notFound: noEndpoint,
    filters: {
      'vpc-endpoint-id': (endpoint) => [endpoint.id],
      'vpc-id': (endpoint) => [endpoint.vpcId],
      'service-name': (endpoint) => [endpoint.serviceName],
      'vpc-endpoint-type': (endpoint) => [endpoint.type],
      'vpc-endpoint-state': () => ['available'],
    },
    setName: 'vpcEndpointSet',
    render: (endpoint) => ({
      vpcEndpointId: endpoint.id,
      vpcEndpointType: endpoint.type,
      vpcId: endpoint.vpcId,
      serviceName: endpoint.serviceName,
      state: 'available',
      ownerId: account,
      routeTableIdSet: { item: endpoint.routeTableIds },
      subnetIdSet: { item: endpoint.subnetIds },
      groupSet: { item: (endpoint.groupIds ?? []).map((groupId) => ({ groupId })) },
      privateDnsEnabled: endpoint.privateDns ?? false,
    }),
  };
}
