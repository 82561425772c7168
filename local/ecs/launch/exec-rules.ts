import { type DefinitionInput } from '../definition/definition-shape.js';
import { type RunTaskInput } from './run-task-shape.js';

/** ECS Exec needs a task role, of the definition or the call (API model); AWS's words for it are not known. */
export function execProblems(input: RunTaskInput, definition: DefinitionInput): string[] {
  const role = input.overrides?.taskRoleArn ?? definition.taskRoleArn ?? '';
  return input.enableExecuteCommand === true && role === ''
    ? ['enableExecuteCommand needs a taskRoleArn, in the task definition or the overrides']
    : [];
}
