import { expect } from 'chai';
import { SubmitError } from '../../spi/index.js';
import { TroubleLog } from '../../spi/trouble-log.js';
import { FakeClock } from '../support/fake-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';

const SAID = 'The state of tasks cannot be read; asking again, no task is given up.';
const MINUTE = 60_000;

/** A log, and rounds five seconds apart. */
class TroubleRig {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly trouble = new TroubleLog(this.logger, this.clock);

  async round(...errors: readonly unknown[]): Promise<void> {
    this.trouble.polled(errors);
    await this.clock.advance(5_000);
  }

  get told(): string[] {
    return this.logger.entries.map(({ level, message }) => `${level} ${message.replace(SAID, '').trim()}`);
  }
}

function throttle(words: string): SubmitError {
  return new SubmitError(words, { code: 'THROTTLED', recoverable: true });
}

describe(TroubleLog.name, () => {
  it('says one kind of trouble once, whatever words it comes in', async () => {
    const rig = new TroubleRig();
    for (let n = 0; n < 20; n++) await rig.round(throttle(`Rate exceeded, request ${n}`));
    expect(rig.told).to.deep.equal(['warn Rate exceeded, request 0']);
  });

  it('says each kind of a round that meets several, and none twice as they take turns', async () => {
    const rig = new TroubleRig();
    const denied = new SubmitError('denied', { code: 'ACCESS_DENIED' });
    await rig.round(throttle('slow down'), throttle('slower'), denied);
    for (let n = 0; n < 10; n++) await rig.round(n % 2 === 0 ? denied : throttle('slow down'));
    await rig.round(new TypeError('x is not a function'), 'thrown text', new TypeError('y'));
    expect(rig.told).to.deep.equal([
      'warn slow down',
      'warn denied',
      'warn x is not a function',
      'warn thrown text',
    ]);
  });

  it('says trouble that lasts again after ten minutes, and not before', async () => {
    const rig = new TroubleRig();
    for (let n = 0; n < 120; n++) await rig.round(throttle(`${n}`));
    expect(rig.told).to.deep.equal(['warn 0']);
    await rig.round(throttle('120'));
    expect(rig.told).to.deep.equal(['warn 0', 'warn 120']);
  });

  it('says that trouble is over once three rounds and ten seconds went well, and once only', async () => {
    const rig = new TroubleRig();
    await rig.round(throttle('slow down'));
    for (let n = 0; n < 2; n++) await rig.round();
    expect(rig.told).to.deep.equal(['warn slow down']);
    for (let n = 0; n < 10; n++) await rig.round();
    expect(rig.told).to.deep.equal(['warn slow down', 'info The state of tasks can be read again.']);
  });

  it('does not call trouble over that hits every second round, and says no end of what it did not say', async () => {
    const rig = new TroubleRig();
    for (let n = 0; n < 60; n++) {
      await rig.round(throttle('slow down'));
      await rig.round();
    }
    expect(rig.told).to.deep.equal(['warn slow down']);
    await rig.clock.advance(MINUTE);
    for (let n = 0; n < 2; n++) await rig.round();
    expect(rig.told.length).to.equal(2);
    await rig.round();
    expect(rig.told.length).to.equal(2);
  });

  it('has nothing to say of rounds that go well', async () => {
    const rig = new TroubleRig();
    for (let n = 0; n < 30; n++) await rig.round();
    expect(rig.told).to.deep.equal([]);
  });
});
