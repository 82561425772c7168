/** One container to run, with everything already resolved from task definition and overrides. */
export interface ContainerSpec {
  /** Task id: 32 hex digits, the last segment of the task's ARN. */
  readonly taskId: string;
  readonly name: string;
  readonly image: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Settings of the definition, by name, that a runtime without containers cannot apply, e.g. `privileged`. */
  readonly containerSettings: readonly string[];
  /** GPUs it asks for, of definition or override; 0 for none. */
  readonly gpus: number;
  /** False once its task is to stop: a start that waits for something need not go on. */
  readonly wanted: () => boolean;
  /** Gets every line of stdout and stderr, without its line end, as it is written. */
  readonly output: (line: string) => void;
}

/** How a container ended. */
export interface ContainerExit {
  /** The process's code, or 128 + n where signal n ended it. Absent where the host was lost. */
  readonly exitCode?: number;
  /** ECS's `containers[].reason`. */
  readonly reason?: string;
}

export interface RunningContainer {
  readonly kind: 'started';
  /** ECS's `containers[].runtimeId`. */
  readonly runtimeId: string;
  /** Resolves once, when the container and all its processes are gone; never rejects. */
  readonly exit: Promise<ContainerExit>;
  /** Signals every process of the container; after the end it does nothing. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** The container never ran; `reason` is in ECS's words, e.g. `CannotStartContainerError: ...`. */
export interface StartFailure {
  readonly kind: 'failed';
  readonly reason: string;
}

/** What runs containers: plain processes today, engines and simulations behind the same port. */
export interface TaskRuntime {
  /** Never rejects: what goes wrong is a {@link StartFailure}. */
  start(container: ContainerSpec): Promise<RunningContainer | StartFailure>;
  /** Kills whatever still runs, waits for it, and starts nothing more. */
  close(): Promise<void>;
}
