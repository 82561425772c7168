import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { persist, type Persistence } from '../../../src/aws/persist.js';
import { Deferred } from '../../support/deferred.js';
import { FakeClock } from '../../support/fake-clock.js';
import { SetClock } from '../../support/set-clock.js';
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
    return { clock: this.clock, random: () => 0.5, patience: 60_000, onWait: () => undefined, ...changes };
  }
}

describe(persist.name, () => {
  it('gives the first answer without waiting', async () => {
    const script = new Script([]);
    expect(await persist(script.run, script.how())).to.equal('answer');
    expect(script.clock.timers).to.equal(0);
  });

  it('repeats with growing waits while AWS cannot be reached', async () => {
    const script = new Script([
      serviceError('unavailable'),
      serviceError('unavailable'),
      serviceError('unavailable'),
    ]);
    const result = await settledWith(script.clock, persist(script.run, script.how()));
    expect(result.value).to.equal('answer');
    expect(script.times).to.deep.equal([0, 1_000, 3_000, 7_000]);
  });

  for (const leap of [3_600_000, -3_600_000, 600_000, -600_000]) {
    it(`uses up little of a long patience where the clock is set by ${leap / 60_000} min meanwhile`, async () => {
      const script = new Script(Array<Error>(1_000).fill(serviceError('unavailable')));
      const clock = new SetClock(script.clock);
      const watched = watch(persist(script.run, script.how({ clock, patience: 1_800_000 })));
      await script.clock.advance(60_000);
      clock.set(leap);
      await script.clock.advance(15 * 60_000);
      expect(watched.done).to.equal(false);
      await script.clock.advance(16 * 60_000);
      expect(watched.done).to.equal(true);
    });
  }

  it('waits for credentials that are to be renewed', async () => {
    const script = new Script([serviceError('lapsed'), serviceError('lapsed')]);
    const result = await settledWith(script.clock, persist(script.run, script.how()));
    expect(result.value).to.equal('answer');
  });

  it('asks for another turn soon where AWS throttles: the pacer does the waiting', async () => {
    const script = new Script([serviceError('throttled'), serviceError('throttled')]);
    const result = await settledWith(script.clock, persist(script.run, script.how()));
    expect(result.value).to.equal('answer');
    expect(script.times).to.deep.equal([0, 100, 200]);
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
    const failures = Array.from({ length: 99 }, (_, n) => serviceError('unavailable', `${n}`));
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

  it('tells of each failure that another try follows, and of no other', async () => {
    const told: string[] = [];
    const script = new Script([
      serviceError('throttled'),
      serviceError('unavailable'),
      serviceError('refused'),
    ]);
    const watched = watch(persist(script.run, script.how({ onWait: ({ kind }) => told.push(kind) })));
    await script.clock.advance(60_000);
    expect(watched.error).to.have.property('kind', 'refused');
    expect(told).to.deep.equal(['throttled', 'unavailable']);
  });

  it('counts its patience from the first failure: the first try may have queued for long', async () => {
    const script = new Script([serviceError('throttled')]);
    const queued = new Deferred<void>();
    const action = async (): Promise<string> => {
      if (script.times.length === 0) await queued.promise;
      return script.run();
    };
    const watched = watch(persist(action, script.how({ patience: 60_000 })));
    await script.clock.advance(3_600_000);
    queued.resolve();
    await script.clock.advance(60_000);
    expect(watched.value).to.equal('answer');
  });

  it('tries at once when somebody is in a hurry, and then waits no more than before', async () => {
    const hurry = new AbortController();
    const script = new Script([serviceError('unavailable'), serviceError('unavailable')]);
    const watched = watch(persist(script.run, script.how({ hurry: hurry.signal })));
    await script.clock.advance(400);
    hurry.abort();
    await script.clock.advance(10_000);
    expect(script.times).to.deep.equal([0, 400, 2_400]);
    expect(watched.value).to.equal('answer');
    expect(script.clock.timers).to.equal(0);
  });

  it('gives the last failure up at once when the session ends, and leaves no timer and no listener', async () => {
    const end = new AbortController();
    const hurry = new AbortController();
    const failure = serviceError('unavailable');
    const script = new Script([failure, failure, failure]);
    const how = script.how({ end: end.signal, hurry: hurry.signal });
    const watched = watch(persist(script.run, how));
    await script.clock.advance(500);
    end.abort();
    await script.clock.advance(0);
    expect(watched.error).to.equal(failure);
    expect(script.clock.timers).to.equal(0);
    expect(getEventListeners(end.signal, 'abort').concat(getEventListeners(hurry.signal, 'abort'))).to.be
      .empty;
    await script.clock.advance(3_600_000);
    expect(script.times.length).to.equal(1);
  });

  it('makes no second try after the session has ended', async () => {
    const end = new AbortController();
    end.abort();
    const script = new Script([serviceError('unavailable'), serviceError('unavailable')]);
    await failureOf(persist(script.run, script.how({ end: end.signal })));
    expect(script.times.length).to.equal(1);
    expect(script.clock.timers).to.equal(0);
  });
});
