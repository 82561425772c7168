import type { FusionFailure } from '../../faults/fusion-failure.js';
import { fusionPath } from '../../runtime/fusion-stand-in.js';
import type { ContainerSpec, RunningContainer, TaskRuntime } from '../../runtime/task-runtime.js';

/** The part of a runtime that starts containers. */
export type ContainerStarter = Pick<TaskRuntime, 'start'>;

/** Starts containers, but those whose first process is Fusion where it fails: they end without a process, on any runtime. */
export function withFusionFaults(
  runtime: ContainerStarter,
  failureNow: () => FusionFailure | undefined,
): ContainerStarter {
  return {
    start: (spec) => {
      const failure = spec.entryPoint[0] === fusionPath ? failureNow() : undefined;
      return failure === undefined ? runtime.start(spec) : Promise.resolve(failedContainer(spec, failure));
    },
  };
}

function failedContainer(spec: ContainerSpec, { output, exitCode }: FusionFailure): RunningContainer {
  for (const line of output) spec.output(line);
  return {
    kind: 'started',
    runtimeId: `${spec.taskId}-fusion`,
    exit: Promise.resolve({ exitCode }),
    stop: () => undefined,
    // It ran no command in time.
    probe: () => Promise.resolve(126),
  };
}
