import { expect } from 'chai';
import { persist, type Persistence } from '../../../src/submit/persist.js';
import { FakeClock } from '../../support/fake-clock.js';
import { serviceError } from '../aws-builders.js';
import { failureOf, settledWith, watch } from '../settle-with.js';

/** An action that fails as told, then answers. */
class Script {
  readonly clock = new FakeClock();
  readonly start = this.clock.now();
  readonly times: number[] = [];

  constructor(private readonly failures: readonly unknown[]) {}

  readonly run = async (): Promise<string> => {
    this.times.push(this.clock.now() - this.start);
    await Promise.resolve();
    const failure = this.failures[this.times.length - 1];
    if (failure !== undefined) throw failure as Error;
    return 'answer';
  };

  how(changes: Partial<Persistence> = {}): Persistence {
    return { clock: this.clock, random: () => 0.5, patience: 60_000, ...changes };
  }
}

describe(persist.name, () => {
  it('gives the first answer without waiting', async () => {
    const script = new Script([]);
    expect(await persist(script.run, script.how())).to.equal('answer');
    expect(script.clock.timers).to.equal(0);
  });

  it('repeats with growing waits while AWS throttles or cannot be reached', async () => {
    const script = new Script([
      serviceError('throttled'),
      serviceError('unavailable'),
      serviceError('throttled'),
    ]);
    const result = await settledWith(script.clock, persist(script.run, script.how()));
    expect(result.value).to.equal('answer');
    expect(script.times).to.deep.equal([0, 1_000, 3_000, 7_000]);
  });

  for (const kind of ['denied', 'refused', 'conflict'] as const) {
    it(`does not repeat what was ${kind}`, async () => {
      const failure = serviceError(kind);
      const script = new Script([failure]);
      expect(await failureOf(persist(script.run, script.how()))).to.equal(failure);
      expect(script.times.length).to.equal(1);
    });
  }

  it('does not repeat an error that is not AWS’s', async () => {
    const script = new Script([new TypeError('bug')]);
    expect(await failureOf(persist(script.run, script.how()))).to.be.instanceOf(TypeError);
  });

  it('gives the last failure up when its patience is used up, and never waits beyond it', async () => {
    const failures = Array.from({ length: 99 }, (_, n) => serviceError('throttled', `${n}`));
    const script = new Script(failures);
    const result = await settledWith(script.clock, persist(script.run, script.how({ patience: 10_000 })));
    expect(script.times).to.deep.equal([0, 1_000, 3_000, 7_000]);
    expect(result.error).to.equal(failures[3]);
    expect(script.clock.timers).to.equal(0);
  });

  it('stops when told to give up', async () => {
    const script = new Script([
      serviceError('throttled'),
      serviceError('unavailable'),
      serviceError('throttled'),
    ]);
    const giveUp = (failure: Error & { kind?: string }): boolean => failure.kind === 'unavailable';
    const result = await settledWith(script.clock, persist(script.run, script.how({ giveUp })));
    expect(script.times.length).to.equal(2);
    expect(result.error).to.have.property('kind', 'unavailable');
  });

  it('tells of the wait once, at the first failure', async () => {
    const told: string[] = [];
    const script = new Script([serviceError('throttled'), serviceError('unavailable')]);
    watch(persist(script.run, script.how({ onWait: ({ kind }) => told.push(kind) })));
    await script.clock.advance(60_000);
    expect(told).to.deep.equal(['throttled']);
  });
});
