import { readTaskArn, taskIdOf } from '../aws/task-arn.js';
import { CONTAINER_NAME, LOG_STREAM_PREFIX } from '../request/task-definition.js';

/** The output of one task in CloudWatch Logs. */
export interface LogStream {
  /** Name of the log group. */
  readonly group: string;
  /** Name within the group. */
  readonly name: string;
}

/** The driver awslogs names streams `prefix/container/task-id` (ECS developer guide, using_awslogs). */
export function logStreamName(arn: string): string {
  return `${LOG_STREAM_PREFIX}/${CONTAINER_NAME}/${taskIdOf(arn)}`;
}

export function logStreamOf(arn: string, group: string): LogStream {
  return { group, name: logStreamName(arn) };
}

/** The stream for people, e.g. `nf/main/0123 in the log group /aws/ecs/nextflow`. */
export function logStreamText({ group, name }: LogStream): string {
  return `${name} in the log group ${group}`;
}

/** Address of a task's log stream in the AWS console; undefined where its partition's is not known. */
export function logStreamConsoleUrl(arn: string, group: string): string | undefined {
  const base = consoleOf(arn);
  if (base === undefined) return undefined;
  const path = `log-group/${hashEncoded(group)}/log-events/${hashEncoded(logStreamName(arn))}`;
  return `${base.url}/cloudwatch/home?region=${base.region}#logsV2:log-groups/${path}`;
}

/**
 * Address of a task in the AWS console, which shows it for an hour after its end. Undefined where its ARN names no
 * cluster, or where the console of its partition is not known.
 */
export function taskConsoleUrl(arn: string): string | undefined {
  const base = consoleOf(arn);
  if (base?.cluster === undefined) return undefined;
  return `${base.url}/ecs/v2/clusters/${base.cluster}/tasks/${taskIdOf(arn)}/configuration?region=${base.region}`;
}

/** The console's domain in each partition that has a public one (AWS China and AWS GovCloud user guides). */
const DOMAINS: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);

interface ConsolePlace {
  readonly url: string;
  readonly region: string;
  readonly cluster?: string;
}

function consoleOf(arn: string): ConsolePlace | undefined {
  const read = readTaskArn(arn);
  const domain = DOMAINS.get(read?.partition ?? '');
  return read && domain ? { ...read, url: `https://${read.region}.${domain}` } : undefined;
}

/** CloudWatch's page encodes twice what stands behind its hash, and writes `$` for the sign `%`: `/` is `$252F`. */
function hashEncoded(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
}
