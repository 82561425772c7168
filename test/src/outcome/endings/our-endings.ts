import { endedTask } from '../../aws-builders.js';
import { inheritedEndings } from './inherited-endings.js';
import {
  counted,
  disturbance,
  elsewhere,
  never,
  pended,
  ran,
  reason,
  stoppedByUs,
  taken,
  waited,
  interruption,
  type Ending,
} from './ending.js';

const killed = { fact: 'facts §3d', rule: 'killed by the run' };
const stuck = { fact: 'facts §3a', rule: 'stuck in PROVISIONING', code: 'NO_CAPACITY' };
const pending = { fact: 'facts §3e; amazon-ecs-agent 5138', code: 'STUCK_PENDING' };
const late = { fact: 'facts §3d', rule: 'ran for longer than it may', code: 'TIME_LIMIT' };
const twoProviders = { provider: 'first', providers: 2 };

/** Ends in which we have a part: kills, stops for an overrun, and places we chose. */
export const ourEndings: readonly Ending[] = [
  ...inheritedEndings,
  {
    ...killed,
    title: 'a kill that came as the command exited 0',
    evidence: { task: endedTask(0), killed: true },
    outcome: { kind: 'killed', retry: never, exitStatus: 0, reason: 'The run stopped the task' },
  },
  {
    ...killed,
    title: 'a kill of a task ECS no longer knows',
    evidence: { task: undefined, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    ...killed,
    title: 'a kill of a task that we had given up',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: waited, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    ...killed,
    title: 'a kill of a task that had run for too long',
    evidence: { task: endedTask(143, stoppedByUs), overrun: ran, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    ...killed,
    title: 'a kill of an interrupted task that had exited 0',
    evidence: { task: taken('SpotInterruption', 'x', 0), exitFile: 0, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    ...stuck,
    title: 'a task that we stopped in PROVISIONING',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: waited },
    outcome: {
      kind: 'failed-to-start',
      reason: 'ECS accepted the task and had no instance for it within 1 d (aws.ecs.provisioningTimeout)',
      evidence: {
        code: 'NO_CAPACITY',
        stopCode: 'UserInitiated',
        stoppedReason: 'Stopped by run happy_curie',
        limit: '1 d (aws.ecs.provisioningTimeout)',
        spent: '1 d 1 h',
      },
      retry: counted,
    },
  },
  {
    ...stuck,
    title: 'a task that our stop met as its container had just begun',
    evidence: { task: endedTask(137, stoppedByUs), overrun: waited },
    outcome: { kind: 'failed-to-start' },
  },
  {
    ...stuck,
    title: 'a task that we stopped in PROVISIONING and that has another provider to go to',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: waited, route: twoProviders },
    outcome: { kind: 'failed-to-start', retry: elsewhere },
  },
  {
    title: 'a command that was faster than our stop',
    fact: 'facts §4, normal end',
    rule: 'completed',
    evidence: { task: endedTask(0), overrun: waited },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    title: 'a task that we had given up and that has an exit file all the same',
    fact: 'facts §3b, MISSING late',
    rule: 'failed',
    code: 'EXIT_STATUS',
    evidence: { task: undefined, exitFile: 3, overrun: waited },
    outcome: { kind: 'failed', exitStatus: 3 },
  },
  {
    ...pending,
    title: 'a task that no agent began with',
    rule: 'stuck in PENDING',
    evidence: { task: endedTask(undefined, stoppedByUs), overrun: pended },
    outcome: {
      kind: 'failed-to-start',
      reason:
        'The task had an instance and was not started within 30 min (aws.ecs.pendingTimeout): the pull of its image had not begun',
      retry: disturbance,
    },
  },
  {
    ...pending,
    title: 'a task whose image takes long',
    rule: 'stuck in PENDING with an image to fetch',
    evidence: { task: endedTask(undefined, { ...stoppedByUs, pullStartedAt: 1 }), overrun: pended },
    outcome: {
      kind: 'failed-to-start',
      reason:
        'The task had an instance and was not started within 30 min (aws.ecs.pendingTimeout): its image was still being fetched',
      retry: counted,
    },
  },
  {
    ...pending,
    title: 'a task whose container does not come up',
    rule: 'stuck in PENDING with an image to fetch',
    evidence: {
      task: endedTask(undefined, { ...stoppedByUs, pullStartedAt: 1, pullStoppedAt: 2 }),
      overrun: pended,
    },
    outcome: {
      reason:
        'The task had an instance and was not started within 30 min (aws.ecs.pendingTimeout): its image was there',
    },
  },
  {
    title: 'a task that failed by itself before our stop in PENDING',
    fact: 'facts §4, failure of process',
    rule: 'failed',
    code: 'EXIT_STATUS',
    evidence: { task: endedTask(3), overrun: pended },
    outcome: { kind: 'failed', exitStatus: 3 },
  },
  {
    ...late,
    title: 'a task that ran for longer than it may',
    evidence: { task: endedTask(143, stoppedByUs), overrun: ran, route: twoProviders },
    outcome: {
      kind: 'time-limit',
      exitStatus: 143,
      reason: 'The task was stopped when it had run for 1 h 5 min: it may run for 1 h (time)',
      evidence: {
        code: 'TIME_LIMIT',
        stopCode: 'UserInitiated',
        stoppedReason: 'Stopped by run happy_curie',
        containerExit: 143,
        limit: '1 h (time)',
        spent: '1 h 5 min',
      },
      retry: counted,
    },
  },
  {
    ...late,
    title: 'a task that our stop ended by force',
    evidence: { task: endedTask(137, stoppedByUs), overrun: ran },
    outcome: { kind: 'time-limit', exitStatus: 137 },
  },
  {
    ...late,
    title: 'a task that ran for too long and of which ECS gave no status',
    evidence: { task: endedTask(undefined, stoppedByUs), exitFile: 143, overrun: ran },
    outcome: { kind: 'time-limit', exitStatus: 143 },
  },
  {
    ...late,
    title: 'a task that we stopped for its time and ECS no longer knows',
    evidence: { task: undefined, overrun: ran },
    outcome: { kind: 'time-limit' },
  },
  {
    title: 'a command that was done as our stop came',
    fact: 'facts §4, normal end',
    rule: 'completed',
    evidence: { task: endedTask(0, stoppedByUs), overrun: ran },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    title: 'a command that failed by itself before our stop for its time',
    fact: 'facts §4, failure of process',
    rule: 'failed',
    code: 'EXIT_STATUS',
    evidence: { task: endedTask(3), overrun: ran },
    outcome: { kind: 'failed', exitStatus: 3 },
  },
  {
    title: 'a command that was out of memory as our stop came',
    fact: 'facts §4, OOM',
    rule: 'out of memory',
    code: 'OUT_OF_MEMORY',
    evidence: {
      task: reason('OutOfMemoryError: Container killed due to memory usage', 137, stoppedByUs),
      overrun: ran,
    },
    outcome: { kind: 'out-of-memory' },
  },
  {
    title: 'a machine taken away as our stop came',
    fact: 'facts §4, Spot reclaim on MI',
    rule: 'spot reclaimed',
    code: 'SPOT_RECLAIMED',
    evidence: { task: taken('SpotInterruption', 'Your Spot Task was interrupted.', 137), overrun: ran },
    outcome: { kind: 'interrupted', retry: interruption },
  },
  {
    title: 'a task that could not start as our stop for its time came',
    fact: 'facts §4, docker create/start',
    rule: 'bad entry point',
    code: 'ENTRY_POINT_INVALID',
    evidence: {
      task: {
        ...endedTask(undefined, { stopCode: 'TaskFailedToStart' }),
        stoppedReason: 'CannotStartContainerError: exec: "tool": executable file not found in $PATH',
      },
      overrun: ran,
    },
    outcome: { kind: 'failed-to-start', retry: never },
  },
];
