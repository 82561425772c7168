import { type Ec2Instance } from '../../ec2/instance.js';
import { type InstanceStatus, type ManagedInstance } from './managed-instance.js';

const states: Readonly<Record<InstanceStatus, Ec2Instance['state']>> = {
  LAUNCHING: 'pending',
  ACTIVE: 'running',
  DRAINING: 'running',
  DEREGISTERING: 'shutting-down',
  INACTIVE: 'terminated',
};

/** @param vpc of its subnet, `undefined` where that is gone */
export function ec2InstanceOf(
  { facts, status, endedAt, tags }: ManagedInstance,
  vpc: string | undefined,
): Ec2Instance {
  const { ec2Id: id, type, spot, place, launchedAt } = facts;
  return { id, type, spot, ...place, vpc, launchedAt, endedAt, tags, state: states[status] };
}
