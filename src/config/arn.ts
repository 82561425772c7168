/**
 * The forms of the ARNs a user writes: partition, service and resource. The account only has to be digits: the
 * quickstart's own example has nine of them, and AWS judges the rest.
 * Shape: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const PARTITION = 'arn:aws(?:-[a-z]+)*';
export const ROLE_ARN = `^${PARTITION}:iam::[0-9]+:role/[\\w+=,.@/-]+$`;

/**
 * A Secrets Manager secret (with a JSON key, version stage and version id where wanted) or an SSM parameter
 * (ContainerDefinition, secrets).
 */
export const SECRET_ARN =
  `^${PARTITION}:(?:secretsmanager:[a-z0-9-]+:[0-9]+:secret:[\\w/+=.@-]{1,512}(?::[^:\\s]*){0,3}` +
  `|ssm:[a-z0-9-]+:[0-9]+:parameter/[\\w./-]{1,1011})$`;

const CLUSTER_ARN = `${PARTITION}:ecs:([a-z0-9-]+):[0-9]+:cluster/[\\w-]{1,255}`;
/** RunTask and CreateCluster: letters, digits, hyphens, underscores, at most 255. */
export const CLUSTER_NAME_OR_ARN = `^(?:[\\w-]{1,255}|${CLUSTER_ARN})$`;

const cluster = new RegExp(CLUSTER_NAME_OR_ARN, 'u');

/** The region inside a cluster ARN; undefined for a plain name. */
export function regionOfCluster(value: string): string | undefined {
  return cluster.exec(value)?.[1];
}
