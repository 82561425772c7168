import { expect } from 'chai';
import * as fc from 'fast-check';
import { decideFailure, type FailureDecision } from '../../../host/engine/failure-decision.js';
import { defaultFailurePolicy, type FailurePolicy } from '../../../host/script/failure-policy.js';
import type { OutcomeKind } from '../../../spi/index.js';
import { ending } from './fake-plugin.js';

const DAY = 24 * 60 * 60 * 1000;

interface Case {
  readonly says: string;
  readonly policy?: Partial<FailurePolicy>;
  readonly counts?: readonly [task: number, process: number];
  readonly never?: boolean;
  readonly draining?: boolean;
  readonly decision: FailureDecision;
}

const retry = (count: number, max: number, delayMs = 0): FailureDecision => ({
  action: 'retry',
  count,
  max,
  delayMs,
});

const cases: readonly Case[] = [
  { says: 'ends the run where nobody says anything', decision: { action: 'terminate' } },
  { says: 'ignores', policy: { strategy: 'ignore' }, decision: { action: 'ignore' } },
  { says: 'finishes', policy: { strategy: 'finish' }, decision: { action: 'finish' } },
  { says: 'retries once by default', policy: { strategy: 'retry' }, decision: retry(1, 1) },
  {
    says: 'retries as often as maxRetries says',
    policy: { strategy: 'retry', maxRetries: 3 },
    counts: [3, 3],
    decision: retry(3, 3),
  },
  {
    says: 'ends the run after the last retry',
    policy: { strategy: 'retry', maxRetries: 3 },
    counts: [4, 4],
    decision: { action: 'terminate', unretried: 'retried 3 times, the most that maxRetries allows' },
  },
  {
    says: 'counts one retry as once',
    policy: { strategy: 'retry' },
    counts: [2, 2],
    decision: { action: 'terminate', unretried: 'retried once, the most that maxRetries allows' },
  },
  {
    says: 'retries nothing with maxRetries 0',
    policy: { strategy: 'retry', maxRetries: 0 },
    decision: { action: 'terminate', unretried: 'not retried: maxRetries is 0' },
  },
  {
    says: 'retries while the process has failed less often than maxErrors',
    policy: { strategy: 'retry', maxRetries: 9, maxErrors: 3 },
    counts: [2, 2],
    decision: retry(2, 9),
  },
  {
    says: 'ends the run at the failure of the process that maxErrors names',
    policy: { strategy: 'retry', maxRetries: 9, maxErrors: 3 },
    counts: [1, 3],
    decision: {
      action: 'terminate',
      unretried: 'not retried: the process has failed 3 times, and maxErrors is 3',
    },
  },
  {
    says: 'retries nothing with maxErrors 0',
    policy: { strategy: 'retry', maxErrors: 0 },
    decision: {
      action: 'terminate',
      unretried: 'not retried: the process has failed once, and maxErrors is 0',
    },
  },
  {
    says: 'ends the run where a retry cannot help',
    policy: { strategy: 'retry' },
    never: true,
    decision: { action: 'terminate', unretried: 'not retried: trying again cannot help' },
  },
  {
    says: 'ignores also what cannot be mended',
    policy: { strategy: 'ignore' },
    never: true,
    decision: { action: 'ignore' },
  },
  {
    says: 'finishes also for what cannot be mended',
    policy: { strategy: 'finish' },
    never: true,
    decision: { action: 'finish' },
  },
  {
    says: 'retries nothing while the run comes to its end',
    policy: { strategy: 'retry', maxRetries: 5 },
    draining: true,
    decision: { action: 'finish', unretried: 'not retried: the run finishes' },
  },
  {
    says: 'waits as long as the strategy asks for',
    policy: { strategy: 'retry', delayMs: 400 },
    decision: retry(1, 1, 400),
  },
  {
    says: 'waits a day at most',
    policy: { strategy: 'retry', delayMs: Infinity },
    decision: retry(1, 1, DAY),
  },
  {
    says: 'waits for nothing before now',
    policy: { strategy: 'retry', delayMs: -1 },
    decision: retry(1, 1),
  },
];

describe(decideFailure.name, () => {
  for (const { says, policy, counts: [task, process] = [1, 1], never, draining, decision } of cases) {
    it(says, () => {
      const outcome = ending('failed', never === true ? { retry: { class: 'never' } } : {});
      const whole = { ...defaultFailurePolicy, ...policy };
      expect(decideFailure(outcome, whole, { task, process }, draining !== true)).to.deep.equal(decision);
    });
  }

  it('hands nothing back at once to a backend that has just refused it', () => {
    const policy = { ...defaultFailurePolicy, strategy: 'retry', maxRetries: 100 } as const;
    const waits = [1, 2, 3, 7, 100].map((task) => {
      const decision = decideFailure(ending('not-submitted'), policy, { task, process: task }, true);
      return decision.action === 'retry' ? decision.delayMs : decision.action;
    });
    expect(waits).to.deep.equal([1000, 2000, 4000, 60_000, 60_000]);
  });

  it('bounds the retries of every task and of every process, whatever is asked for', () => {
    const policy = fc.record({
      strategy: fc.constantFrom('terminate' as const, 'finish' as const, 'ignore' as const, 'retry' as const),
      maxRetries: fc.nat(5),
      maxErrors: fc.integer({ min: -1, max: 8 }),
      delayMs: fc.double(),
    });
    const kind = fc.constantFrom<OutcomeKind>('failed', 'not-submitted', 'interrupted', 'lost');
    const counts = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(policy, kind, counts, fc.boolean(), (wanted, kindOfEnd, [task, process], accepting) => {
        const decision = decideFailure(ending(kindOfEnd), wanted, { task, process }, accepting);
        if (decision.action !== 'retry') {
          expect(decision.action === wanted.strategy || wanted.strategy === 'retry').to.equal(true);
          return;
        }
        expect(wanted.strategy).to.equal('retry');
        expect(accepting).to.equal(true);
        expect(task).to.be.at.most(wanted.maxRetries);
        if (wanted.maxErrors !== -1) expect(process).to.be.below(wanted.maxErrors);
        expect(decision.delayMs).to.be.within(0, DAY);
      }),
    );
  });
});
