import { type PlacementConstraint } from '../capacity/capacity.js';
import { type DefinitionInput } from '../definition/definition-shape.js';
import { type RunTaskInput } from './run-task-shape.js';

/** What is wrong with the expressions of constraints; the capacity model knows their language. */
export type ConstraintCheck = (constraints: readonly PlacementConstraint[]) => readonly string[];

const most = 10;

/** The constraints a task has: its definition's and its call's. */
export function constraintsOf(input: RunTaskInput, definition: DefinitionInput): PlacementConstraint[] {
  const all = [...(definition.placementConstraints ?? []), ...(input.placementConstraints ?? [])];
  return all.map(({ type, expression }) => ({
    type: type === 'distinctInstance' ? type : 'memberOf',
    ...(expression === undefined ? {} : { expression }),
  }));
}

/** What is wrong with how a task is to be placed on Managed Instances (facts §1b). */
export function placementProblems(
  input: RunTaskInput,
  definition: DefinitionInput,
  check: ConstraintCheck,
): string[] {
  const own = input.placementConstraints ?? [];
  const strange = own.filter(({ type }) => type !== 'distinctInstance' && type !== 'memberOf');
  const constraints = constraintsOf(input, definition);
  return [
    ...((input.placementStrategy ?? []).length > 0
      ? ['placementStrategy is not supported on Managed Instances']
      : []),
    ...(constraints.length > most
      ? [
          `${constraints.length} placementConstraints of task definition and request together: at most ${most} are allowed`,
        ]
      : []),
    ...strange.map(
      ({ type }) => `placement constraint '${type ?? ''}' is neither distinctInstance nor memberOf`,
    ),
    ...own
      .filter(({ type, expression = '' }) => type === 'memberOf' && expression.trim() === '')
      .map(() => 'placement constraint memberOf needs an expression'),
    ...own
      .filter(({ type, expression }) => type === 'distinctInstance' && expression !== undefined)
      .map(() => 'placement constraint distinctInstance takes no expression'),
    ...(strange.length > 0 ? [] : check(constraints)),
  ];
}
