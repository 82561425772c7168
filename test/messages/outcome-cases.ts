import { unseenEnd, withdrawn } from '../../spi/submit-outcome.js';
import type { TaskOutcome } from '../../spi/index.js';
import { diagnose } from '../../src/outcome/diagnose.js';
import type { EndEvidence } from '../../src/outcome/evidence.js';
import { rules } from '../../src/outcome/rules/rules.js';
import { ecsTask, endedTask } from '../src/aws-builders.js';

/** One end of a task, and the rule that reads it; none where the monitor itself says how it ended. */
export interface OutcomeCase {
  readonly title: string;
  readonly rule?: string;
  readonly outcome: TaskOutcome;
}

function failedStart(stoppedReason: string): EndEvidence['task'] {
  return endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason });
}

const spot = { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' };

const ends: readonly (readonly [title: string, evidence: Partial<EndEvidence>])[] = [
  ['a task the run stopped', { task: endedTask(137), killed: true }],
  [
    'a task that had no instance for as long as it may wait',
    {
      task: endedTask(undefined, { stopCode: 'UserInitiated', stoppedReason: 'Stopped by run happy_curie' }),
      overrun: {
        phase: 'waited',
        bound: { ms: 86_400_000, setting: 'aws.ecs.provisioningTimeout' },
        spent: 90_000_000,
      },
    },
  ],
  [
    'a task that ran for longer than it may',
    {
      task: endedTask(143, { stopCode: 'UserInitiated', stoppedReason: 'Stopped by run happy_curie' }),
      overrun: { phase: 'ran', bound: { ms: 3_600_000, setting: 'time' }, spent: 3_900_000 },
    },
  ],
  [
    'a command that took too much memory',
    {
      task: endedTask(137, {
        containers: [
          { name: 'main', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        ],
      }),
    },
  ],
  ['a command that was done before its machine was taken', { task: endedTask(undefined, spot), exitFile: 0 }],
  ['a spot machine that was taken', { task: endedTask(undefined, spot) }],
  ['an image that is not there', { task: failedStart('CannotPullContainerError: manifest unknown') }],
  [
    'a registry that limits',
    { task: failedStart('CannotPullContainerError: toomanyrequests: limit reached') },
  ],
  ['no room', { task: failedStart('RESOURCE:MEMORY') }],
  [
    'no room, and another provider to go to',
    { task: failedStart('RESOURCE:MEMORY'), route: { provider: 'first', providers: 2 } },
  ],
  ['an agent that was away', { task: failedStart('AGENT') }],
  ['a log group that is missing', { task: failedStart('ResourceInitializationError: log group is missing') }],
  [
    'a StopTask of somebody else',
    { task: endedTask(137, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }) },
  ],
  ['a command that exited 0', { task: endedTask(0) }],
  ['a command killed by SIGKILL', { task: endedTask(137) }],
  ['a command that failed', { task: endedTask(3) }],
  ['a command that failed, of a task ECS has forgotten', { task: undefined, exitFile: 3 }],
  ['a task that is gone', { task: undefined }],
  ['an end without a status', { task: endedTask(undefined) }],
  ['an end without any word of ECS', { task: ecsTask({ lastStatus: 'STOPPED' }) }],
];

/** How tasks can end, by the rules of the plugin and by its monitor. */
export function outcomeCases(): readonly OutcomeCase[] {
  return [
    ...ends.map(([title, evidence]) => {
      const end = { task: undefined, exitFile: undefined, killed: false, ...evidence };
      const rule = rules.find(({ when }) => when(end))?.name;
      return { title, ...(rule !== undefined && { rule }), outcome: diagnose(end, 5) };
    }),
    { title: 'a task that was still waiting when the run ended', outcome: withdrawn },
    { title: 'a task whose end nobody saw', outcome: unseenEnd('The run ended first') },
  ];
}
