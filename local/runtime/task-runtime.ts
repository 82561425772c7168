/** Where what is mounted comes from; the runtime keeps the folders. */
export type MountSource =
  /** A volume of this task alone, gone with it: an empty bind mount or the task's EBS volume. */
  | { readonly kind: 'task'; readonly volume: string }
  /** A folder of the instance, shared by the tasks on it (`host.sourcePath`). */
  | { readonly kind: 'instance'; readonly ec2Id: string; readonly path: string }
  /** A file system that outlives tasks and instances (EFS, S3 Files). */
  | { readonly kind: 'file-system'; readonly id: string; readonly path: string };

/** A folder mounted into a container. */
export interface Mount {
  readonly source: MountSource;
  /** Absolute path in the container. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** Settings of `linuxParameters` and its neighbours; a runtime without containers names those it goes without. */
export interface ContainerSettings {
  readonly privileged?: boolean;
  readonly readonlyRootFilesystem?: boolean;
  /** `1000`, `user`, `1000:1000`. */
  readonly user?: string;
  readonly capabilities?: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly devices?: readonly {
    readonly hostPath: string;
    readonly containerPath: string;
    readonly permissions: readonly string[];
  }[];
  readonly tmpfs?: readonly {
    readonly containerPath: string;
    readonly sizeMiB: number;
    readonly mountOptions: readonly string[];
  }[];
  readonly ulimits?: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  readonly systemControls?: readonly { readonly namespace: string; readonly value: string }[];
  readonly initProcess?: boolean;
  readonly pidMode?: 'host' | 'task';
  readonly interactive?: boolean;
  readonly pseudoTerminal?: boolean;
}

/** One container to run, with everything already resolved from task definition and overrides. */
export interface ContainerSpec {
  /** Task id: 32 hex digits, the last segment of the task's ARN. */
  readonly taskId: string;
  readonly taskArn: string;
  /** RunTask's `startedBy`, where it had one; for rules of the simulated runtime. */
  readonly startedBy?: string;
  readonly name: string;
  readonly image: string;
  readonly networkMode: 'awsvpc' | 'host';
  /** CPU units that bound the whole task, a hard cap; absent where only containers have sizes (facts §1a). */
  readonly taskCpu?: number;
  /** MiB that bound the whole task. */
  readonly taskMemoryMiB?: number;
  /** CPU units of this container, shares among those of its task; 0 for none. */
  readonly cpuShares: number;
  /** MiB at which this container is killed, where it has a limit of its own. */
  readonly memoryMiB?: number;
  readonly workingDirectory?: string;
  readonly mounts: readonly Mount[];
  readonly settings: ContainerSettings;
  /** As the agent sets them: `com.amazonaws.ecs.task-arn`, `.cluster`, `.container-name`, `.task-definition-family`, `.task-definition-version`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Members of the definition, by ECS's name, that a runtime without containers cannot apply, e.g. `privileged`. */
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

/** A container whose first process was started. */
export interface RunningContainer {
  readonly kind: 'started';
  /** ECS's `containers[].runtimeId`. */
  readonly runtimeId: string;
  /** Resolves once, when the container and all its processes are gone; never rejects. */
  readonly exit: Promise<ContainerExit>;
  /**
   * SIGTERM (or the image's STOPSIGNAL) goes to the first process, SIGKILL ends them all; after the end it does
   * nothing.
   */
  stop(signal: 'SIGTERM' | 'SIGKILL'): void;
  /**
   * Runs a command inside it, for health checks, and answers its exit code: 124 where it was given up after
   * `timeoutMs`, 126 or 127 where it could not be run. Words as they are, without a shell: `CMD-SHELL` is the
   * caller's to resolve. Never rejects.
   */
  probe(command: readonly string[], timeoutMs: number): Promise<number>;
}

/** The image is there. */
export interface PulledImage {
  readonly kind: 'pulled';
  /** `sha256:...`, where the runtime knows it. */
  readonly digest?: string;
}

/** Credentials for a private registry (`repositoryCredentials`). Never logged. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** The container never ran; `reason` is in ECS's words, e.g. `CannotStartContainerError: ...`. */
export interface StartFailure {
  readonly kind: 'failed';
  readonly reason: string;
}

/** What runs containers: an engine, a sandbox, plain processes or a simulation. */
export interface TaskRuntime {
  /**
   * Whether a container of this network mode finds this machine's services at 127.0.0.1. Where it cannot, or this is
   * absent, it is not told of task metadata and role credentials.
   */
  reachesHost?(networkMode: ContainerSpec['networkMode']): boolean;
  /** What it is, for people: `plain processes of this machine`, `Docker 28.2 at unix:///var/run/docker.sock`. */
  readonly description: string;
  /** Gets an image ready; a runtime without images answers at once. Never rejects. */
  pull(
    image: string,
    architecture: 'X86_64' | 'ARM64' | undefined,
    credentials?: RegistryCredentials,
  ): Promise<PulledImage | StartFailure>;
  /** Never rejects: what goes wrong is a {@link StartFailure}. */
  start(container: ContainerSpec): Promise<RunningContainer | StartFailure>;
  /** The task has ended: its volumes go. Never rejects; of unknown tasks it does nothing. */
  forget(taskId: string): Promise<void>;
  /** Kills whatever still runs, waits for it, and starts nothing more. */
  close(): Promise<void>;
}
