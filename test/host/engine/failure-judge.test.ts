import { expect } from 'chai';
import { ENDS_KEPT } from '../../../host/engine/attempt-end.js';
import { FailureJudge } from '../../../host/engine/failure-judge.js';
import { newTask } from '../../../host/engine/live-task.js';
import type { TaskDynamics, TaskOrder } from '../../../host/engine/task-order.js';
import { defaultFailurePolicy } from '../../../host/script/failure-policy.js';
import type { TaskContext } from '../../../host/script/task-context.js';
import { ConfigError } from '../../../spi/index.js';
import { ending } from './fake-plugin.js';

const GIB = 1024 ** 3;
const spot = ending('interrupted', { retry: { class: 'free', budget: 'spot', max: 1, afterMs: 500 } });

function orderOf(dynamics?: Partial<TaskDynamics>, name = 'HELLO'): TaskOrder {
  const definition = { name, directives: { memory: GIB, others: {} } };
  const whole = {
    definitionFor: () => definition,
    policyFor: () => ({ ...defaultFailurePolicy, strategy: 'retry' as const, maxRetries: 2 }),
    ...dynamics,
  };
  return {
    definition,
    executor: 'fake',
    script: 'true',
    ...(dynamics === undefined ? {} : { dynamics: whole }),
  };
}

describe(FailureJudge.name, () => {
  let judge: FailureJudge;

  beforeEach(() => {
    judge = new FailureJudge();
  });

  it('pays for what the infrastructure broke from its budget first, and says when that is used up', () => {
    const task = newTask(orderOf({}));
    expect(judge.judge(task, spot, true)).to.deep.equal({
      outcome: spot,
      next: { account: 'free', count: 1, max: 1, delayMs: 500 },
    });
    expect(task).to.deep.include({ errorCount: 0, interruptions: { spot: 1 } });
    const { outcome, next } = judge.judge(task, spot, true);
    expect(next).to.deep.equal({ account: 'counted', count: 1, max: 2, delayMs: 0 });
    expect(outcome.reason).to.equal(
      'It ended: interrupted (the task was resubmitted once, the most allowed)',
    );
    expect(task).to.deep.include({ errorCount: 1, interruptions: { spot: 1 } });
  });

  it('ends the run at the first failure where nobody says anything', () => {
    const failed = ending('failed');
    expect(judge.judge(newTask(orderOf()), failed, true)).to.deep.equal({
      outcome: failed,
      next: 'terminate',
    });
  });

  it('says why a retry that was asked for is not made', () => {
    const task = newTask(orderOf({}));
    judge.judge(task, ending('failed'), true);
    judge.judge(task, ending('failed'), true);
    expect(judge.judge(task, ending('failed'), true)).to.deep.equal({
      outcome: {
        ...ending('failed'),
        reason: 'It ended: failed (retried twice, the most that maxRetries allows)',
      },
      next: 'terminate',
    });
  });

  it('shows a strategy the attempt that failed, and the failures of its task and of its process', () => {
    const seen: TaskContext[] = [];
    const policyFor = (context: TaskContext): typeof defaultFailurePolicy => {
      seen.push(context);
      return { ...defaultFailurePolicy, strategy: 'retry', maxRetries: 9 };
    };
    const order = orderOf({ policyFor });
    const [first, second] = [newTask(order), newTask({ ...order, name: 'HELLO (2)', index: 2 })];
    judge.judge(first, spot, true);
    judge.judge(first, ending('failed', { exitStatus: 137 }), true);
    judge.judge(first, ending('failed', { exitStatus: 1 }), true);
    judge.judge(second, ending('lost'), true);
    judge.judge(newTask(orderOf({ policyFor }, 'OTHER')), ending('failed'), true);
    const shown = seen.map(({ name, index, attempt, errorCount, processErrors, interruptions, previous }) =>
      [name, index, attempt, errorCount, processErrors, interruptions, previous?.outcome.exitStatus].join(
        ' ',
      ),
    );
    expect(shown).to.deep.equal([
      'HELLO 1 1 1 1 1 137',
      'HELLO 1 2 2 2 1 1',
      'HELLO (2) 2 1 1 3 0 ',
      'OTHER 1 1 1 1 0 ',
    ]);
    expect(seen[0]?.previous?.definition?.directives.memory).to.equal(GIB);
  });

  it('asks for what each attempt is made of, the first among them', () => {
    const seen: TaskContext[] = [];
    const definitionFor = (context: TaskContext): TaskOrder['definition'] => {
      seen.push(context);
      return { name: 'HELLO', directives: { memory: context.attempt * GIB, others: {} } };
    };
    const task = newTask(orderOf({ definitionFor }));
    const memory = (): number | undefined => judge.definitionOf(task).directives.memory;
    expect(memory()).to.equal(GIB);
    judge.judge(task, spot, true);
    expect(memory()).to.equal(GIB);
    judge.judge(task, ending('out-of-memory'), true);
    expect(memory()).to.equal(2 * GIB);
    expect(seen.map(({ previous }) => previous?.outcome.kind)).to.deep.equal([
      undefined,
      'interrupted',
      'out-of-memory',
    ]);
  });

  it('ends the run where the strategy itself breaks, and tells its reason beside the task’s', () => {
    const policyFor = (): never => {
      throw new ConfigError('errorStrategy gives 3', { code: 'DIRECTIVE_FAILED' });
    };
    const { outcome, next } = judge.judge(newTask(orderOf({ policyFor })), ending('failed'), true);
    expect(next).to.equal('terminate');
    expect(outcome).to.deep.include({
      reason: 'It ended: failed\nerrorStrategy gives 3',
      evidence: { code: 'DIRECTIVE_FAILED' },
    });
    expect(outcome.advice).to.contain("'terminate', 'finish', 'ignore' or 'retry'");
  });

  it('says whose the words are where a strategy throws what is no error of ours', () => {
    const policyFor = (): never => {
      throw new Error('a defect');
    };
    const { outcome } = judge.judge(newTask(orderOf({ policyFor })), ending('failed'), true);
    expect(outcome.reason).to.equal('It ended: failed\nWhat follows on it cannot be worked out: a defect');
    expect(outcome.evidence).to.deep.equal({});
  });

  it('tells no memory of an attempt that was not made, and glues no remark to a line to copy', () => {
    const task = newTask(orderOf({}));
    const refused = {
      ...ending('not-submitted'),
      reason: 'Wrong\n  - a: b',
      retry: { class: 'never' } as const,
    };
    expect(judge.judge(task, refused, true).outcome.reason).to.equal(
      'Wrong\n  - a: b\n(not retried: trying again cannot help)',
    );
    expect(task.ends).to.deep.equal([{ number: 1, kind: 'not-submitted' }]);
  });

  it('lets nothing go again once nothing is submitted', () => {
    const spotted = judge.judge(newTask(orderOf({})), spot, false);
    expect(spotted.next).to.equal('withdrawn');
    expect(spotted.outcome.reason).to.contain('(not submitted again: the run finishes)');
    const failed = judge.judge(newTask(orderOf({})), ending('failed'), false);
    expect(failed.next).to.equal('finish');
    expect(failed.outcome.reason).to.contain('(not retried: the run finishes)');
  });

  it('remembers the last ends of a task that is tried without end, each with its number', () => {
    const policyFor = (): typeof defaultFailurePolicy => ({
      ...defaultFailurePolicy,
      strategy: 'retry',
      maxRetries: 1e6,
    });
    const task = newTask(orderOf({ policyFor }));
    for (let attempt = 1; attempt <= 100; attempt++)
      judge.judge(task, ending('failed', { exitStatus: 1 }), true);
    expect(task.ends).to.have.length(ENDS_KEPT);
    expect(task.ends.at(-1)).to.deep.equal({ number: 100, kind: 'failed', exitStatus: 1, memory: GIB });
  });
});
