import { expect } from 'chai';
import { ShutdownError } from '../../../spi/index.js';
import type { LogPageRequest, LogsApi } from '../../../src/aws/logs-api.js';
import { sessionEnd } from '../../../src/di/session-end.js';
import { PacedLogsApi } from '../../../src/logs/paced-logs-api.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { serviceError } from '../aws-builders.js';
import { watch } from '../settle-with.js';

const page = { lines: [], forward: 'f', backward: 'b' };

class PacedRig {
  readonly clock = new FakeClock();
  readonly end = sessionEnd();
  readonly sent: { readonly name: string; readonly at: number }[] = [];
  failure: Error | undefined;
  readonly logs: LogsApi = {
    createGroup: () => Promise.resolve('exists'),
    readPage: ({ name }) => {
      this.sent.push({ name, at: this.clock.now() });
      return this.failure === undefined ? Promise.resolve(page) : Promise.reject(this.failure);
    },
  };
  readonly paced = new PacedLogsApi(this.logs, this.clock, this.end.signal);

  request(name: string): LogPageRequest {
    return { group: '/g', name, fromHead: true };
  }

  /** A reader that asks for its next page as soon as it has one, so many times. */
  async reads(name: string, times: number): Promise<void> {
    for (let time = 0; time < times; time++)
      await this.paced.readPage(this.request(name)).catch(() => undefined);
  }

  countOf(name: string): number {
    return this.sent.filter((one) => one.name === name).length;
  }
}

describe(PacedLogsApi.name, () => {
  it('sends ten reads a second at most', async () => {
    const rig = new PacedRig();
    const all = Promise.all(Array.from({ length: 100 }, (_, n) => rig.reads(`r${n}`, 1)));
    for (let second = 1; second <= 10; second++) {
      await rig.clock.advance(1_000);
      expect(rig.sent.length).to.be.at.most(10 * (second + 1));
    }
    await all;
    const first = rig.sent[0]?.at ?? 0;
    for (let second = 1; second <= 9; second++) {
      const from = first + second * 1_000;
      expect(rig.sent.filter(({ at }) => at >= from && at < from + 1_000).length).to.be.at.most(10);
    }
  });

  it('gives every reader one page a round, however much one of them has to read', async () => {
    const rig = new PacedRig();
    const chatty = rig.reads('chatty', 1_000);
    await rig.clock.advance(5_000);
    const before = rig.countOf('chatty');
    const quiet = Promise.all(Array.from({ length: 9 }, (_, n) => rig.reads(`quiet ${n}`, 5)));
    await rig.clock.advance(5_000);
    await quiet;
    expect(rig.countOf('chatty') - before).to.be.within(4, 7);
    rig.end.abort();
    await chatty;
  });

  it('slows down where CloudWatch throttles, whoever’s read it hits, and recovers', async () => {
    const rig = new PacedRig();
    const reading = Promise.all(Array.from({ length: 20 }, (_, n) => rig.reads(`r${n}`, 100)));
    rig.failure = serviceError('throttled');
    await rig.clock.advance(10_000);
    const throttled = rig.sent.length;
    await rig.clock.advance(5_000);
    expect(rig.sent.length - throttled).to.be.below(25);
    rig.failure = undefined;
    await rig.clock.advance(60_000);
    const recovered = rig.sent.length;
    await rig.clock.advance(5_000);
    expect(rig.sent.length - recovered).to.be.within(48, 51);
    rig.end.abort();
    await reading;
  });

  it('lets nobody wait once the session is over, and leaves no timer', async () => {
    const rig = new PacedRig();
    const reads = Array.from({ length: 30 }, () => watch(rig.paced.readPage(rig.request('r'))));
    await settle();
    const read = reads.filter(({ done }) => done).length;
    rig.end.abort();
    await settle();
    expect(reads.filter(({ error }) => error instanceof ShutdownError).length).to.equal(30 - read);
    expect(read).to.be.at.most(10);
    expect(rig.clock.timers).to.equal(0);
  });

  it('does not hold a group up behind reads', async () => {
    const rig = new PacedRig();
    const reads = rig.reads('r', 100);
    expect(await rig.paced.createGroup('/g')).to.equal('exists');
    rig.end.abort();
    await reads;
  });
});
