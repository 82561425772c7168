import { invalidParameter } from '../http/aws-error.js';

/** Name rules of CloudWatch Logs: API reference, CreateLogGroup and CreateLogStream. */
const groupPattern = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const streamPattern = /^[^:*]{1,512}$/;

/** Whether CloudWatch Logs takes it for a log group's name. */
export function isGroupName(name: string): boolean {
  return groupPattern.test(name);
}

/** The group named by `logGroupName` or by `logGroupIdentifier` (a name or an ARN). */
export function groupName(name: string | undefined, identifier?: string): string {
  if (name !== undefined && identifier !== undefined) {
    throw invalidParameter('give logGroupName or logGroupIdentifier, not both');
  }
  const given = name ?? identifier;
  if (given === undefined) throw invalidParameter('logGroupName is missing');
  const plain = /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)(:\*)?$/.exec(given)?.[1] ?? given;
  if (!isGroupName(plain)) {
    throw invalidParameter(
      `logGroupName '${plain}' must be 1 to 512 of a-z, A-Z, 0-9, '_', '-', '/', '.', '#'`,
    );
  }
  return plain;
}

export function streamName(name: string | undefined): string {
  if (name === undefined) throw invalidParameter('logStreamName is missing');
  if (!streamPattern.test(name)) {
    throw invalidParameter(`logStreamName '${name}' must be 1 to 512 characters without ':' and '*'`);
  }
  return name;
}

/** Throws unless `value`, where given, is a whole number from 1 to `most`. */
export function pageLimit(value: number | undefined, most: number, usual: number): number {
  const limit = value ?? usual;
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw invalidParameter(`limit is ${limit}: 1 to ${most} is allowed`);
  }
  return limit;
}
