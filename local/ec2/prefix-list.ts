import { createHash } from 'node:crypto';

/** AWS's list of the addresses of one of its services in a region. */
export interface PrefixList {
  readonly id: string;
  /** The service's name, e.g. `com.amazonaws.us-east-1.s3`. */
  readonly name: string;
  readonly cidrs: readonly string[];
}

/** Ids AWS has given; those of other regions are made up, the same ones at every start. */
const known: Readonly<Record<string, string>> = {
  'com.amazonaws.us-east-1.s3': 'pl-63a5400a',
  'com.amazonaws.us-west-2.s3': 'pl-68a54001',
  'com.amazonaws.eu-west-1.s3': 'pl-6da54004',
  'com.amazonaws.us-east-1.dynamodb': 'pl-02cd2c6b',
};

/** The id of a service's list. */
export function prefixListId(serviceName: string): string {
  return known[serviceName] ?? `pl-${createHash('sha256').update(serviceName).digest('hex').slice(0, 8)}`;
}

/** Services that have gateway endpoints, and so lists. */
export const gatewayServices: readonly string[] = ['s3', 'dynamodb'];

/** AWS's lists of a region. Their blocks are set aside for documentation, not AWS's own, which change. */
export function prefixLists(region: string): readonly PrefixList[] {
  return gatewayServices.map((service, index) => {
    const name = `com.amazonaws.${region}.${service}`;
    return { id: prefixListId(name), name, cidrs: [['198.51.100.0/24', '203.0.113.0/24'][index] ?? ''] };
  });
}
