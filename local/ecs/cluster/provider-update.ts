import { AwsError } from '../../http/aws-error.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type LaunchTemplate, type ManagedInstancesProvider } from './capacity-provider.js';
import { providerProblems } from './provider-rules.js';

/**
 * A provider's configuration after an update: members that are absent stay, those that are given are replaced
 * whole, of the launch template one by one.
 *
 * @throws AwsError ClientException that lists every problem, among them what an update cannot change (facts §2a)
 */
export function updatedProvider(
  current: ManagedInstancesProvider,
  change: ManagedInstancesProvider,
  region: string,
  network: EcsNetwork,
): ManagedInstancesProvider {
  const template = { ...current.instanceLaunchTemplate, ...change.instanceLaunchTemplate };
  const updated = { ...current, ...change, instanceLaunchTemplate: template };
  const problems = [
    ...((change.infrastructureRoleArn ?? '') === '' ? ['infrastructureRoleArn is missing'] : []),
    ...(change.instanceLaunchTemplate === undefined ? ['instanceLaunchTemplate is missing'] : []),
    ...fixedProblems(current.instanceLaunchTemplate ?? {}, change.instanceLaunchTemplate ?? {}),
  ];
  const all = [...new Set([...problems, ...providerProblems(updated, region, network)])];
  if (all.length === 0) return updated;
  throw new AwsError('ClientException', `Invalid capacity provider: ${all.join('; ')}.`);
}

/** The API's update has no such members. AWS would ignore them; here who sends one learns that it changes nothing. */
function fixedProblems(current: LaunchTemplate, change: LaunchTemplate): string[] {
  const option = current.capacityOptionType ?? 'ON_DEMAND';
  return [
    ...((change.capacityOptionType ?? option) === option
      ? []
      : [`capacityOptionType is ${option} and cannot be changed: create another capacity provider`]),
    ...((change.fipsEnabled ?? current.fipsEnabled) === current.fipsEnabled
      ? []
      : ['fipsEnabled cannot be changed: create another capacity provider']),
  ];
}
