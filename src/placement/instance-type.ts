import type { Architecture } from '../request/task-needs.js';

/** GPUs of an instance type. */
export interface InstanceGpus {
  /** EC2's own name, e.g. `T4`. */
  readonly name: string;
  /** EC2's own word, e.g. `NVIDIA`. */
  readonly manufacturer: string;
  /** Physical GPUs; of a fractional type the share of one GPU that each logical one is. */
  readonly count: number;
  /** Share of a GPU that one of them is: 1 for a whole one, e.g. 0.125 on g6f.large. */
  readonly share: number;
}

/** What EC2 tells of an instance type, as far as placement needs it. */
export interface InstanceType {
  /** e.g. `r6i.2xlarge`. */
  readonly name: string;
  readonly vCpus: number;
  /** Nominal: what tasks can use is less. */
  readonly memoryMiB: number;
  readonly architectures: readonly Architecture[];
  readonly gpus?: InstanceGpus;
  /** GB of instance store; 0 for none. */
  readonly localStorageGb: number;
  readonly spot: boolean;
}
