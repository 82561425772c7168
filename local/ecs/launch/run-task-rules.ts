import { type RunTaskInput } from './run-task-shape.js';

/**
 * What RunTask has against a request by itself, before cluster, provider and definition are looked at
 * (facts §3a): every problem at once, empty where there is none.
 */
export function runTaskProblems(input: RunTaskInput): string[] {
  const count = input.count ?? 1;
  return [
    ...(Number.isInteger(count) && count >= 1 && count <= 10 ? [] : [`count ${count}: 1 to 10 is allowed`]),
    ...startedByProblems(input.startedBy),
    ...(input.clientToken === undefined || /^[\x21-\x7e]{1,64}$/.test(input.clientToken)
      ? []
      : [`clientToken has ${input.clientToken.length} characters: 1 to 64 of ASCII 33 to 126 are allowed`]),
    ...(input.launchType !== undefined && input.capacityProviderStrategy !== undefined
      ? ['Specify either Launch Type or Capacity Provider Strategy, but not both.']
      : []),
    ...(input.propagateTags === undefined || ['TASK_DEFINITION', 'NONE'].includes(input.propagateTags)
      ? []
      : [`propagateTags '${input.propagateTags}': RunTask takes TASK_DEFINITION or NONE`]),
    ...(input.platformVersion === undefined ? [] : ['platformVersion is for Fargate only']),
    // AWS's reference keeps it for ECS itself; what a call with it would do is not known, so none is made (facts §3a).
    ...(input.referenceId === undefined
      ? []
      : ['referenceId is only used by Amazon ECS and not served by the local cloud: leave it out']),
  ];
}

function startedByProblems(startedBy: string | undefined): string[] {
  return startedBy === undefined || /^[A-Za-z0-9\-/_]{1,128}$/.test(startedBy)
    ? []
    : [`startedBy '${startedBy}' must be 1 to 128 letters, digits, '-', '/' or '_'`];
}
