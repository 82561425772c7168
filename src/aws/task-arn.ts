/** What the ARN of a task tells of where it is. */
export interface TaskArn {
  /** e.g. `aws`, `aws-cn`. */
  readonly partition: string;
  readonly region: string;
  /** Name of its cluster; absent in ARNs of the old form, which have the account's own id behind `task/`. */
  readonly cluster?: string;
}

/** New ARNs name the cluster, old ones do not (ECS developer guide, ecs-account-settings: ARN format). */
const ARN = /^arn:([a-z0-9-]+):ecs:([a-z0-9-]+):\d+:task\/(?:([\w-]+)\/)?[\w-]+$/;

/** Undefined where the text is no ARN of a task. */
export function readTaskArn(arn: string): TaskArn | undefined {
  const [, partition, region, cluster] = ARN.exec(arn) ?? [];
  if (partition === undefined || region === undefined) return undefined;
  return { partition, region, ...(cluster !== undefined && { cluster }) };
}

/** The task's id: the last part of its ARN, or the id as it stands. */
export function taskIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
