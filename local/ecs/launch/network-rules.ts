import { type EcsNetwork } from '../ecs-network.js';
import { type ManagedInstancesProvider } from '../cluster/capacity-provider.js';
import { type NetworkConfiguration } from './run-task-shape.js';

export interface NetworkQuestion {
  /** The definition's networkMode. */
  readonly mode: string | undefined;
  readonly configuration: NetworkConfiguration | undefined;
  readonly provider: ManagedInstancesProvider;
  readonly region: string;
}

/** What is wrong with RunTask's network configuration on Managed Instances (facts §2c); empty where nothing is. */
export function networkProblems(question: NetworkQuestion, network: EcsNetwork): string[] {
  const { mode, configuration, region } = question;
  if (mode !== 'awsvpc') {
    return configuration === undefined
      ? []
      : [`Network Configuration is not valid for networkMode ${mode ?? 'bridge'} of this task definition`];
  }
  const vpc = configuration?.awsvpcConfiguration;
  if (vpc === undefined) {
    return ['Network Configuration must be provided when networkMode awsvpc is specified'];
  }
  const { subnets = [], securityGroups = [] } = vpc;
  return [
    ...(subnets.length >= 1 && subnets.length <= 16
      ? []
      : [`${subnets.length} subnets: 1 to 16 are allowed`]),
    ...(securityGroups.length <= 5 ? [] : [`${securityGroups.length} securityGroups: at most 5 are allowed`]),
    // A tutorial of AWS's still shows it, its reference says it is not supported (facts §2c).
    ...(vpc.assignPublicIp === undefined || vpc.assignPublicIp === 'DISABLED'
      ? []
      : [`assignPublicIp ${vpc.assignPublicIp} is not supported on Managed Instances`]),
    ...placeProblems(question, network, region, subnets, securityGroups),
  ];
}

function placeProblems(
  { provider }: NetworkQuestion,
  network: EcsNetwork,
  region: string,
  subnets: readonly string[],
  groups: readonly string[],
): string[] {
  const home = provider.instanceLaunchTemplate?.networkConfiguration?.subnets?.[0] ?? '';
  const vpc = network.vpcOfSubnet(region, home);
  const verdict = (kind: string, id: string, found: string | undefined): string[] => {
    if (found === undefined) return [`The ${kind} ID '${id}' does not exist`];
    return vpc === undefined || found === vpc
      ? []
      : [`${kind} ${id} is in ${found}, the capacity provider in ${vpc}`];
  };
  return [
    ...subnets.flatMap((id) => verdict('subnet', id, network.vpcOfSubnet(region, id))),
    ...groups.flatMap((id) => verdict('security group', id, network.groupVpc(region, id))),
  ];
}
