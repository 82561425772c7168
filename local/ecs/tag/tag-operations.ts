import { AwsError, invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, listOf, operation, structure, text } from '../../http/aws-json.js';
import { checkedTags, type EcsTag, isReserved, mostTags, tagsShape } from '../tag-rules.js';
import { type TaggedResources, type TagHolder } from './tagged-resources.js';

/** The place of a region's resources, to tell an ARN of another account or region from one of nothing. */
export interface TagDeps {
  readonly resources: (region: string) => TaggedResources;
  /** Twelve digits. */
  readonly account: string;
}

export function tagOperations(deps: TagDeps): Record<string, JsonOperation> {
  return {
    TagResource: operation(structure({ resourceArn: text, tags: tagsShape }), (input, { region }) => {
      const holder = find(deps, region, input.resourceArn);
      if ((input.tags ?? []).length === 0) throw invalidParameter('tags cannot be empty.');
      holder.setTags(merged(holder.tags, checkedTags(input.tags)));
      return {};
    }),
    UntagResource: operation(structure({ resourceArn: text, tagKeys: listOf(text) }), (input, { region }) => {
      const holder = find(deps, region, input.resourceArn);
      const keys = input.tagKeys ?? [];
      if (keys.length === 0) throw invalidParameter('tagKeys cannot be empty.');
      const reserved = keys.filter(isReserved);
      if (reserved.length > 0)
        throw invalidParameter(`${reserved.join(', ')}: tags of AWS's own cannot be removed.`);
      holder.setTags(holder.tags.filter(({ key }) => !keys.includes(key)));
      return {};
    }),
    ListTagsForResource: operation(structure({ resourceArn: text }), (input, { region }) => ({
      tags: find(deps, region, input.resourceArn).tags,
    })),
  };
}

/** A new value for a key that is there, a new tag for one that is not; others stay (API: TagResource). */
function merged(current: readonly EcsTag[], given: readonly EcsTag[]): readonly EcsTag[] {
  const kept = current.filter(({ key }) => !given.some((tag) => tag.key === key));
  const all = [...kept, ...given];
  // AWS's own tags do not count against the limit.
  const counted = all.filter(({ key }) => !isReserved(key)).length;
  if (counted <= mostTags) return all;
  throw new AwsError(
    'LimitExceededException',
    `The resource would have ${counted} tags: at most ${mostTags} are allowed. Remove some with UntagResource.`,
  );
}

function find(deps: TagDeps, region: string, arn: string | undefined): TagHolder {
  const parts = (arn ?? '').split(':');
  if (parts[0] !== 'arn' || parts[2] !== 'ecs' || parts.length < 6) {
    throw invalidParameter(`Invalid resource ARN: '${arn ?? ''}' is not the ARN of a resource of ECS.`);
  }
  if (parts[3] !== region || parts[4] !== deps.account) {
    throw invalidParameter(`Invalid resource ARN: '${arn}' is not of account ${deps.account} in ${region}.`);
  }
  const holder = deps.resources(region).find(arn ?? '');
  if (holder !== undefined) return holder;
  // AWS has this text for a deleted cluster; for the rest the model names the exception only.
  if (parts[5]?.startsWith('cluster/') === true) {
    throw invalidParameter('The specified cluster is inactive. Specify an active cluster and try again.');
  }
  throw new AwsError('ResourceNotFoundException', `The specified resource was not found: ${arn}.`);
}
