import { AwsError } from '../http/aws-error.js';

/** How many there may be (VPC user guide, Quotas: the defaults, all adjustable on AWS), and AWS's word when there are. */
const quotas = {
  vpcs: { most: 5, code: 'VpcLimitExceeded', what: 'VPCs' },
  subnets: { most: 200, code: 'SubnetLimitExceeded', what: 'subnets' },
  groups: { most: 2500, code: 'SecurityGroupLimitExceeded', what: 'security groups' },
  rules: { most: 60, code: 'RulesPerSecurityGroupLimitExceeded', what: 'rules per security group' },
  routeTables: { most: 200, code: 'RouteTableLimitExceeded', what: 'route tables' },
  routes: { most: 500, code: 'RouteLimitExceeded', what: 'routes' },
  internetGateways: { most: 5, code: 'InternetGatewayLimitExceeded', what: 'internet gateways' },
  natGateways: { most: 5, code: 'NatGatewayLimitExceeded', what: 'NAT gateways' },
  addresses: { most: 5, code: 'AddressLimitExceeded', what: 'addresses' },
  gatewayEndpoints: { most: 20, code: 'VpcEndpointLimitExceeded', what: 'gateway endpoints' },
  interfaceEndpoints: { most: 50, code: 'VpcEndpointLimitExceeded', what: 'interface endpoints' },
} as const;

/** @throws AwsError of the quota where `there` and one more, or `added` more, are too many */
export function refuseTooMany(quota: keyof typeof quotas, there: number, added = 1): void {
  const { most, code, what } = quotas[quota];
  if (there + added <= most) return;
  throw new AwsError(code, `The maximum number of ${what} has been reached: ${most} are allowed.`);
}
