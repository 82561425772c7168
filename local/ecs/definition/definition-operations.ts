import { AwsError } from '../../http/aws-error.js';
import { type JsonOperation, listOf, number, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { includesTags, oneOf } from '../include.js';
import { pageOf } from '../page.js';
import { checkedTags } from '../tag-rules.js';
import { type TaskDefinition } from './definition-registry.js';
import { definitionProblems } from './definition-rules.js';
import { definitionShape } from './definition-shape.js';

type RegionOf = (region: string) => EcsRegion;

const clientError = (message: string): AwsError => new AwsError('ClientException', message);

export function definitionOperations(regionOf: RegionOf): Record<string, JsonOperation> {
  return {
    RegisterTaskDefinition: operation(definitionShape, (input, { region }) => {
      const problems = definitionProblems(input);
      if (problems.length > 0) throw clientError(`Invalid task definition: ${problems.join('; ')}.`);
      const definition = regionOf(region).definitions.add(input, checkedTags(input.tags));
      return { taskDefinition: definitionView(definition), tags: definition.tags };
    }),
    DescribeTaskDefinition: operation(
      structure({ taskDefinition: text, include: listOf(text) }),
      (input, { region }) => {
        const found = regionOf(region).definitions.find(input.taskDefinition ?? '');
        if (found === undefined) throw clientError('Unable to describe task definition.');
        const tags = includesTags(input.include);
        return { taskDefinition: definitionView(found), ...(tags ? { tags: found.tags } : {}) };
      },
    ),
    DeregisterTaskDefinition: operation(structure({ taskDefinition: text }), (input, { region }) => {
      const { definitions } = regionOf(region);
      const reference = input.taskDefinition ?? '';
      if (!/:\d+$/.test(reference))
        throw clientError(`'${reference}' names no revision: give family:revision.`);
      const found = definitions.find(reference);
      if (found === undefined) throw clientError('The specified task definition does not exist.');
      definitions.deregister(found);
      return { taskDefinition: definitionView(found) };
    }),
    ListTaskDefinitions: listTaskDefinitions(regionOf),
  };
}

function listTaskDefinitions(regionOf: RegionOf): JsonOperation {
  const shape = structure({
    familyPrefix: text,
    status: text,
    sort: text,
    maxResults: number,
    nextToken: text,
  });
  return operation(shape, (input, { region }) => {
    const status = input.status ?? 'ACTIVE';
    oneOf('status', status, ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']);
    oneOf('sort', input.sort, ['ASC', 'DESC']);
    const found = regionOf(region)
      .definitions.all()
      .filter((definition) => definition.status === status)
      // AWS's "prefix" is the whole family name.
      .filter(({ family }) => input.familyPrefix === undefined || family === input.familyPrefix);
    if (input.sort === 'DESC') found.reverse();
    const order = new Map(found.map(({ arn }, index) => [arn, String(index).padStart(9, '0')]));
    const { entries, ...rest } = pageOf(found, ({ arn }) => order.get(arn) ?? '', input, 100);
    return { taskDefinitionArns: entries.map(({ arn }) => arn), ...rest };
  });
}

/** A revision as AWS answers it, timestamps in epoch seconds. */
function definitionView(definition: TaskDefinition): object {
  const { content, arn, family, revision, status } = definition;
  return {
    ...content,
    taskDefinitionArn: arn,
    family,
    revision,
    status,
    compatibilities: content.requiresCompatibilities ?? ['EC2'],
    registeredAt: definition.registeredAt / 1000,
    ...(definition.deregisteredAt === undefined ? {} : { deregisteredAt: definition.deregisteredAt / 1000 }),
  };
}
