import { expect } from 'chai';
import type { SubmitError } from '../../../spi/index.js';
import {
  judgeAnswer,
  judgeError,
  noCapacity,
  submitError,
  type SubmitVerdict,
} from '../../../src/submit/judge-answer.js';
import { ecsTask, serviceError } from '../aws-builders.js';

const ASKED = { cpu: '2048', memory: '4096' };

function refusal(verdict: SubmitVerdict): SubmitError {
  if (verdict.kind !== 'refused') throw new Error(`not refused but ${verdict.kind}`);
  return verdict.error;
}

describe(judgeAnswer.name, () => {
  it('accepts a task with what was asked, or of which ECS does not say what it has', () => {
    for (const task of [ecsTask(ASKED), ecsTask(), ecsTask({ cpu: '2048' })]) {
      expect(judgeAnswer('T', { tasks: [task], failures: [] }, ASKED)).to.deep.equal({
        kind: 'accepted',
        task,
      });
    }
  });

  it('sees that the overrides were ignored by either number', () => {
    for (const task of [ecsTask({ ...ASKED, cpu: '256' }), ecsTask({ ...ASKED, memory: '512' })]) {
      expect(judgeAnswer('T', { tasks: [task], failures: [] }, ASKED).kind).to.equal('overrides-ignored');
    }
  });

  it('compares nothing where the definition holds the resources', () => {
    const answer = { tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] };
    expect(judgeAnswer('T', answer, undefined).kind).to.equal('accepted');
  });

  for (const reason of [
    'RESOURCE:CPU',
    'RESOURCE:MEMORY',
    'RESOURCE:GPU',
    'AGENT',
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
  ]) {
    it(`calls ${reason.slice(0, 30)} a want of room`, () => {
      const answer = { tasks: [], failures: [{ reason, detail: 'more' }] };
      const words = `${reason} (more)`;
      expect(judgeAnswer('T', answer, ASKED)).to.deep.equal({ kind: 'no-room', words });
    });
  }

  for (const reason of [
    'ATTRIBUTE',
    'LOCATION',
    'MISSING',
    'INACTIVE',
    'AGENTS',
    'MY AGENT',
    'NO RESOURCE:',
  ]) {
    it(`calls ${reason} final and keeps the detail`, () => {
      const failures = [{ reason, detail: 'ecs.instance-type' }];
      const error = refusal(judgeAnswer('T', { tasks: [], failures }, ASKED));
      expect(error).to.include({ code: 'INVALID_PLACEMENT', recoverable: false });
      expect(error.message).to.include(`${reason} (ecs.instance-type)`);
    });
  }

  it('gives the reason alone where ECS gives no detail', () => {
    const answer = { tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] };
    expect(judgeAnswer('T', answer, ASKED)).to.deep.equal({ kind: 'no-room', words: 'RESOURCE:CPU' });
  });

  it('calls an answer with neither task nor failure a want of room', () => {
    const words = 'RunTask answered with neither a task nor a failure';
    expect(judgeAnswer('T', { tasks: [], failures: [] }, ASKED)).to.deep.equal({ kind: 'no-room', words });
  });
});

describe(judgeError.name, () => {
  const cases = [
    { message: 'assignPublicIp is not supported for MANAGED_INSTANCES', kind: 'public-ip-refused' },
    { message: 'Assigning a public IP is not supported', kind: 'public-ip-refused' },
    { message: 'TaskDefinition is inactive', kind: 'definition-inactive' },
    { message: 'The task definition nf-x:1 is INACTIVE', kind: 'definition-inactive' },
    { message: 'Inactive task definition', kind: 'definition-inactive' },
    { message: 'An inactive revision of TaskDefinition nf-x', kind: 'definition-inactive' },
    { message: 'Capacity is unavailable at this time. Please try again later', kind: 'no-room' },
    { message: 'You have reached the limit on tasks in PROVISIONING', kind: 'no-room' },
    { message: 'Too many tasks in the PROVISIONING state: the quota is 500', kind: 'no-room' },
    { message: 'You have reached the limit on task definitions', kind: 'refused' },
    { message: 'Container Overrides length must be at most 8192', kind: 'refused' },
  ] as const;
  for (const { message, kind } of cases) {
    it(`reads ${message} as ${kind}`, () => {
      expect(judgeError('T', serviceError('refused', message)).kind).to.equal(kind);
    });
  }

  it('reads texts only in refusals: a denial that names the address is a denial', () => {
    const error = refusal(judgeError('T', serviceError('denied', 'not authorized: assignPublicIp')));
    expect(error).to.include({ code: 'ACCESS_DENIED', recoverable: false });
  });

  for (const message of ['no task definition: inactive', 'capacity is unavailable']) {
    it(`reads no text of a denial: ${message}`, () => {
      expect(judgeError('T', serviceError('denied', message)).kind).to.equal('refused');
    });
  }

  it('keeps AWS’s own words for a want of room', () => {
    const verdict = judgeError('T', serviceError('refused', 'Capacity is unavailable'));
    expect(verdict).to.have.property('words', 'InvalidParameterException: Capacity is unavailable');
  });

  it('refuses a conflict of tokens', () => {
    expect(refusal(judgeError('T', serviceError('conflict'))).code).to.equal('TOKEN_CONFLICT');
  });
});

describe(noCapacity.name, () => {
  it('says how long the task waited and what to change', () => {
    const error = noCapacity('HELLO (1)', 'RESOURCE:MEMORY', 7_200_000, {
      ms: 7_200_000,
      setting: 'maxSubmitAwait',
    });
    expect(error).to.include({ code: 'NO_CAPACITY', recoverable: true });
    expect(error.message).to.contain(
      'no room for 2 h, as long as it may wait by maxSubmitAwait (RESOURCE:MEMORY). Let it ',
    );
  });
});

describe(submitError.name, () => {
  it('keeps code, recoverability and cause, and says which task', () => {
    const cause = serviceError('throttled', 'Rate exceeded');
    const error = submitError('HELLO (1)', cause, ' Do this.');
    expect(error).to.include({ code: 'THROTTLED', recoverable: true, cause });
    expect(error.message).to.match(/^Task HELLO \(1\) was not accepted by ECS: .*Rate exceeded.* Do this\.$/);
  });

  it('adds nothing of its own to what AWS said', () => {
    const cause = serviceError('throttled', 'Rate exceeded');
    expect(submitError('T', cause).message).to.equal(`Task T was not accepted by ECS: ${cause.message}`);
  });
});
