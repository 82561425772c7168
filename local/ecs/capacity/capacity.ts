import { type CapacityProvider } from '../cluster/capacity-provider.js';
import { type Ending } from '../task/ending.js';

/** What a task takes of an instance. */
export interface TaskNeeds {
  /** Units, 1024 a vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Whole ones, or a fraction of one, which only types with fractional GPUs have (facts §8). */
  readonly gpus: number;
  /** Value `ALL`: every GPU of an instance that has some; `gpus` is above 0 then. */
  readonly allGpus?: true;
  /** Resource `NeuronDevice`, whose value is always `ALL` (facts §8). */
  readonly allNeuronDevices?: true;
}

/** One task that needs a place. */
export interface CapacityRequest {
  readonly taskId: string;
  readonly region: string;
  readonly cluster: string;
  readonly provider: CapacityProvider;
  readonly needs: TaskNeeds;
  /** `runtimePlatform.cpuArchitecture`; without one any architecture the provider allows will do (facts §1a). */
  readonly architecture: 'X86_64' | 'ARM64' | undefined;
  readonly networkMode: 'awsvpc' | 'host';
  /**
   * Zones of the subnets the task brings in awsvpc mode: its interface is in one of them, so its instance has to be.
   * Absent where the task brings none.
   */
  readonly zones?: readonly string[];
  /** The task's group: `distinctInstance` keeps tasks of one group apart. */
  readonly group: string;
  /** Of task definition and RunTask together, at most 10 (facts §1b). */
  readonly constraints: readonly PlacementConstraint[];
}

export interface PlacementConstraint {
  readonly type: 'distinctInstance' | 'memberOf';
  /** Cluster query language; of `memberOf` only. */
  readonly expression?: string;
}

/** A container instance as its tasks and DescribeTasks know it. */
export interface PlacedOn {
  readonly arn: string;
  /** `i-` and 17 hex digits. */
  readonly ec2Id: string;
  readonly type: string;
  /** E.g. `us-east-1a`. */
  readonly zone: string;
  readonly subnet: string;
  /** The GPUs given to this task, by UUID; whole ones or one that is shared. */
  readonly gpuIds: readonly string[];
}

/** What a task hears of its place; each is called from a timer or another task's act, never within `request`. */
export interface CapacityEvents {
  /** Once, unless `failed` comes first. */
  placed(instance: PlacedOn): void;
  /** No place will ever be had: ECS ends the task as TaskFailedToStart with this text. At most once. */
  failed(reason: string): void;
  /** The task is to be stopped gently: a Spot notice, a draining instance. May come before `lost`. */
  stop(ending: Ending): void;
  /** The host is gone with everything on it. At most once. */
  lost(ending: Ending): void;
}

/** A task's claim on capacity, waiting or placed. */
export interface CapacityClaim {
  /** Gives it back; more than once does nothing. No event comes after it. */
  release(): void;
}

/** Where tasks find instances: the model of ECS Managed Instances' capacity. */
export interface Capacity {
  /**
   * Why no instance the provider may launch could ever hold the task, in the words of `failures[].reason`
   * (facts §3a), or `undefined`.
   */
  misfit(request: CapacityRequest): string | undefined;
  request(wanted: CapacityRequest, events: CapacityEvents): CapacityClaim;
}
