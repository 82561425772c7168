import { expect } from 'chai';
import { Patience } from '../../../host/weather/patience.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { SetClock } from '../../support/set-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const down = new Error('Cannot write s3://b/k: ENOTFOUND.');
const isDown = (error: unknown): boolean => error === down;

class PatienceRig {
  readonly clock = new FakeClock();
  readonly wall = new SetClock(this.clock);
  readonly logger = new RecordingLogger();
  readonly patience = new Patience({ clock: this.wall, random: () => 0.5, logger: this.logger }, 'S3');
  isDown = true;
  calls = 0;

  call(): { result?: unknown } {
    const followed: { result?: unknown } = {};
    const action = (): Promise<string> => {
      this.calls += 1;
      return this.isDown ? Promise.reject(down) : Promise.resolve('answer');
    };
    this.patience.repeat(action, isDown).then(
      (value) => (followed.result = value),
      (error: unknown) => (followed.result = error),
    );
    return followed;
  }

  get told(): string[] {
    return this.logger.entries.map(({ level, message }) => `${level} ${message}`);
  }
}

describe(Patience.name, () => {
  it('waits out five minutes, and says once that they begin and once that they are over, however many wait', async () => {
    const rig = new PatienceRig();
    const waiting = Array.from({ length: 50 }, () => rig.call());
    await rig.clock.advance(5 * MINUTE);
    expect(waiting.some(({ result }) => result !== undefined)).to.equal(false);
    rig.isDown = false;
    await rig.clock.advance(MINUTE);
    expect(waiting.map(({ result }) => result)).to.deep.equal(Array<string>(50).fill('answer'));
    expect(rig.told).to.deep.equal([
      'warn S3 cannot be used for now; trying again for up to 10m, nothing is lost. Cannot write s3://b/k: ENOTFOUND.',
      'info S3 answers again.',
    ]);
    expect(rig.clock.timers).to.equal(0);
  });

  it('gives up what was never reached after ten minutes, and what was after half a day', async () => {
    const rig = new PatienceRig();
    const first = rig.call();
    await rig.clock.advance(11 * MINUTE);
    expect(first.result).to.equal(down);
    rig.isDown = false;
    rig.call();
    await rig.clock.advance(0);
    rig.isDown = true;
    const later = rig.call();
    await rig.clock.advance(11.9 * HOUR);
    expect(later.result).to.equal(undefined);
    await rig.clock.advance(0.2 * HOUR);
    expect(later.result).to.equal(down);
  });

  it('asks in growing intervals of half a minute at most', async () => {
    const rig = new PatienceRig();
    rig.call();
    const counts: number[] = [];
    for (const ms of [0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      await rig.clock.advance(ms);
      counts.push(rig.calls);
    }
    expect(counts).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    rig.patience.hurry();
    await rig.clock.advance(0);
  });

  it('hands on at once what does not pass', async () => {
    const rig = new PatienceRig();
    const denied = new Error('AccessDenied');
    const result = await rig.patience
      .repeat(() => Promise.reject(denied), isDown)
      .catch((error: unknown) => error);
    expect(result).to.equal(denied);
    expect(rig.told).to.deep.equal([]);
  });

  it('waits for nobody any longer once it is to hurry', async () => {
    const rig = new PatienceRig();
    const waiting = rig.call();
    await rig.clock.advance(10_000);
    rig.patience.hurry();
    await rig.clock.advance(0);
    expect(waiting.result).to.equal(down);
    const late = rig.call();
    await rig.clock.advance(0);
    expect(late.result).to.equal(down);
    expect(rig.clock.timers).to.equal(0);
  });

  it('does not use up its patience where the clock leaps an hour or the machine sleeps', async () => {
    const rig = new PatienceRig();
    const waiting = rig.call();
    await rig.clock.advance(10_000);
    rig.wall.set(HOUR);
    await rig.clock.advance(MINUTE);
    rig.wall.set(-HOUR);
    await rig.clock.advance(MINUTE);
    expect(waiting.result).to.equal(undefined);
    rig.isDown = false;
    await rig.clock.advance(MINUTE);
    expect(waiting.result).to.equal('answer');
  });
});
