import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { ShutdownError } from '../../../spi/index.js';
import { killedBeforeSubmission, unlessKilled } from '../../../src/submit/killed.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { failureOf, watch } from '../settle-with.js';

describe(killedBeforeSubmission.name, () => {
  it('is what the monitor reads as killed', () => {
    expect(killedBeforeSubmission()).to.be.instanceOf(ShutdownError).and.include({
      code: 'SHUT_DOWN',
      recoverable: false,
    });
  });
});

describe(unlessKilled.name, () => {
  it('gives what the work gives, and listens no longer', async () => {
    const { signal } = new AbortController();
    expect(await unlessKilled(Promise.resolve(7), signal)).to.equal(7);
    const failure = new Error('no');
    expect(await failureOf(unlessKilled(Promise.reject(failure), signal))).to.equal(failure);
    expect(getEventListeners(signal, 'abort')).to.deep.equal([]);
  });

  it('ends at once when the task is killed, and what becomes of the work is nobody’s news', async () => {
    const kill = new AbortController();
    const work = new Deferred<number>();
    const watched = watch(unlessKilled(work.promise, kill.signal));
    kill.abort();
    await settle();
    expect(watched.error).to.be.instanceOf(ShutdownError);
    work.reject(new Error('late'));
    await settle();
    expect(getEventListeners(kill.signal, 'abort')).to.deep.equal([]);
  });

  it('does not wait where the task is killed already', async () => {
    const kill = new AbortController();
    kill.abort();
    const error = await failureOf(unlessKilled(new Deferred<number>().promise, kill.signal));
    expect(error).to.be.instanceOf(ShutdownError);
  });
});
