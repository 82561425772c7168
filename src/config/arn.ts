/**
 * Checks the shape of the ARNs a user writes: partition, service and resource. The account only has to be
 * digits: the quickstart's own example has nine of them, and AWS judges the rest.
 * Shape: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
const ROLE = /^arn:aws(-[a-z]+)*:iam::\d+:role\/[\w+=,.@/-]+$/;
const CLUSTER = /^arn:aws(-[a-z]+)*:ecs:([a-z0-9-]+):\d+:cluster\/([\w-]{1,255})$/;
/** RunTask and CreateCluster: letters, digits, hyphens, underscores, at most 255. */
const CLUSTER_NAME = /^[\w-]{1,255}$/;

export function isRoleArn(value: string): boolean {
  return ROLE.test(value);
}

export function isClusterNameOrArn(value: string): boolean {
  return CLUSTER_NAME.test(value) || CLUSTER.test(value);
}

/** The region inside a cluster ARN; undefined for a plain name. */
export function regionOfCluster(value: string): string | undefined {
  return CLUSTER.exec(value)?.[2];
}
