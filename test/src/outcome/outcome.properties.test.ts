import { expect } from 'chai';
import * as fc from 'fast-check';
import type { EcsTask } from '../../../src/aws/ecs-api.js';
import { diagnose } from '../../../src/outcome/diagnose.js';
import { evidenceOf, type EndEvidence } from '../../../src/outcome/evidence.js';
import { exitStatus } from '../../../src/outcome/exit-status.js';
import { rules } from '../../../src/outcome/rules/rules.js';
import { failedToStart, interrupted } from '../../../src/outcome/stop-signs.js';
import { wantsOutput } from '../../../src/outcome/wants-output.js';
import { TASK_ARN } from '../aws-builders.js';
import { evidence, pended, ran, waited } from './endings/ending.js';
import { endings } from './endings/endings.js';

const known = endings.flatMap(({ evidence: { task } }) => task ?? []);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const anyOf = (texts: readonly (string | undefined)[]): fc.Arbitrary<string | undefined> =>
  fc.oneof(fc.constantFrom(...texts), maybe(fc.string()));

const stopCodes = anyOf(known.map(({ stopCode }) => stopCode));
const reasons = anyOf([
  ...known.map(({ stoppedReason }) => stoppedReason),
  ...known.flatMap(({ containers }) => containers.map(({ reason }) => reason)),
]);
const time = maybe(fc.integer({ min: 0, max: 30 * 86_400_000 }));
const status = maybe(fc.oneof(fc.constantFrom(0, 1, 126, 137, 143, 174), fc.integer({ min: 0, max: 255 })));

/** What ECS may say, sensible or not: codes, texts, times and statuses in any mixture. */
const task: fc.Arbitrary<EcsTask> = fc
  .record({
    lastStatus: fc.constantFrom('STOPPED', 'STOPPING', 'RUNNING', 'PENDING'),
    stopCode: stopCodes,
    stoppedReason: reasons,
    memory: anyOf(['4096', '300', '']),
    startedAt: time,
    pullStartedAt: time,
    stoppedAt: time,
    exitCode: status,
    reason: reasons,
    hasContainer: fc.boolean(),
  })
  .map(({ exitCode, reason, hasContainer, ...told }) => ({
    arn: TASK_ARN,
    ...(told as Omit<EcsTask, 'arn' | 'containers'>),
    containers: hasContainer ? [{ name: 'main', exitCode, reason } as EcsTask['containers'][number]] : [],
  }));

const ends: fc.Arbitrary<EndEvidence> = fc
  .record({
    task: maybe(task),
    lastSeen: maybe(task),
    exitFile: status,
    killed: fc.boolean(),
    overrun: fc.constantFrom(undefined, waited, pended, ran),
    route: fc.constantFrom(undefined, { provider: 'p', providers: 2 }),
    output: maybe(
      fc.array(
        fc.oneof(
          reasons.map((text) => text ?? ''),
          fc.string(),
        ),
        { maxLength: 4 },
      ),
    ),
    now: time,
  })
  .map((made) => evidence(made));

describe('any end', () => {
  it('is read by one rule, into an outcome that can be shown', () => {
    fc.assert(
      fc.property(ends, fc.nat(9), (end, max) => {
        const outcome = diagnose(end, max);
        expect(outcome).to.deep.equal(diagnose(end, max));
        const rule = rules.find(({ when }) => when(end));
        expect(outcome.kind).to.equal(rule?.then.kind);
        expect(outcome.reason.trim()).not.to.equal('');
        expect(outcome.reason).not.to.match(/[\r\n]/);
        for (const fact of Object.values(outcome.evidence))
          expect(['string', 'number']).to.include(typeof fact);
        if (outcome.retry.class === 'free') expect(outcome.retry.max).to.be.at.least(0);
        if (outcome.logTail !== undefined) expect(outcome.logTail).to.deep.equal(end.output);
      }),
      { numRuns: 200 },
    );
  });

  it('is a success only with a status of 0 that nothing contradicts', () => {
    fc.assert(
      fc.property(ends, (end) => {
        if (diagnose(end, 5).kind !== 'completed') return;
        expect(exitStatus(end)).to.equal(0);
        expect([0, undefined]).to.include(end.exitFile);
        expect([0, undefined]).to.include(evidenceOf(end)['containerExit']);
        expect(failedToStart(end)).to.equal(false);
        if (interrupted(end)) expect(end.exitFile).to.equal(0);
      }),
      { numRuns: 200 },
    );
  });

  it('is a kill where we killed, and never a success', () => {
    fc.assert(
      fc.property(ends, (end) => {
        expect(diagnose({ ...end, killed: true }, 5)).to.include({ kind: 'killed' });
      }),
    );
  });

  it('asks for no log once it has one', () => {
    fc.assert(
      fc.property(ends, (end) => {
        const looked = { ...end, output: end.output ?? [] };
        expect(wantsOutput(diagnose(looked, 5), looked)).to.equal(false);
      }),
    );
  });
});
