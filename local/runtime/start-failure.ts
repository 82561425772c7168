import { type StartFailure } from './task-runtime.js';

/** A container without a command, in a runtime that reads no image and so knows no ENTRYPOINT or CMD. */
export const noCommand: StartFailure = {
  kind: 'failed',
  reason:
    'CannotCreateContainerError: no command specified: the plain-process runtime reads no image, so set entryPoint or command',
};

/** A container that asks for GPUs, in a runtime that can give it none. */
export function noGpus(count: number): StartFailure {
  const reason = `CannotStartContainerError: the container asks for ${count} GPU${count === 1 ? '' : 's'}: this runtime runs plain processes of this machine and has none to give`;
  return { kind: 'failed', reason };
}

/** A failed spawn in the words ECS passes on from the container runtime (facts §4, CannotStartContainerError). */
export function startFailure(error: unknown, command: string): StartFailure {
  return { kind: 'failed', reason: `CannotStartContainerError: ${cause(error, command)}` };
}

function cause(error: unknown, command: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const failed = `failed to create task for container: exec: "${command}"`;
  switch (code) {
    case 'ENOENT':
      return command.includes('/')
        ? `${failed}: stat ${command}: no such file or directory: unknown`
        : `${failed}: executable file not found in $PATH: unknown`;
    case 'EACCES':
      return `${failed}: permission denied: unknown`;
    case 'E2BIG':
      return `${failed}: argument list too long: unknown`;
    default:
      return `${failed}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
