import { expect } from 'chai';
import { Answering, Unanswered } from '../../../host/logs/answering.js';
import { ExecutorError } from '../../../spi/index.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

const refused = new ExecutorError('Cannot reach it: ECONNREFUSED.', { code: 'AWS_DOWN', recoverable: true });
const denied = new ExecutorError('No.', { code: 'ACCESS_DENIED' });

describe(Answering.name, () => {
  let clock: FakeClock;
  let waits: number[];
  let answering: Answering;
  let ending: AbortController;

  beforeEach(() => {
    clock = new FakeClock(0);
    waits = [];
    ending = new AbortController();
    const onWait = (): void => void waits.push(clock.now());
    answering = new Answering({ clock, signal: ending.signal, patience: 8000, onWait });
  });

  const errorOf = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: unknown) => error);
  const silence = (): Promise<never> => new Promise(() => undefined);

  it('gives what is read, and what is refused, at once', async () => {
    expect(await answering.ask(() => Promise.resolve('a'))).to.equal('a');
    expect(await errorOf(answering.ask(() => Promise.reject(denied)))).to.equal(denied);
    expect(clock.timers).to.equal(0);
  });

  it('tells after three seconds that it waits, and gives up after its patience, for all who ask', async () => {
    const [one, other] = [errorOf(answering.ask(silence)), errorOf(answering.ask(silence))];
    await clock.advance(3000);
    expect(waits).to.deep.equal([3000, 3000]);
    await clock.advance(5000);
    expect(await one)
      .to.be.instanceOf(Unanswered)
      .and.have.property('message', 'no answer came within 8 s');
    expect(await other).to.equal(await one);
    let asked = false;
    const later = answering.ask(() => Promise.resolve((asked = true)));
    expect(await errorOf(later)).to.equal(await one);
    expect(asked).to.equal(false);
    expect(clock.timers).to.equal(0);
  });

  it('asks again where that may help, and says at the end what stood in the way', async () => {
    let tries = 0;
    const flaky = (): Promise<number> => (++tries < 3 ? Promise.reject(refused) : Promise.resolve(tries));
    const asked = answering.ask(flaky);
    await clock.advance(4000);
    expect(await asked).to.equal(3);
    const lost = errorOf(answering.ask(() => Promise.reject(refused)));
    await clock.advance(60_000);
    expect(await lost).to.have.property(
      'message',
      'no answer came within 60 s (Cannot reach it: ECONNREFUSED)',
    );
    expect(clock.timers).to.equal(0);
  });

  it('bears a storm of a minute where there was an answer before', async () => {
    await answering.ask(() => Promise.resolve());
    const asked = { over: false };
    void errorOf(answering.ask(silence)).then(() => (asked.over = true));
    await clock.advance(59_000);
    expect(asked.over).to.equal(false);
    await clock.advance(1000);
    expect(asked.over).to.equal(true);
  });

  it('gives none up while others are answered', async () => {
    const asked = { over: false };
    const slow = errorOf(answering.ask(silence)).then(() => (asked.over = true));
    await clock.advance(7000);
    await answering.ask(() => Promise.resolve());
    await clock.advance(59_000);
    expect(asked.over).to.equal(false);
    await clock.advance(1000);
    await slow;
  });

  it('asks no more once it is ended', async () => {
    let tries = 0;
    const asked = errorOf(answering.ask(() => Promise.reject((tries++, refused))));
    await settle();
    ending.abort();
    expect(await asked).to.equal(refused);
    expect(tries).to.equal(1);
    expect(clock.timers).to.equal(0);
  });
});
