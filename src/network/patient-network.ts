import type { CallRepeater } from '../aws/call-repeater.js';
import type { NetworkApi } from '../aws/network-api.js';

/** {@link NetworkApi} whose calls are repeated one by one: a look at a network takes many, and only what failed is asked again. */
export function patientNetwork(network: NetworkApi, calls: CallRepeater): NetworkApi {
  const ask = <T>(action: () => Promise<T>): Promise<T> => calls.repeat('looking at the network', action);
  return {
    subnets: (ids) => ask(() => network.subnets(ids)),
    defaultVpc: () => ask(() => network.defaultVpc()),
    defaultSubnets: (vpc) => ask(() => network.defaultSubnets(vpc)),
    defaultSecurityGroup: (vpc) => ask(() => network.defaultSecurityGroup(vpc)),
    routeTables: (vpc) => ask(() => network.routeTables(vpc)),
    s3Endpoints: (vpc) => ask(() => network.s3Endpoints(vpc)),
  };
}
