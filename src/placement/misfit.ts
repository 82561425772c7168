import type { TaskNeeds } from '../request/task-needs.js';
import type { InstanceType } from './instance-type.js';
import type { Provider } from './provider.js';

/** Whether a provider can take what a task needs. */
export interface FitQuestion {
  readonly needs: TaskNeeds;
  /** The one of `needs.machineTypes` in question; undefined: any type. */
  readonly machineType: string | undefined;
  readonly provider: Provider;
  /** Every type that the needs or a provider name; undefined where EC2 does not tell. */
  readonly instanceTypes: readonly InstanceType[] | undefined;
  readonly volumeRole: string | undefined;
}

/** The directive that asks for what a provider does not have. */
export type NeedName = 'accelerator' | 'arch' | 'cpus' | 'disk' | 'machineType' | 'memory';

/** Why a provider cannot take a task. */
export interface Misfit {
  /** Absent where no single one is to blame. */
  readonly need?: NeedName;
  /** Follows the provider's name, e.g. `has at most 8 vCPUs an instance`. */
  readonly why: string;
  /** What would do, e.g. `a vCpuCount.max of 16 or more`. */
  readonly would: string;
}

/** MiB as people write them, never more than there are. */
export function inGib(mib: number): string {
  return mib < 1024 ? `${Math.floor(mib)} MiB` : `${Math.floor((mib / 1024) * 100) / 100} GiB`;
}

/** CPU units as vCPUs. */
export function inVcpus(units: number): number {
  return units / 1024;
}
