import { expect } from 'chai';
import { ShutdownError } from '../../../spi/index.js';
import { FirstAnswerGate } from '../../../src/submit/first-answer-gate.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { failureOf, watch } from '../settle-with.js';

/** Passes actions through a gate, each answered by hand. */
class GateRig {
  readonly gate = new FirstAnswerGate();
  readonly kill = new AbortController();
  readonly started: string[] = [];
  readonly answers = new Map<string, Deferred<{ value: string; proven: boolean }>>();

  pass(name: string): Promise<string> {
    return this.gate.pass(() => {
      this.started.push(name);
      const answer = new Deferred<{ value: string; proven: boolean }>();
      this.answers.set(name, answer);
      return answer.promise;
    }, this.kill.signal);
  }

  answer(name: string, proven: boolean): void {
    this.answers.get(name)?.resolve({ value: name, proven });
  }
}

describe(FirstAnswerGate.name, () => {
  it('lets one through until an answer proves it right, then everyone at once', async () => {
    const rig = new GateRig();
    const all = ['a', 'b', 'c'].map((name) => rig.pass(name));
    await settle();
    expect(rig.started).to.deep.equal(['a']);
    rig.answer('a', false);
    await settle();
    expect(rig.started).to.deep.equal(['a', 'b']);
    rig.answer('b', true);
    await settle();
    expect(rig.started).to.deep.equal(['a', 'b', 'c']);
    const late = rig.pass('d');
    expect(rig.started).to.deep.equal(['a', 'b', 'c', 'd']);
    for (const name of ['c', 'd']) rig.answer(name, false);
    expect(await Promise.all([...all, late])).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('lets the next through when one fails', async () => {
    const rig = new GateRig();
    const first = rig.pass('a');
    const second = rig.pass('b');
    rig.answers.get('a')?.reject(new Error('no'));
    expect(await failureOf(first)).to.have.property('message', 'no');
    await settle();
    rig.answer('b', true);
    expect(await second).to.equal('b');
  });

  it('lets a killed task go while it waits for its turn, and never runs it', async () => {
    const rig = new GateRig();
    const first = rig.pass('a');
    const waiting = [watch(rig.pass('b')), watch(rig.pass('c'))];
    await settle();
    rig.kill.abort();
    await settle();
    for (const { error } of waiting) expect(error).to.be.instanceOf(ShutdownError);
    rig.answer('a', true);
    expect(await first).to.equal('a');
    await settle();
    expect(rig.started).to.deep.equal(['a']);
  });
});
