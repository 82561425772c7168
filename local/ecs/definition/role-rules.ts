import { type ContainerDefinition } from './container-shape.js';
import { type DefinitionInput, has } from './definition-shape.js';
import { unless } from './rule.js';

/** The account has any number of digits: the plugin's own documentation has one of nine. */
const roleArn = /^arn:aws[\w-]*:iam::\d+:role\/[\w+=,.@/-]+$/;
const roleName = /^[\w+=,.@-]{1,64}$/;

/**
 * Rules of the two roles. Secrets need an execution role when they are registered; what AWS says of the other three
 * is unknown, but none of them can work without one. awslogs and ECR images are no matter of registration but on
 * Fargate: RunTask may still give the role (facts §1a, §9).
 */
export function roleProblems(definition: DefinitionInput): string[] {
  const { taskRoleArn = '', executionRoleArn = '', containerDefinitions = [] } = definition;
  const needs = executionRoleArn === '' ? containerDefinitions.flatMap(needsOf) : [];
  return [
    ...unless(
      taskRoleArn === '' || roleArn.test(taskRoleArn) || roleName.test(taskRoleArn),
      `taskRoleArn '${taskRoleArn}': Role is not valid. Give the role's ARN or its name`,
    ),
    ...unless(
      executionRoleArn === '' || roleArn.test(executionRoleArn),
      `executionRoleArn '${executionRoleArn}': Role is not valid. Give the role's ARN`,
    ),
    ...[...new Set(needs)].map(
      (need) =>
        `When you are specifying container ${need}, you must also specify a value for 'executionRoleArn'.`,
    ),
  ];
}

function needsOf(container: ContainerDefinition): string[] {
  return [
    ...(has(container, 'secrets') || has(container.logConfiguration ?? {}, 'secretOptions')
      ? ['secrets']
      : []),
    ...['environmentFiles', 'repositoryCredentials'].filter((member) => has(container, member)),
  ];
}
