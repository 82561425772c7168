import { token } from '../di/token.js';
import type { InstanceType } from '../placement/instance-type.js';

/** EC2's facts of instance types. Throws AwsServiceError and nothing else. */
export interface InstanceTypesApi {
  /** Every type that one of the names or globs (`g5.*`) fits. */
  matching(patterns: readonly string[]): Promise<readonly InstanceType[]>;
}

export const InstanceTypesApi = token<InstanceTypesApi>('InstanceTypesApi');
