import { AwsError, invalidParameter } from '../../http/aws-error.js';
import { type JsonOperation, listOf, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { includesTags } from '../include.js';
import { checkedTags, type EcsTag } from '../tag-rules.js';
import { definitionProblems } from './definition-rules.js';
import { type DefinitionInput, definitionShape } from './definition-shape.js';
import { definitionView } from './definition-view.js';
import { listDefinitions, listFamilies } from './list-definitions.js';
import { type TaskDefinition } from './task-definition.js';

type RegionOf = (region: string) => EcsRegion;

/** The ARNs of the revisions that tasks of a region use, which a deletion waits for. */
export type UsedDefinitions = (region: EcsRegion) => ReadonlySet<string>;

const clientError = (message: string): AwsError => new AwsError('ClientException', message);

export function definitionOperations(
  regionOf: RegionOf,
  used: UsedDefinitions,
): Record<string, JsonOperation> {
  /** The region, without the revisions whose deletion has ended. */
  const current = (region: string): EcsRegion => {
    const state = regionOf(region);
    state.definitions.removeDeleted(() => used(state));
    return state;
  };
  return {
    RegisterTaskDefinition: operation(definitionShape, (input, { region }) =>
      register(current(region), input),
    ),
    DescribeTaskDefinition: operation(
      structure({ taskDefinition: text, include: listOf(text) }),
      (input, { region }) => {
        const tags = includesTags(input.include);
        const state = current(region);
        const found = state.definitions.find(input.taskDefinition ?? '');
        if (found === undefined) throw clientError('Unable to describe task definition.');
        return { taskDefinition: view(state, found), ...(tags ? { tags: found.tags } : {}) };
      },
    ),
    DeregisterTaskDefinition: operation(structure({ taskDefinition: text }), (input, { region }) => {
      const state = current(region);
      const reference = input.taskDefinition ?? '';
      if (!/:\d+$/.test(reference))
        throw clientError(`'${reference}' names no revision: give family:revision.`);
      const found = state.definitions.find(reference);
      if (found === undefined) throw clientError('The specified task definition does not exist.');
      state.definitions.deregister(found);
      return { taskDefinition: view(state, found) };
    }),
    DeleteTaskDefinitions: operation(structure({ taskDefinitions: listOf(text) }), (input, { region }) =>
      deleteAll(current(region), input.taskDefinitions ?? []),
    ),
    ListTaskDefinitions: listDefinitions((region) => current(region).definitions),
    ListTaskDefinitionFamilies: listFamilies((region) => current(region).definitions),
  };
}

const view = ({ place }: EcsRegion, definition: TaskDefinition): object =>
  definitionView(definition, place.account);

function register(state: EcsRegion, input: DefinitionInput): object {
  const problems = definitionProblems(input);
  // One problem is told in AWS's own words alone, where it has some.
  if (problems.length === 1) throw clientError(problems.join());
  if (problems.length > 1) throw clientError(`Invalid task definition: ${problems.join('; ')}`);
  const definition = state.definitions.add(input, newTags(input));
  const { tags } = definition;
  return { taskDefinition: view(state, definition), ...(tags.length > 0 ? { tags } : {}) };
}

/** AWS takes no tags, but not a list of none. */
function newTags({ tags }: DefinitionInput): readonly EcsTag[] {
  if (tags?.length === 0) throw clientError('Tags can not be empty.');
  return checkedTags(tags);
}

/** Up to ten a call, each INACTIVE (facts §1d); of one that is not, a failure is told and the others go on. */
function deleteAll(state: EcsRegion, references: readonly string[]): object {
  if (references.length < 1 || references.length > 10) {
    throw invalidParameter(`taskDefinitions has ${references.length} entries: 1 to 10 are allowed`);
  }
  const answers = references.map((reference) => deleteOne(state, reference));
  return {
    taskDefinitions: answers.flatMap((answer) => ('deleted' in answer ? [view(state, answer.deleted)] : [])),
    failures: answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : [])),
  };
}

type Deletion =
  | { readonly deleted: TaskDefinition }
  | { readonly failure: { readonly arn: string; readonly reason: string } };

/** The reasons in AWS's own words are unknown: no page lists them. */
function deleteOne({ definitions }: EcsRegion, reference: string): Deletion {
  const failed = (arn: string, reason: string): Deletion => ({ failure: { arn, reason } });
  if (!/:\d+$/.test(reference))
    return failed(reference, 'The task definition must be given with its revision.');
  const found = definitions.find(reference);
  if (found === undefined) return failed(reference, 'The specified task definition does not exist.');
  if (found.status === 'ACTIVE') {
    return failed(
      found.arn,
      'The specified task definition is still in ACTIVE status. Please deregister the target and try again.',
    );
  }
  definitions.delete(found);
  return { deleted: found };
}
