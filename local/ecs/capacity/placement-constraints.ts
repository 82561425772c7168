import { type PlacementConstraint } from './capacity.js';
import { type ClusterQuery, parseClusterQuery } from './query/cluster-query.js';
import { QueryError } from './query/query-error.js';

/** The attributes constraints may look at on Managed Instances (facts §1b). */
const known = ['ecs.subnet-id', 'ecs.availability-zone', 'ecs.instance-type', 'ecs.cpu-architecture'];

/**
 * What is wrong with placement constraints as RunTask and RegisterTaskDefinition take them; empty where nothing
 * is. That others than the four attributes are refused at once, rather than never satisfied, is a guess: how AWS
 * treats them is unknown.
 */
export function constraintProblems(
  constraints: readonly { readonly type?: string; readonly expression?: string }[],
): string[] {
  return constraints.flatMap(({ type, expression }) => {
    if (type === 'distinctInstance') {
      return expression === undefined ? [] : ['distinctInstance expression should not be specified.'];
    }
    if (type !== 'memberOf') {
      return [`placement constraint '${type ?? ''}' is neither distinctInstance nor memberOf`];
    }
    return expression === undefined || expression.trim() === ''
      ? ['memberOf expression is missing']
      : expressionProblems(expression);
  });
}

function expressionProblems(expression: string): string[] {
  try {
    const { subjects } = parseClusterQuery(expression);
    return subjects
      .filter((subject) => !known.some((name) => subject === `attribute:${name}`))
      .map(
        (subject) =>
          `memberOf expression '${expression}' looks at '${subject}': on Managed Instances only attribute:${known.join(', attribute:')} can be`,
      );
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [`Invalid expression '${expression}': ${error.message}`];
  }
}

/** The `memberOf` constraints of a task. @throws QueryError for one that {@link constraintProblems} refuses */
export function memberQueries(constraints: readonly PlacementConstraint[]): readonly ClusterQuery[] {
  return constraints
    .filter(({ type }) => type === 'memberOf')
    .map(({ expression }) => parseClusterQuery(expression ?? ''));
}

/** Whether the task may not share an instance with another of its group. */
export const isDistinct = (constraints: readonly PlacementConstraint[]): boolean =>
  constraints.some(({ type }) => type === 'distinctInstance');
