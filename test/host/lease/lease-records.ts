import type { LeaseRecord } from '../../../host/lease/lease-record.js';
import type { RunOwner } from '../../../host/lease/run-owner.js';

/** A lease that another machine's engine holds. */
export function leaseRecord(changes: Partial<LeaseRecord> = {}): LeaseRecord {
  return {
    sessionId: '11111111-1111-4111-8111-111111111111',
    engine: 'theirs',
    runName: 'happy_curie',
    scriptPath: '/home/me/main.nf',
    program: 'nf-awsecs 0.1.0',
    host: 'elsewhere',
    processSpace: 'elsewhere 1',
    pid: 4711,
    beganAt: Date.UTC(2026, 0, 1),
    renewal: 1,
    state: 'held',
    unfinished: 0,
    ...changes,
  };
}

/** A process of a machine of its own, which lives as long as `lives` says. */
export function ownerOn(host: string, lives = (): boolean => true): RunOwner {
  return { program: 'nf-awsecs 0.1.0', host, processSpace: `${host} 1`, pid: 4711, isAlive: lives };
}
