import { expect } from 'chai';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { sessionEnd } from '../../../src/di/session-end.js';
import { LogTails } from '../../../src/logs/log-tails.js';
import { fakeSession } from '../../support/fake-session.js';
import { settle } from '../../support/fake-clock.js';
import { awsEcsConfig, serviceError, TASK_ARN } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { stubLogsApi } from '../stub-ports.js';
import { PagedStream } from './paged-stream.js';

class TailRig {
  readonly session = fakeSession();
  readonly logs = stubLogsApi();
  readonly end = sessionEnd();
  readonly tails = new LogTails(this.logs, awsEcsConfig({ logsGroup: '/mine' }), this.session, this.end);

  tail(): Promise<readonly string[] | undefined> {
    return this.tails.tailOf(TASK_ARN, 50, 10_000);
  }
}

/** A read that never comes back. */
const silence = (): Promise<never> => new Promise(() => undefined);

describe(LogTails.name, () => {
  it('reads the last lines of the task’s own stream and leaves no timer', async () => {
    const rig = new TailRig();
    const stream = new PagedStream();
    stream.add('a', 'b', 'c');
    rig.logs.readPage.callsFake(stream.read);
    expect(await rig.tails.tailOf(TASK_ARN, 2, 10_000)).to.deep.equal(['b', 'c']);
    expect(stream.requests[0]).to.include({ group: '/mine', name: 'nf/main/0123456789abcdef' });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('is empty where the task printed nothing', async () => {
    expect(await new TailRig().tail()).to.deep.equal([]);
  });

  it('goes without after its patience, and asks nothing more then', async () => {
    const rig = new TailRig();
    rig.logs.readPage.callsFake(() => Promise.reject(serviceError('throttled')));
    const tail = watch(rig.tail());
    await rig.session.clock.advance(9_999);
    expect(tail.done).to.equal(false);
    await rig.session.clock.advance(1);
    expect(tail).to.deep.equal({ done: true, value: undefined });
    const asked = rig.logs.readPage.callCount;
    expect(asked).to.be.greaterThan(2);
    await rig.session.clock.advance(60_000);
    expect(rig.logs.readPage.callCount).to.equal(asked);
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('goes without while ten others wait for theirs, and not when one of them is through', async () => {
    const rig = new TailRig();
    rig.logs.readPage.callsFake(silence);
    const waiting = Array.from({ length: 10 }, () => watch(rig.tail()));
    expect(await rig.tail()).to.equal(undefined);
    expect(rig.logs.readPage.callCount).to.equal(10);
    await rig.session.clock.advance(10_000);
    expect(waiting.every(({ done }) => done)).to.equal(true);
    rig.logs.readPage.resolves(undefined);
    expect(await rig.tail()).to.deep.equal([]);
  });

  it('goes without where it may not read or there is no group, and says nothing', async () => {
    for (const failure of [
      serviceError('denied'),
      new AwsServiceError('logs:GetLogEvents', 'refused', 'ResourceNotFoundException', 'no log group'),
    ]) {
      const rig = new TailRig();
      rig.logs.readPage.rejects(failure);
      expect(await rig.tail()).to.equal(undefined);
      expect(rig.session.logger.entries).to.deep.equal([]);
    }
  });

  it('goes without once the session is over, and leaves no timer', async () => {
    const rig = new TailRig();
    rig.logs.readPage.rejects(serviceError('unavailable'));
    const tail = watch(rig.tail());
    await settle();
    rig.end.abort();
    await settle();
    expect(tail).to.deep.equal({ done: true, value: undefined });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('hides no fault of its own', async () => {
    const rig = new TailRig();
    rig.logs.readPage.rejects(new TypeError('bug'));
    expect(await failureOf(rig.tail())).to.be.instanceOf(TypeError);
  });
});
