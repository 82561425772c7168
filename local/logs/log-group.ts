import { AwsError, invalidParameter } from '../http/aws-error.js';
import { type LogStream } from './log-stream.js';

export interface LogGroup {
  readonly name: string;
  readonly creationTime: number;
  /** Days events are kept; absent for ever. */
  retentionInDays?: number;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
}

const day = 24 * 3_600_000;

/** The numbers of days PutRetentionPolicy takes (API reference). */
const retentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @throws AwsError InvalidParameterException for a number of days CloudWatch does not offer */
export function checkedRetention(days: number | undefined): number {
  if (days !== undefined && retentions.includes(days)) return days;
  throw invalidParameter(`retentionInDays is ${days ?? 'missing'}: ${retentions.join(', ')} are allowed`);
}

/** The time before which the group's events have expired, in epoch milliseconds; 0 where none do. */
export function expiryOf(group: LogGroup, now: number): number {
  return group.retentionInDays === undefined ? 0 : now - group.retentionInDays * day;
}

/** Characters AWS takes in tags of log groups (API reference, TagResource). */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The tags a group has after `added` are put on it.
 *
 * @throws AwsError InvalidParameterException naming every tag that is none, TooManyTagsException past 50
 */
export function mergedTags(
  tags: ReadonlyMap<string, string>,
  added: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const problems = Object.entries(added).flatMap(([key, value]) => tagProblems(key, value));
  if (problems.length > 0) throw invalidParameter(`tags: ${problems.join('; ')}`);
  const merged = new Map([...tags, ...Object.entries(added)]);
  if (merged.size > 50) {
    throw new AwsError(
      'TooManyTagsException',
      `The log group would have ${merged.size} tags: 50 are allowed`,
    );
  }
  return merged;
}

function tagProblems(key: string, value: string): string[] {
  return [
    ...(key.length >= 1 && key.length <= 128 && tagText.test(key) && !/^aws:/i.test(key)
      ? []
      : [
          `key '${key.slice(0, 140)}' is not 1 to 128 letters, digits, spaces and _.:/=+-@ without aws: in front`,
        ]),
    ...(value.length <= 256 && tagText.test(value)
      ? []
      : [`the value of '${key.slice(0, 140)}' is not up to 256 letters, digits, spaces and _.:/=+-@`]),
  ];
}
