import { type TaskDefinition } from '../definition/task-definition.js';
import { checkedTags, type EcsTag } from '../tag-rules.js';
import { type RunTaskInput } from './run-task-shape.js';

/**
 * The tags of a new task: the call's, the definition's where they are to be propagated, and ECS's own where asked
 * for (facts §3a). Those of the call win over the definition's; ECS's do not count towards the fifty.
 *
 * @throws AwsError InvalidParameterException listing every problem of the call's tags
 */
export function launchTags(
  input: RunTaskInput,
  definition: TaskDefinition,
  clusterName: string,
): readonly EcsTag[] {
  const own = checkedTags(input.tags);
  const inherited =
    input.propagateTags === 'TASK_DEFINITION'
      ? definition.tags.filter(({ key }) => !own.some((tag) => tag.key === key))
      : [];
  const managed =
    input.enableECSManagedTags === true ? [{ key: 'aws:ecs:clusterName', value: clusterName }] : [];
  return [...own, ...inherited, ...managed];
}
