import { expect } from 'chai';
import { diagnose } from '../../../src/outcome/diagnose.js';
import type { EndEvidence } from '../../../src/outcome/evidence.js';
import { rules } from '../../../src/outcome/rules.js';
import { ecsTask, endedTask } from '../aws-builders.js';
import { failedStart, free, ourEndCases, reason, withoutCode, type EndCase } from './our-end-cases.js';

const cases: readonly EndCase[] = [
  ...ourEndCases,
  {
    rule: 'out of memory',
    end: 'the agent’s words',
    evidence: { task: reason('OutOfMemoryError: Container killed due to memory usage') },
    outcome: { kind: 'out-of-memory', exitStatus: 137, retry: { class: 'counted' } },
  },
  {
    rule: 'out of memory',
    end: 'the developer guide’s lower case',
    evidence: { task: reason('outofmemoryerror: container killed due to memory usage') },
    outcome: { kind: 'out-of-memory' },
  },
  ...['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'].map((stopCode) => ({
    rule: 'interrupted',
    end: `stop code ${stopCode}, also with the status of a killed command`,
    evidence: { task: endedTask(137, { stopCode, stoppedReason: 'Your Spot Task was interrupted.' }) },
    outcome: { kind: 'interrupted' as const, retry: free, reason: 'Your Spot Task was interrupted.' },
  })),
  ...[
    'Host EC2 (instance i-0123) terminated.',
    'Container instance deregistration forced by user',
    'Task stopped during instance draining',
  ].map((stoppedReason) => ({
    rule: 'interrupted',
    end: stoppedReason,
    evidence: { task: ecsTask({ lastStatus: 'STOPPED', stoppedReason }) },
    outcome: { kind: 'interrupted' as const, retry: free },
  })),
  {
    rule: 'image cannot be pulled',
    end: 'an image that is not there',
    evidence: { task: failedStart('CannotPullContainerError: manifest unknown') },
    outcome: { kind: 'image-pull-failed', retry: { class: 'never' } },
  },
  {
    rule: 'image cannot be pulled',
    end: 'a manifest error',
    evidence: { task: failedStart('CannotPullImageManifestError: denied') },
    outcome: { kind: 'image-pull-failed', retry: { class: 'never' } },
  },
  {
    rule: 'image pull interrupted',
    end: 'a registry that limits',
    evidence: { task: failedStart('CannotPullContainerError: toomanyrequests: You have reached your limit') },
    outcome: { kind: 'image-pull-failed', retry: { class: 'counted' } },
  },
  {
    rule: 'image pull interrupted',
    end: 'a network time-out',
    evidence: { task: failedStart('CannotPullContainerError: i/o timeout') },
    outcome: { kind: 'image-pull-failed', retry: { class: 'counted' } },
  },
  ...['AGENT', 'Unexpected EC2 error while creating', 'InternalError: try later'].map((words) => ({
    rule: 'failed to start for a passing reason',
    end: words,
    evidence: { task: failedStart(words) },
    outcome: { kind: 'failed-to-start' as const, retry: { class: 'counted' } as const },
  })),
  {
    rule: 'failed to start',
    end: 'a missing log group',
    evidence: { task: failedStart('ResourceInitializationError: failed to initialize logging driver') },
    outcome: { kind: 'failed-to-start', retry: { class: 'never' } },
  },
  {
    rule: 'failed to start',
    end: 'an entry point that is not in the image',
    evidence: { task: failedStart('CannotStartContainerError: executable file not found in $PATH') },
    outcome: { kind: 'failed-to-start', retry: { class: 'never' } },
  },
  {
    rule: 'stopped by someone else',
    end: 'a StopTask that was not ours',
    evidence: { task: endedTask(137, { stopCode: 'UserInitiated', stoppedReason: 'Task stopped by user' }) },
    outcome: { kind: 'killed', reason: 'Task stopped by user', retry: { class: 'never' } },
  },
  {
    rule: 'completed',
    end: 'ECS’s status 0',
    evidence: { task: endedTask(0) },
    outcome: { kind: 'completed', exitStatus: 0, reason: 'The command exited 0' },
  },
  {
    rule: 'completed',
    end: 'the exit file of a task ECS no longer knows',
    evidence: { task: undefined, exitFile: 0 },
    outcome: { kind: 'completed', exitStatus: 0, retry: { class: 'never' } },
  },
  {
    rule: 'completed',
    end: 'words of memory beside a status of 0',
    evidence: { task: reason('OutOfMemoryError: a child was killed', 0) },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    rule: 'failed',
    end: 'a failure that only the exit file of a forgotten task tells',
    evidence: { task: undefined, exitFile: 3 },
    outcome: {
      kind: 'failed',
      exitStatus: 3,
      reason: 'ECS no longer knows the task; its exit file tells its end',
    },
  },
  {
    rule: 'failed',
    end: 'another status',
    evidence: { task: endedTask(3) },
    outcome: {
      kind: 'failed',
      exitStatus: 3,
      reason: 'Essential container in task exited',
      retry: { class: 'counted' },
    },
  },
  {
    rule: 'ended by SIGKILL',
    end: 'SIGKILL without the agent’s word on memory',
    evidence: { task: endedTask(137) },
    outcome: {
      kind: 'failed',
      exitStatus: 137,
      retry: { class: 'counted' },
      advice: 'Give the process more memory: status 137 is SIGKILL, most often for want of it.',
    },
  },
  {
    rule: 'ended by SIGKILL',
    end: '137 in the exit file',
    evidence: { task: endedTask(undefined), exitFile: 137 },
    outcome: { kind: 'failed', exitStatus: 137 },
  },
  {
    rule: 'failed',
    end: 'SIGTERM',
    evidence: { task: endedTask(143) },
    outcome: { kind: 'failed', exitStatus: 143, retry: { class: 'counted' } },
  },
  {
    rule: 'completed before the machine was taken away',
    end: 'an interruption after the command wrote 0',
    evidence: { task: endedTask(undefined, { stopCode: 'SpotInterruption' }), exitFile: 0 },
    outcome: { kind: 'completed', exitStatus: 0, retry: { class: 'never' } },
  },
  {
    rule: 'completed before the machine was taken away',
    end: 'an interruption with 0 in the file and from ECS',
    evidence: { task: endedTask(0, { stopCode: 'TerminationNotice' }), exitFile: 0 },
    outcome: { kind: 'completed', exitStatus: 0 },
  },
  {
    rule: 'interrupted',
    end: 'an interruption with 0 in the file and another status from ECS',
    evidence: { task: endedTask(137, { stopCode: 'SpotInterruption' }), exitFile: 0 },
    outcome: { kind: 'interrupted', exitStatus: 137, retry: free },
  },
  {
    rule: 'interrupted',
    end: 'an interruption with 0 from ECS and no file: the wrapper was cut off',
    evidence: { task: endedTask(0, { stopCode: 'SpotInterruption' }) },
    outcome: { kind: 'interrupted', retry: free },
  },
  {
    rule: 'interrupted',
    end: 'an interruption whose command wrote another status',
    evidence: { task: endedTask(undefined, { stopCode: 'SpotInterruption' }), exitFile: 143 },
    outcome: { kind: 'interrupted', retry: free },
  },
  {
    rule: 'killed by us',
    end: 'a kill of an interrupted task that had exited 0',
    evidence: { task: endedTask(0, { stopCode: 'SpotInterruption' }), exitFile: 0, killed: true },
    outcome: { kind: 'killed' },
  },
  {
    rule: 'failed',
    end: 'words of a lost host beside an exit status that contradicts them',
    evidence: {
      task: ecsTask({
        lastStatus: 'STOPPED',
        stoppedReason: 'Task stopped during instance draining',
        containers: [{ name: 'main', exitCode: 3 }],
      }),
    },
    outcome: { kind: 'failed', exitStatus: 3 },
  },
  {
    rule: 'image cannot be pulled',
    end: 'a failed pull without a stop code',
    evidence: { task: withoutCode('CannotPullContainerError: manifest unknown') },
    outcome: { kind: 'image-pull-failed', retry: { class: 'never' } },
  },
  {
    rule: 'failed to start',
    end: 'a failed start without a stop code',
    evidence: { task: withoutCode('ResourceInitializationError: unable to pull secrets') },
    outcome: { kind: 'failed-to-start', retry: { class: 'never' } },
  },
  {
    rule: 'ended without a status',
    end: 'words of a failed start of a task that ran, without a stop code',
    evidence: { task: withoutCode('CannotStartContainerError: x', 1) },
    outcome: { kind: 'failed', retry: { class: 'counted' } },
  },
  {
    rule: 'failed to start',
    end: 'an agent that is only spoken of',
    evidence: { task: failedStart('CannotStartContainerError: the user agent string is invalid') },
    outcome: { kind: 'failed-to-start', retry: { class: 'never' } },
  },
  {
    rule: 'failed',
    end: 'the status in the exit file',
    evidence: { task: endedTask(undefined), exitFile: 7 },
    outcome: { kind: 'failed', exitStatus: 7 },
  },
  {
    rule: 'lost',
    end: 'no task and no file',
    evidence: { task: undefined },
    outcome: { kind: 'lost', retry: { class: 'counted' } },
  },
  {
    rule: 'ended without a status',
    end: 'a stopped task of which nobody knows the status',
    evidence: { task: endedTask(undefined) },
    outcome: { kind: 'failed', reason: 'Essential container in task exited', retry: { class: 'counted' } },
  },
];

describe('rules', () => {
  for (const { rule, end, evidence, outcome } of cases) {
    it(`read ${end} as ${rule}`, () => {
      const full = { task: undefined, exitFile: undefined, killed: false, ...evidence };
      expect(rules.find(({ when }) => when(full))?.name).to.equal(rule);
      expect(diagnose(full, 5)).to.deep.include(outcome);
    });
  }

  it('are each read from at least one end here', () => {
    expect([...new Set(cases.map(({ rule }) => rule))].sort()).to.deep.equal(
      rules.map(({ name }) => name).sort(),
    );
  });

  it('give a reason or advice in words of their own, or none', () => {
    for (const { name, then } of rules) {
      for (const words of [then.reason, then.advice])
        if (typeof words === 'string') expect(words, name).to.match(/^[A-Z].{10,}/);
    }
  });

  it('end with one that fits everything', () => {
    expect(rules.at(-1)?.when({ task: undefined, exitFile: undefined, killed: false })).to.equal(true);
  });

  it('depend on their order: these ends fit several and the first decides', () => {
    const fits = (end: Partial<EndEvidence>): string[] => {
      const full = { task: undefined, exitFile: undefined, killed: false, ...end };
      return rules.filter(({ when }) => when(full)).map(({ name }) => name);
    };
    expect(fits({ task: endedTask(0), killed: true }).slice(0, 2)).to.deep.equal([
      'killed by us',
      'completed',
    ]);
    expect(fits({ task: reason('OutOfMemoryError: x') }).slice(0, 3)).to.deep.equal([
      'out of memory',
      'ended by SIGKILL',
      'failed',
    ]);
    expect(
      fits({ task: endedTask(0, { stopCode: 'SpotInterruption' }), exitFile: 0 }).slice(0, 3),
    ).to.deep.equal(['completed before the machine was taken away', 'interrupted', 'completed']);
    expect(fits({ task: failedStart('CannotPullContainerError: x') }).slice(0, 2)).to.deep.equal([
      'image cannot be pulled',
      'image pull interrupted',
    ]);
    expect(fits({ task: endedTask(137, { stopCode: 'SpotInterruption' }) }).slice(0, 2)).to.deep.equal([
      'interrupted',
      'ended by SIGKILL',
    ]);
  });
});

describe(diagnose.name, () => {
  it('says so where ECS gave no reason', () => {
    const task = ecsTask({ lastStatus: 'STOPPED' });
    expect(diagnose({ task, exitFile: undefined, killed: false }, 5).reason).to.equal(
      'ECS stopped the task and gave no reason',
    );
  });

  it('gives an interruption the budget of maxSpotAttempts, none where it is 0', () => {
    const task = endedTask(undefined, { stopCode: 'SpotInterruption' });
    expect(diagnose({ task, exitFile: undefined, killed: false }, 0).retry).to.deep.equal({
      ...free,
      max: 0,
    });
  });

  it('keeps the evidence and the advice', () => {
    const outcome = diagnose({ task: reason('OutOfMemoryError: x'), exitFile: undefined, killed: false }, 5);
    expect(outcome.evidence).to.deep.include({ containerReason: 'OutOfMemoryError: x', containerExit: 137 });
    expect(outcome.advice).to.include('memory');
  });
});
