import { expect } from 'chai';
import { Turnstile } from '../../../host/engine/turnstile.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';

describe(Turnstile.name, () => {
  it('lets no more in than it has room for, in the order they came', async () => {
    const turnstile = new Turnstile(2);
    const entered: number[] = [];
    const gates = [0, 1, 2, 3].map(() => new Deferred<void>());
    const passes = gates.map((gate, index) =>
      turnstile.pass(async () => {
        entered.push(index);
        await gate.promise;
        return index;
      }),
    );
    await settle();
    expect(entered).to.deep.equal([0, 1]);
    gates[1]?.resolve();
    await settle();
    expect(entered).to.deep.equal([0, 1, 2]);
    for (const gate of gates) gate.resolve();
    expect(await Promise.all(passes)).to.deep.equal([0, 1, 2, 3]);
  });

  it('passes an error on and gives the place back', async () => {
    const turnstile = new Turnstile(1);
    const failing = turnstile.pass(() => Promise.reject(new Error('no'))).catch(String);
    const next = turnstile.pass(() => Promise.resolve('yes'));
    expect(await Promise.all([failing, next])).to.deep.equal(['Error: no', 'yes']);
    expect(await turnstile.pass(() => Promise.resolve('again'))).to.equal('again');
  });

  it('keeps its limit after it has been empty', async () => {
    const turnstile = new Turnstile(1);
    await Promise.all([1, 2, 3].map((value) => turnstile.pass(() => Promise.resolve(value))));
    const gate = new Deferred<void>();
    let second = false;
    const passes = [
      turnstile.pass(() => gate.promise),
      turnstile.pass(() => Promise.resolve((second = true))),
    ];
    await settle();
    expect(second).to.equal(false);
    gate.resolve();
    await Promise.all(passes);
  });
});
