import { invalidParameter } from '../../http/aws-error.js';
import { type Cluster, providerNames } from './cluster.js';
import { providerStatus } from './provider-status.js';
import { type StrategyItem } from './strategy.js';

/**
 * Checks that the cluster has the providers named, and that each is ACTIVE (facts §2a).
 *
 * @throws AwsError InvalidParameterException for the first that is unknown or not ACTIVE
 */
export function checkUsable(cluster: Cluster, names: readonly string[], now: number): void {
  for (const name of names) {
    if (cluster.awsOwned.includes(name)) continue;
    const provider = cluster.providers.get(name);
    if (provider === undefined || provider.inactiveFrom !== undefined) {
      throw invalidParameter(
        `The specified capacity provider '${name}' was not found. Cluster ${cluster.name} has: ${providerNames(cluster).join(', ') || 'none'}.`,
      );
    }
    if (providerStatus(provider, now) !== 'ACTIVE') throw invalidParameter(notActive(name));
  }
}

/** AWS's words for a provider that takes no tasks yet, or no more. */
export const notActive = (name: string): string =>
  `The specified capacity provider '${name}' is not in an ACTIVE state. Specify a valid capacity provider and try again.`;

/** The providers a strategy names. */
export const strategyNames = (strategy: readonly StrategyItem[]): string[] =>
  strategy.map(({ capacityProvider }) => capacityProvider);
