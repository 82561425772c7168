import { type InstanceType } from './instance-type.js';

/** An instance as EC2 tells of it; all of this cloud's are managed by ECS. */
export interface Ec2Instance {
  /** `i-` and 17 hex digits. */
  readonly id: string;
  readonly type: InstanceType;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated';
  readonly spot: boolean;
  /** E.g. `us-east-1a`. */
  readonly zone: string;
  readonly subnet: string;
  /** Absent where the subnet is gone. */
  readonly vpc: string | undefined;
  /** Epoch milliseconds. */
  readonly launchedAt: number;
  readonly endedAt: number | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}
