import { invalidParameter } from '../http/aws-error.js';
import { type JsonOperation, listOf, mapOf, number, operation, text } from '../http/aws-json.js';
import { checkedRetention, type LogGroup, mergedTags } from './log-group.js';
import { groupName, pageLimit } from './log-names.js';
import { type LogsRegion } from './logs-region.js';
import { namedPage } from './named-page.js';
import { served } from './served-members.js';

type RegionOf = (region: string) => LogsRegion;

/** Operations on log groups, their retention and their tags. */
export function groupOperations(regionOf: RegionOf, account: string): Record<string, JsonOperation> {
  return {
    ...lifeOperations(regionOf, account),
    ...retentionOperations(regionOf),
    ...tagOperations(regionOf),
  };
}

function lifeOperations(regionOf: RegionOf, account: string): Record<string, JsonOperation> {
  return {
    CreateLogGroup: operation(
      served('CreateLogGroup', { logGroupName: text, tags: mapOf(text), logGroupClass: text }),
      (input, { region }) => {
        const name = groupName(input.logGroupName);
        if (input.logGroupClass !== undefined && input.logGroupClass !== 'STANDARD') {
          throw invalidParameter(
            `logGroupClass is '${input.logGroupClass}': the local cloud serves STANDARD only`,
          );
        }
        regionOf(region).store.createGroup(name, mergedTags(new Map(), input.tags ?? {}));
        return {};
      },
    ),
    DeleteLogGroup: operation(served('DeleteLogGroup', { logGroupName: text }), (input, { region }) => {
      regionOf(region).store.deleteGroup(groupName(input.logGroupName));
      return {};
    }),
    DescribeLogGroups: describeGroups(regionOf, account),
  };
}

function describeGroups(regionOf: RegionOf, account: string): JsonOperation {
  const members = { logGroupNamePrefix: text, logGroupNamePattern: text, limit: number, nextToken: text };
  return operation(served('DescribeLogGroups', members), (input, { region }) => {
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
      throw invalidParameter('logGroupNamePrefix and logGroupNamePattern cannot be given together.');
    }
    const pattern = input.logGroupNamePattern?.toLowerCase() ?? '';
    const groups = regionOf(region)
      .store.allGroups()
      .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
      .filter(({ name }) => name.toLowerCase().includes(pattern));
    const { page, nextToken } = namedPage(groups, input.nextToken, pageLimit(input.limit, 50, 50));
    return {
      logGroups: page.map((group) => groupView(group, region, account)),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  });
}

function retentionOperations(regionOf: RegionOf): Record<string, JsonOperation> {
  return {
    PutRetentionPolicy: operation(
      served('PutRetentionPolicy', { logGroupName: text, retentionInDays: number }),
      (input, { region }) => {
        const days = checkedRetention(input.retentionInDays);
        regionOf(region).store.changeGroup(groupName(input.logGroupName), (group) => {
          group.retentionInDays = days;
        });
        return {};
      },
    ),
    DeleteRetentionPolicy: operation(
      served('DeleteRetentionPolicy', { logGroupName: text }),
      (input, { region }) => {
        regionOf(region).store.changeGroup(groupName(input.logGroupName), (group) => {
          delete group.retentionInDays;
        });
        return {};
      },
    ),
  };
}

function tagOperations(regionOf: RegionOf): Record<string, JsonOperation> {
  return {
    TagResource: operation(
      served('TagResource', { resourceArn: text, tags: mapOf(text) }),
      (input, { region }) => {
        const { store } = regionOf(region);
        const group = store.group(groupOfArn(input.resourceArn));
        const merged = mergedTags(group.tags, input.tags ?? {});
        store.changeGroup(group.name, ({ tags }) => {
          for (const [key, value] of merged) tags.set(key, value);
        });
        return {};
      },
    ),
    UntagResource: operation(
      served('UntagResource', { resourceArn: text, tagKeys: listOf(text) }),
      (input, { region }) => {
        regionOf(region).store.changeGroup(groupOfArn(input.resourceArn), ({ tags }) => {
          for (const key of input.tagKeys ?? []) tags.delete(key);
        });
        return {};
      },
    ),
    ListTagsForResource: operation(
      served('ListTagsForResource', { resourceArn: text }),
      (input, { region }) => ({
        tags: Object.fromEntries(regionOf(region).store.group(groupOfArn(input.resourceArn)).tags),
      }),
    ),
  };
}

/** Only groups can be tagged here; CloudWatch also has destinations. */
function groupOfArn(arn: string | undefined): string {
  if (arn === undefined || !/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/.test(arn)) {
    throw invalidParameter(`resourceArn is '${arn ?? 'missing'}': the ARN of a log group is expected`);
  }
  return groupName(undefined, arn);
}

function groupView(group: LogGroup, region: string, account: string): object {
  const arn = `arn:aws:logs:${region}:${account}:log-group:${group.name}`;
  let storedBytes = 0;
  for (const stream of group.streams.values()) storedBytes += stream.bytes;
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes,
    logGroupArn: arn,
    logGroupClass: 'STANDARD',
  };
}
