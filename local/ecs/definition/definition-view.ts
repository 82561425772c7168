import { type TaskDefinition } from './task-definition.js';

const seconds = (milliseconds: number): number => milliseconds / 1000;

/**
 * A revision as AWS answers it. `requiresAttributes` is left out: it names abilities of agents, which Managed
 * Instances all have. `registeredBy` is the account, since nobody signs in here.
 */
export function definitionView(definition: TaskDefinition, account: string): object {
  const { content, arn, family, revision, status, compatibilities } = definition;
  const { registeredAt, deregisteredAt, deleteRequestedAt } = definition;
  return {
    ...content,
    taskDefinitionArn: arn,
    family,
    revision,
    status,
    compatibilities,
    registeredAt: seconds(registeredAt),
    registeredBy: `arn:aws:iam::${account}:root`,
    ...(deregisteredAt === undefined ? {} : { deregisteredAt: seconds(deregisteredAt) }),
    ...(deleteRequestedAt === undefined ? {} : { deleteRequestedAt: seconds(deleteRequestedAt) }),
  };
}
