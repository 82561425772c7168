import type { RouteTable, S3Endpoint } from '../aws/network-api.js';

/** The network of the tasks of one capacity provider. */
export type TaskNetwork =
  | { readonly mode: 'host' }
  | {
      readonly mode: 'awsvpc';
      readonly subnets: readonly string[];
      readonly securityGroups: readonly string[];
    };

/** A network and why it is that one. */
export interface NetworkChoice {
  readonly network: TaskNetwork;
  /** For people: the end of a sentence that begins "because". */
  readonly reason: string;
}

/**
 * Whether every subnet has a way to S3 that needs no public address: Managed Instances give awsvpc tasks
 * none, so in a public subnet without NAT or endpoint a task cannot reach its own work dir
 * (ECS developer guide, managed-instances-awsvpc-mode).
 */
export function reachesS3(
  subnets: readonly string[],
  tables: readonly RouteTable[],
  endpoints: readonly S3Endpoint[],
): boolean {
  return (
    subnets.length > 0 &&
    subnets.every((subnet) => {
      const table = tables.find((one) => one.subnets.includes(subnet)) ?? tables.find((one) => one.main);
      if (endpoints.some((endpoint) => endpoint.kind === 'interface')) return true;
      if (table === undefined) return false;
      return table.toNat || endpoints.some((endpoint) => endpoint.routeTables.includes(table.id));
    })
  );
}
