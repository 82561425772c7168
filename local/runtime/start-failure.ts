import { errorText } from '../error-text.js';
import { errorCode } from '../system-error.js';
import { type StartFailure } from './task-runtime.js';

/** A container without a command, in a runtime that reads no image and so knows no ENTRYPOINT or CMD. */
export const noCommand: StartFailure = {
  kind: 'failed',
  reason:
    'CannotCreateContainerError: no command specified: a runtime of processes reads no image, so set entryPoint or command',
};

/** A start after, or during, the close of the runtime. */
export const shuttingDown: StartFailure = {
  kind: 'failed',
  reason: 'CannotStartContainerError: the runtime is shutting down',
};

/** A failed spawn in the words ECS passes on from the container runtime (facts §4, CannotStartContainerError). */
export function startFailure(error: unknown, command: string): StartFailure {
  return { kind: 'failed', reason: `CannotStartContainerError: ${cause(error, command)}` };
}

function cause(error: unknown, command: string): string {
  const failed = `failed to create task for container: exec: "${command}"`;
  switch (errorCode(error)) {
    case 'ENOENT':
      return command.includes('/')
        ? `${failed}: stat ${command}: no such file or directory: unknown`
        : `${failed}: executable file not found in $PATH: unknown`;
    case 'EACCES':
      return `${failed}: permission denied: unknown`;
    case 'E2BIG':
      return `${failed}: argument list too long: unknown`;
    default:
      return `${failed}: ${errorText(error)}`;
  }
}
