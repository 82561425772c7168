import type { ContainerDefinition, TaskFilesystemType } from '@aws-sdk/client-ecs';

/** As RegisterTaskDefinition's `runtimePlatform` names it. */
export type Architecture = 'X86_64' | 'ARM64';

/** GPUs a task asks for. */
export interface AcceleratorNeed {
  /** Whole GPUs, 1 or more; or a share of one GPU: 0.125, 0.25 or 0.5 (DG ecs-gpu-specifying). */
  readonly count: number;
  /** As the user wrote it, e.g. `nvidia-tesla-t4`; one that `acceleratorType` knows. Absent: any. */
  readonly type?: string;
}

/** Disk space a task asks for. All but `gib` and `mountPath` only a volume of its own can have. */
export interface DiskNeed {
  /** Whole GiB, 1 to 16384. */
  readonly gib: number;
  /** An EBS volume type, e.g. `gp3`; absent where any will do. */
  readonly volumeType?: string;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
  readonly encrypted?: boolean;
  readonly filesystem?: TaskFilesystemType;
  /** Absolute path in the container. */
  readonly mountPath: string;
}

/** What `containerOptions` sets of the container, in ECS's words. */
export type ContainerSettings = Pick<
  ContainerDefinition,
  | 'dockerLabels'
  | 'environment'
  | 'interactive'
  | 'linuxParameters'
  | 'privileged'
  | 'pseudoTerminal'
  | 'readonlyRootFilesystem'
  | 'stopTimeout'
  | 'systemControls'
  | 'ulimits'
  | 'user'
  | 'workingDirectory'
>;

/** What the tasks of a process ask for, read once from its directives and in ECS's units. */
export interface TaskNeeds {
  readonly image: string;
  /** CPU units, 1024 to a vCPU: 128 to 196608. */
  readonly cpu: number;
  /** MiB. */
  readonly memory: number;
  readonly architecture: Architecture;
  /** Capacity providers in order of preference; empty where the process names none. */
  readonly queue: readonly string[];
  /** Instance types or globs of them, in order of preference; empty: any. */
  readonly machineTypes: readonly string[];
  readonly accelerator?: AcceleratorNeed;
  readonly disk?: DiskNeed;
  readonly container: ContainerSettings;
  /** Tags of the user's, by key. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names; `aws.ecs.secrets` says what they stand for. */
  readonly secrets: readonly string[];
  /** Longest time the task may run, milliseconds. */
  readonly timeLimit?: number;
}
