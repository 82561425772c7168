import type { ConfigValue, Problem } from '../../spi/index.js';
import { nearest } from '../nearest.js';
import { isScope } from './config-reader.js';
import { options } from './options.js';

export const SCOPE = 'aws.ecs';

/** What people write who come from `aws.batch`, from the AWS APIs or from other executors, in lower case. */
const HABITS: ReadonlyMap<string, string> = new Map([
  ...['clustername', 'clusterarn', 'ecscluster'].map((name) => [name, 'aws.ecs.cluster'] as const),
  ...['executionrolearn', 'taskexecutionrole', 'taskexecutionrolearn', 'execrole'].map(
    (name) => [name, 'aws.ecs.executionRole'] as const,
  ),
  ...['taskrolearn', 'jobrole', 'jobrolearn'].map((name) => [name, 'aws.ecs.taskRole'] as const),
  ...['subnetids', 'vpcsubnets'].map((name) => [name, 'aws.ecs.subnets'] as const),
  ...['securitygroupids', 'sg', 'groups'].map((name) => [name, 'aws.ecs.securityGroups'] as const),
  ...['loggroup', 'loggroupname', 'awslogsgroup'].map((name) => [name, 'aws.ecs.logsGroup'] as const),
  ...['spotattempts', 'maxspotretries'].map((name) => [name, 'aws.ecs.maxSpotAttempts'] as const),
  ...['publicip', 'assignpublicipaddress'].map((name) => [name, 'aws.ecs.assignPublicIp'] as const),
  ...['queue', 'queuename', 'computeenvironment', 'provider', 'capacityproviders'].map(
    (name) => [name, 'aws.ecs.capacityProvider'] as const,
  ),
  ...['network', 'vpcmode'].map((name) => [name, 'aws.ecs.networkMode'] as const),
  ...['maxsubmitawait', 'capacitytimeout'].map((name) => [name, 'aws.ecs.provisioningTimeout'] as const),
  ...['prices', 'pricing', 'pricefile', 'pricelist'].map((name) => [name, 'aws.ecs.priceTable'] as const),
  ...['endpointurl', 'ecsendpoint'].map((name) => [name, 'aws.ecs.endpoint'] as const),
  ...['region', 'profile', 'accessKey', 'secretKey'].map(
    (name) => [name.toLowerCase(), `aws.${name}`] as const,
  ),
  ...['queueSize', 'pollInterval', 'submitRateLimit'].map(
    (name) => [name.toLowerCase(), `executor.${name}`] as const,
  ),
  ...['cpus', 'memory', 'container'].map((name) => [name, `process.${name}`] as const),
]);

/** Settings of `aws.batch` that mean nothing here, in lower case, and why. */
const NEEDLESS: ReadonlyMap<string, string> = new Map([
  ['clipath', 'tasks reach S3 through Fusion and need no AWS CLI'],
  ['platformtype', 'tasks always run on Managed Instances'],
  ['launchtype', 'tasks always run on Managed Instances'],
]);

/** What to say of a name in `aws.ecs` that is no setting. Its value is left out: it may be a misplaced secret. */
export function unknownOption(name: string, value: ConfigValue): Problem {
  return {
    path: `${SCOPE}.${name}`,
    message: `is not a ${isScope(value) ? 'scope' : 'setting'} of the awsecs executor`,
    fix: advice(name, value),
  };
}

function advice(name: string, value: ConfigValue): string {
  const reason = NEEDLESS.get(name.toLowerCase());
  if (reason !== undefined) return `Remove it: ${reason}.`;
  const inside = isScope(value) ? Object.keys(value).flatMap((inner) => meant(inner) ?? []) : [];
  if (inside.length > 0) {
    return `Its settings stand directly in ${SCOPE}. Did you mean ${[...new Set(inside)].join(', ')}?`;
  }
  const guess = meant(name);
  const known = `Known settings: ${Object.keys(options).join(', ')}.`;
  return guess === undefined ? known : `Did you mean ${guess}? If not, leave it out. ${known}`;
}

/** The full path of the setting that `name` most likely means; undefined where none is near. */
function meant(name: string): string | undefined {
  const near = nearest(name, Object.keys(options));
  return HABITS.get(name.toLowerCase()) ?? (near && `${SCOPE}.${near}`);
}
