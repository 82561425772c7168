import { expect } from 'chai';
import {
  decideAttempt,
  type AttemptDecision,
  type AttemptEvidence,
  type AttemptRules,
} from '../../../host/cache/attempt-decision.js';

const MINUTE = 60_000;
const both: AttemptRules = { caches: true, adopts: true };
const runsAnew: AttemptRules = { caches: false, adopts: true };
const takesNoneOver: AttemptRules = { caches: true, adopts: false };
const neither: AttemptRules = { caches: false, adopts: false };

function exited(status: number, ageMs = 0, ...missing: string[]): AttemptEvidence {
  return { n: 4, exit: { status, ageMs, missing } };
}

const cached: AttemptDecision = { kind: 'cached', n: 4 };
const resumed: AttemptDecision = { kind: 'resumed', n: 4 };
const again = (why: string): AttemptDecision => ({ kind: 'new', n: 5, why });
const noEnd = again('it came to no end, and its executor takes none over');
const off = again('its process says cache false');

const cases: readonly (readonly [string, AttemptEvidence | undefined, AttemptRules, AttemptDecision])[] = [
  ['none was begun', undefined, both, { kind: 'new', n: 2 }],
  ['none was begun, of those that run anew', undefined, neither, { kind: 'new', n: 2 }],
  ['it came to no end', { n: 4 }, both, resumed],
  ['it came to no end, and runs anew', { n: 4 }, runsAnew, resumed],
  ['it came to no end, and none is taken over', { n: 4 }, takesNoneOver, noEnd],
  ['it exited 0', exited(0), both, cached],
  ['it exited 0 long ago', exited(0, 1e9), takesNoneOver, cached],
  ['it exited 0, and runs anew', exited(0), runsAnew, off],
  ['it failed', exited(1), both, again('it exited 1')],
  ['it failed, and runs anew', exited(137), neither, again('it exited 137')],
  ['its outputs may still come', exited(0, 10 * MINUTE - 1, 'a.txt'), both, resumed],
  ['its outputs do not come', exited(0, 10 * MINUTE, 'a.txt'), both, again('it exited 0 without a.txt')],
  [
    'its outputs may still come, and none is taken over',
    exited(0, 0, 'a.txt', '*.bam'),
    takesNoneOver,
    again('it exited 0 without a.txt, *.bam'),
  ],
];

describe(decideAttempt.name, () => {
  for (const [what, evidence, rules, decision] of cases)
    it(`says ${decision.kind} where ${what}`, () => {
      expect(decideAttempt(evidence, 2, rules)).to.deep.equal(decision);
    });
});
