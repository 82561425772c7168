import { expect } from 'chai';
import { CallRepeater } from '../../../src/aws/call-repeater.js';
import { sessionEnd } from '../../../src/di/session-end.js';
import { fakeSession } from '../../support/fake-session.js';
import { serviceError } from '../aws-builders.js';
import { failureOf, settledWith, watch } from '../settle-with.js';

/** Calls that fail as often as told, then answer. */
class RepeaterRig {
  readonly session = fakeSession();
  readonly end = sessionEnd();
  readonly calls = new CallRepeater(this.session, this.end);

  repeat(what: string, failures: readonly Error[]): Promise<string> {
    const left = [...failures];
    const action = (): Promise<string> => {
      const failure = left.shift();
      return failure === undefined ? Promise.resolve(what) : Promise.reject(failure);
    };
    return this.calls.repeat(what, action, { patience: 15 * 60_000 });
  }

  get told(): string[] {
    return this.session.logger.entries.map(({ level, message }) => `${level} ${message}`);
  }
}

const DOWN = serviceError('unavailable', 'Try later');
const THROTTLED = serviceError('throttled', 'Rate exceeded');

describe(CallRepeater.name, () => {
  it('says nothing of calls that work', async () => {
    const rig = new RepeaterRig();
    expect(await rig.repeat('stopping tasks', [])).to.equal('stopping tasks');
    expect(rig.told).to.deep.equal([]);
  });

  it('says once that a kind of call meets trouble and once that it works again, however many tasks make it', async () => {
    const rig = new RepeaterRig();
    const all = Array.from({ length: 50 }, () => rig.repeat('stopping tasks', [DOWN, DOWN]));
    await settledWith(rig.session.clock, Promise.all(all));
    expect(rig.told).to.deep.equal([
      'warn AWS cannot be reached for stopping tasks; trying again for up to 15 min, nothing is lost or doubled ' +
        '(ecs:RunTask: ServerException: Try later).',
      'info AWS answers again: stopping tasks.',
    ]);
  });

  it('says it anew when trouble comes back', async () => {
    const rig = new RepeaterRig();
    for (let n = 0; n < 2; n++) await settledWith(rig.session.clock, rig.repeat('stopping tasks', [DOWN]));
    expect(rig.told.map((line) => line.split(' ')[0])).to.deep.equal(['warn', 'info', 'warn', 'info']);
  });

  it('says nothing of throttles that pass within ten seconds', async () => {
    const rig = new RepeaterRig();
    const short = rig.repeat('stopping tasks', Array<Error>(20).fill(THROTTLED));
    expect((await settledWith(rig.session.clock, short)).value).to.equal('stopping tasks');
    expect(rig.told).to.deep.equal([]);
  });

  it('tells kinds of calls apart, and a throttle that lasts from a server that cannot be reached', async () => {
    const rig = new RepeaterRig();
    const long = Array<Error>(120).fill(THROTTLED);
    await settledWith(rig.session.clock, rig.repeat('stopping tasks', long));
    await settledWith(rig.session.clock, rig.repeat('looking', [serviceError('unavailable')]));
    expect(
      rig.told.filter((line) => line.startsWith('warn')).map((line) => line.split(';')[0]),
    ).to.deep.equal(['warn AWS limits the rate of stopping tasks', 'warn AWS cannot be reached for looking']);
  });

  it('does not call a kind of call troubled for a definite no', async () => {
    const rig = new RepeaterRig();
    expect(await failureOf(rig.repeat('stopping tasks', [serviceError('denied')]))).to.have.property(
      'kind',
      'denied',
    );
    expect(rig.told).to.deep.equal([]);
  });

  it('stops repeating when the session ends', async () => {
    const rig = new RepeaterRig();
    const watched = watch(rig.repeat('stopping tasks', [DOWN, DOWN]));
    await rig.session.clock.advance(500);
    rig.end.abort();
    await rig.session.clock.advance(0);
    expect(watched.error).to.equal(DOWN);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('does not take calls that work for the end of trouble while others still wait', async () => {
    const rig = new RepeaterRig();
    const waiting = watch(rig.repeat('stopping tasks', [DOWN, DOWN]));
    await rig.session.clock.advance(0);
    for (let n = 0; n < 5; n++) await rig.repeat('stopping tasks', []);
    expect(rig.told.length).to.equal(1);
    await rig.session.clock.advance(10_000);
    expect(waiting.done).to.equal(true);
    expect(rig.told.slice(1)).to.deep.equal(['info AWS answers again: stopping tasks.']);
  });

  it('says that it works again when a later call does, where the one in trouble gave up', async () => {
    const rig = new RepeaterRig();
    const refused = [DOWN, serviceError('refused')];
    await settledWith(rig.session.clock, rig.repeat('stopping tasks', refused));
    expect(rig.told.length).to.equal(1);
    await rig.repeat('stopping tasks', []);
    expect(rig.told.at(-1)).to.equal('info AWS answers again: stopping tasks.');
  });
});
