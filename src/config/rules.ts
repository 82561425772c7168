import type { Problem } from '../../spi/index.js';
import { regionOfCluster } from './arn.js';
import type { AwsEcsOptions, OptionName } from './options.js';
import type { SessionOptions } from './session-options.js';

/** What single settings cannot say: which of them do not go together. Each of them fits by itself. */
export function brokenRules(
  own: AwsEcsOptions,
  shared: SessionOptions,
  given: ReadonlySet<OptionName>,
): Problem[] {
  return [...otherRegion(own, shared), ...unusedInHostMode(own, given), ...halfACredential(shared)];
}

function otherRegion({ cluster }: AwsEcsOptions, { 'aws.region': region }: SessionOptions): Problem[] {
  // Absent where it was refused.
  const clusterRegion = (cluster as string | undefined) && regionOfCluster(cluster);
  if (clusterRegion === undefined || region === undefined || clusterRegion === region) return [];
  return [
    {
      path: 'aws.ecs.cluster',
      message: `lies in ${clusterRegion}, but aws.region is ${region}`,
      found: `'${cluster}'`,
      fix: `Set aws.region = '${clusterRegion}', or name a cluster of ${region}.`,
    },
  ];
}

/** In host mode tasks have the network of their instance; what is set for another would be ignored. */
function unusedInHostMode({ networkMode }: AwsEcsOptions, given: ReadonlySet<OptionName>): Problem[] {
  if (networkMode !== 'host') return [];
  const unused: readonly OptionName[] = ['subnets', 'securityGroups'];
  return unused
    .filter((name) => given.has(name))
    .map((name) => ({
      path: `aws.ecs.${name}`,
      message: "has no meaning with networkMode = 'host'",
      fix: "Remove it, or set aws.ecs.networkMode = 'awsvpc'.",
    }));
}

function halfACredential(shared: SessionOptions): Problem[] {
  const halves = ['aws.accessKey', 'aws.secretKey'] as const;
  const missing = halves.filter((path) => shared[path] === undefined);
  const [path] = missing;
  if (path === undefined || missing.length === halves.length) return [];
  return [
    {
      code: 'CREDENTIALS_INCOMPLETE',
      path,
      message: 'is missing where the other half is set',
      fix: 'Set both; or neither, to use those of the environment, the profile or the role.',
    },
  ];
}
