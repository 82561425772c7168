import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  paginateDescribeRouteTables,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  type EC2Client,
  type Filter,
  type RouteTable as Ec2RouteTable,
  type Subnet as Ec2Subnet,
} from '@aws-sdk/client-ec2';
import type { NetworkApi, RouteTable, S3Endpoint, Subnet } from './network-api.js';
import { toServiceError } from './service-error.js';

/** {@link NetworkApi} over the SDK's client: translates and nothing else. */
export class SdkNetworkApi implements NetworkApi {
  constructor(private readonly client: EC2Client) {}

  async subnets(ids: readonly string[]): Promise<readonly Subnet[]> {
    return named('DescribeSubnets', async () => {
      const answer = await this.client.send(new DescribeSubnetsCommand({ SubnetIds: [...ids] }));
      return (answer.Subnets ?? []).map(toSubnet);
    });
  }

  async defaultVpc(): Promise<string | undefined> {
    return named('DescribeVpcs', async () => {
      const answer = await this.client.send(
        new DescribeVpcsCommand({ Filters: [filter('is-default', 'true')] }),
      );
      return answer.Vpcs?.[0]?.VpcId;
    });
  }

  async defaultSubnets(vpc: string): Promise<readonly Subnet[]> {
    return named('DescribeSubnets', async () => {
      const input = { Filters: [filter('vpc-id', vpc), filter('default-for-az', 'true')] };
      const pages = paginateDescribeSubnets({ client: this.client }, input);
      return (await all(pages, (page) => page.Subnets)).map(toSubnet);
    });
  }

  async defaultSecurityGroup(vpc: string): Promise<string | undefined> {
    return named('DescribeSecurityGroups', async () => {
      const input = { Filters: [filter('vpc-id', vpc), filter('group-name', 'default')] };
      const answer = await this.client.send(new DescribeSecurityGroupsCommand(input));
      return answer.SecurityGroups?.[0]?.GroupId;
    });
  }

  async routeTables(vpc: string): Promise<readonly RouteTable[]> {
    return named('DescribeRouteTables', async () => {
      const pages = paginateDescribeRouteTables(
        { client: this.client },
        { Filters: [filter('vpc-id', vpc)] },
      );
      return (await all(pages, (page) => page.RouteTables)).map(toRouteTable);
    });
  }

  async s3Endpoints(vpc: string): Promise<readonly S3Endpoint[]> {
    return named('DescribeVpcEndpoints', async () => {
      const pages = paginateDescribeVpcEndpoints(
        { client: this.client },
        { Filters: [filter('vpc-id', vpc)] },
      );
      const endpoints = await all(pages, (page) => page.VpcEndpoints);
      return endpoints
        .filter(
          (endpoint) =>
            endpoint.ServiceName?.endsWith('.s3') === true &&
            endpoint.State?.toLowerCase() === 'available' &&
            // Without private DNS the names of S3 still lead past an interface endpoint.
            (endpoint.VpcEndpointType === 'Gateway' || endpoint.PrivateDnsEnabled === true),
        )
        .map((endpoint) => ({
          kind: endpoint.VpcEndpointType === 'Gateway' ? ('gateway' as const) : ('interface' as const),
          routeTables: endpoint.RouteTableIds ?? [],
        }));
    });
  }
}

function filter(name: string, value: string): Filter {
  return { Name: name, Values: [value] };
}

function toSubnet(subnet: Ec2Subnet): Subnet {
  return { id: subnet.SubnetId ?? '', vpc: subnet.VpcId ?? '', zone: subnet.AvailabilityZone ?? '' };
}

function toRouteTable(table: Ec2RouteTable): RouteTable {
  const associations = table.Associations ?? [];
  return {
    id: table.RouteTableId ?? '',
    main: associations.some((association) => association.Main === true),
    subnets: associations.flatMap((association) => association.SubnetId ?? []),
    // A NAT instance stands behind an instance or interface route.
    toNat: (table.Routes ?? []).some(
      (route) =>
        // A route to some network behind a gateway is no way to S3: only the default route is.
        route.DestinationCidrBlock === '0.0.0.0/0' &&
        route.State !== 'blackhole' &&
        (route.NatGatewayId ?? route.InstanceId ?? route.TransitGatewayId ?? route.NetworkInterfaceId) !==
          undefined,
    ),
  };
}

async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const gathered: Item[] = [];
  for await (const page of pages) gathered.push(...(items(page) ?? []));
  return gathered;
}

async function named<T>(operation: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toServiceError(`ec2:${operation}`, error);
  }
}
