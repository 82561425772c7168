import { expect } from 'chai';
import { diagnose } from '../../../src/outcome/diagnose.js';
import type { EndEvidence } from '../../../src/outcome/evidence.js';
import { families, rules } from '../../../src/outcome/rules/rules.js';
import { endedTask } from '../aws-builders.js';
import { evidence, failedStart, reason, taken } from './endings/ending.js';
import { endings } from './endings/endings.js';

describe('rules', () => {
  for (const { title, rule, code, evidence: given, outcome } of endings) {
    it(`read ${title} as ${rule}`, () => {
      const end = evidence(given);
      expect(rules.find(({ when }) => when(end))?.name).to.equal(rule);
      const made = diagnose(end, 5);
      expect(made).to.deep.include(outcome);
      expect(made.evidence['code']).to.equal(code);
    });
  }

  it('are each read from at least one end', () => {
    expect([...new Set(endings.map(({ rule }) => rule))].sort()).to.deep.equal(
      rules.map(({ name }) => name).sort(),
    );
  });

  it('are read from more than 80 ends, each with a title of its own and a fact', () => {
    const titles = endings.map(({ title }) => title);
    expect(titles.length).to.be.at.least(80);
    expect(new Set(titles).size).to.equal(titles.length);
    for (const { title, fact } of endings) expect(fact, title).to.match(/\S{2}/);
  });

  it('have names of their own, signs and facts', () => {
    expect(new Set(rules.map(({ name }) => name)).size).to.equal(rules.length);
    for (const { name, sign, fact } of rules)
      for (const words of [name, sign, fact]) expect(words, name).to.match(/.{4}/);
    for (const { title } of families) expect(title).to.match(/^[A-Z].{4}/);
  });

  it('give a code to every end that is no success and was not ours, and to no other', () => {
    for (const { name, then } of rules) {
      const silent = then.kind === 'completed' || name === 'killed by the run';
      expect(then.code === undefined, name).to.equal(silent);
    }
  });

  it('give advice wherever the command itself cannot say more', () => {
    for (const { title, evidence: given, code } of endings) {
      const { reason: why, advice } = diagnose(evidence(given), 5);
      expect(why, title).to.match(/^[A-Z].{5}/);
      if (advice !== undefined) expect(advice, title).to.match(/^[A-Z][a-z]+ .{10}/);
      else expect([undefined, 'EXIT_STATUS'], title).to.include(code);
    }
  });

  it('advise on a status where there is something to do', () => {
    const adviceOn = (status: number): string | undefined =>
      diagnose(evidence({ task: endedTask(status) }), 5).advice;
    for (const status of [126, 127, 132, 134, 135, 136, 137, 139, 141])
      expect(adviceOn(status), String(status)).to.match(/^[A-Z]/);
    for (const status of [1, 130, 143, 255]) expect(adviceOn(status), String(status)).to.equal(undefined);
  });

  it('advise on a mount that failed by whether the container was privileged', () => {
    const unmounted = endings.filter(({ code }) => code === 'FUSION_MOUNT_FAILED');
    expect(unmounted.length).to.be.above(1);
    for (const { title, evidence: given } of unmounted) {
      const adviceWith = (fusionPrivileged?: boolean): string | undefined =>
        diagnose(evidence({ ...given, fusionPrivileged }), 5).advice;
      expect(adviceWith(false), title).to.match(/^Set fusion\.privileged = true: /);
      expect(adviceWith(true), title).to.match(
        /^Use other instances: fusion\.privileged = true is set already/,
      );
      expect(adviceWith(), title).to.equal(adviceWith(true));
    }
  });

  it('depend on their order: these ends fit several and the first decides', () => {
    const fits = (given: Partial<EndEvidence>): string[] => {
      const end = evidence(given);
      return rules.filter(({ when }) => when(end)).map(({ name }) => name);
    };
    expect(fits({ task: endedTask(0), killed: true })).to.deep.equal([
      'killed by the run',
      'completed',
      'failed',
      'ended without a status',
    ]);
    expect(fits({ task: reason('OutOfMemoryError: x') }).slice(0, 2)).to.deep.equal([
      'out of memory',
      'failed with a status that has a meaning',
    ]);
    expect(fits({ task: taken('SpotInterruption', 'x', 0), exitFile: 0 }).slice(0, 4)).to.deep.equal([
      'completed before the machine was taken away',
      'spot reclaimed',
      'host lost',
      'completed',
    ]);
    expect(fits({ task: failedStart('CannotPullContainerError: x') })).to.deep.equal([
      'image cannot be pulled',
      'failed to start',
      'ended without a status',
    ]);
  });

  it('end with one that fits everything', () => {
    expect(rules.at(-1)?.when(evidence({}))).to.equal(true);
  });
});
