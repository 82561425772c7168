import { expect } from 'chai';
import { ShutdownError } from '../../../spi/index.js';
import type { EcsInstance, EcsTaskSnapshot } from '../../../src/aws/ecs-api.js';
import { InstanceBook } from '../../../src/trace/instance-book.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, ecsInstance, ecsTask, endedTask, serviceError } from '../aws-builders.js';
import { watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

function runningOn(...arns: string[]): EcsTaskSnapshot[] {
  return arns.map((instanceArn) => ({ kind: 'found', task: ecsTask({ instanceArn }) }));
}

function endedOn(...arns: string[]): EcsTaskSnapshot[] {
  return arns.map((instanceArn) => ({ kind: 'found', task: endedTask(0, { instanceArn }) }));
}

function numbered(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, n) => `arn:${from + n}`);
}

describe(InstanceBook.name, () => {
  function rig(answer: (arns: readonly string[]) => Promise<readonly EcsInstance[]>) {
    const ecs = stubEcsApi();
    const session = fakeSession();
    const book = new InstanceBook(ecs, awsEcsConfig(), session);
    ecs.describeContainerInstances.callsFake((_, arns) => answer(arns));
    const asked = (): (readonly string[])[] => ecs.describeContainerInstances.args.map(([, arns]) => arns);
    return { book, clock: session.clock, logger: session.logger, asked };
  }
  const known = (arns: readonly string[]): Promise<readonly EcsInstance[]> =>
    Promise.resolve(arns.map((arn) => ecsInstance(arn)));

  it('knows the instance of an ended task as soon as it has looked', async () => {
    const { book, clock, asked } = rig(known);
    await book.look(endedOn('arn:1'));
    expect(book.of('arn:1')).to.deep.equal(ecsInstance('arn:1'));
    expect(asked()).to.deep.equal([['arn:1']]);
    expect(clock.timers).to.equal(0);
  });

  it('has nothing to ask where tasks have no instance yet, and knows nothing of none', async () => {
    const { book, clock, asked } = rig(known);
    await book.look([{ kind: 'missing' }, { kind: 'found', task: ecsTask() }]);
    await clock.advance(60_000);
    await book.look([{ kind: 'missing' }, { kind: 'found', task: endedTask(1) }]);
    expect([asked(), book.of(undefined), book.of('arn:1')]).to.deep.equal([[], undefined, undefined]);
  });

  it('lets the instances of running tasks gather, and asks for each once', async () => {
    const { book, clock, asked } = rig(known);
    await book.look(runningOn('arn:1', 'arn:1', 'arn:2'));
    await clock.advance(1_999);
    await book.look(runningOn('arn:3'));
    expect(asked()).to.deep.equal([]);
    await clock.advance(1);
    await book.look(runningOn('arn:1'));
    await settle();
    await clock.advance(60_000);
    await book.look([...runningOn('arn:1', 'arn:2', 'arn:3'), ...endedOn('arn:1')]);
    expect(asked()).to.deep.equal([['arn:1', 'arn:2', 'arn:3']]);
    expect(book.of('arn:3')).to.deep.equal(ecsInstance('arn:3'));
  });

  it('asks for a hundred together, at once when so many are new', async () => {
    const { book, asked } = rig(known);
    await book.look(runningOn(...numbered(99)));
    expect(asked()).to.deep.equal([]);
    await book.look(runningOn(...numbered(151, 99)));
    await settle();
    expect(asked().map(({ length }) => length)).to.deep.equal([100, 100, 50]);
  });

  it('holds no round up for tasks that run, and three seconds at most for those that ended', async () => {
    const hangs = new Deferred<readonly EcsInstance[]>();
    const { book, clock, asked } = rig(() => hangs.promise);
    await book.look(runningOn(...numbered(100)));
    const looked = watch(book.look(endedOn('arn:0')));
    await clock.advance(2_999);
    expect(looked.done).to.equal(false);
    await clock.advance(1);
    expect(looked.done).to.equal(true);
    hangs.resolve(numbered(100).map((arn) => ecsInstance(arn)));
    await settle();
    expect(book.of('arn:7')).to.deep.equal(ecsInstance('arn:7'));
    expect(asked().length).to.equal(1);
    expect(clock.timers).to.equal(0);
  });

  it('says once that it may not ask, and asks no more', async () => {
    const { book, clock, logger, asked } = rig(() => Promise.reject(serviceError('denied', 'not you')));
    await book.look(endedOn('arn:1'));
    await clock.advance(600_000);
    await book.look(endedOn('arn:1', 'arn:2'));
    expect(asked().length).to.equal(1);
    expect(logger.messages('warn')).to.have.length(1);
    expect(logger.messages('warn')[0]).to.match(/not you.*Allow ecs:DescribeContainerInstances/);
  });

  it('tries again after an outage, at growing distances, and silently', async () => {
    const { book, clock, logger, asked } = rig(() => Promise.reject(serviceError('unavailable')));
    for (let second = 0; second < 300; second++) {
      await book.look(endedOn('arn:1'));
      await clock.advance(1_000);
    }
    // After 0, 5, 15, 35, 75, 135, 195 and 255 seconds.
    expect(asked().length).to.equal(8);
    expect(logger.entries).to.deep.equal([]);
  });

  it('forgets nothing in an outage, and starts over with short pauses after it', async () => {
    let down = true;
    const { book, clock, asked } = rig((arns) =>
      down ? Promise.reject(serviceError('throttled')) : known(arns),
    );
    await book.look(endedOn('arn:1'));
    await clock.advance(5_000);
    down = false;
    await book.look(runningOn('arn:2'));
    await settle();
    expect(asked()).to.deep.equal([['arn:1'], ['arn:1', 'arn:2']]);
    expect(book.of('arn:1')).to.deep.equal(ecsInstance('arn:1'));
    down = true;
    await book.look(endedOn('arn:3'));
    await clock.advance(5_000);
    await book.look(endedOn('arn:3'));
    expect(asked().length).to.equal(4);
  });

  for (const [title, answer] of [
    ['does not know', () => Promise.resolve([])],
    ['refuses to tell of', () => Promise.reject(serviceError('refused'))],
  ] as const) {
    it(`asks three times for an instance that ECS ${title}`, async () => {
      const { book, clock, asked } = rig(answer);
      for (let round = 0; round < 10; round++) {
        await book.look(endedOn('arn:1'));
        await clock.advance(60_000);
      }
      expect(asked()).to.deep.equal([['arn:1'], ['arn:1'], ['arn:1']]);
      expect(book.of('arn:1')).to.equal(undefined);
    });
  }

  it('lets a session end while it asks', async () => {
    const { book, logger } = rig(() => Promise.reject(new ShutdownError('over', { code: 'SHUT_DOWN' })));
    await book.look(endedOn('arn:1'));
    expect([book.of('arn:1'), logger.entries]).to.deep.equal([undefined, []]);
  });

  it('remembers ten thousand instances, the last seen', async () => {
    const { book } = rig(known);
    await book.look(endedOn(...numbered(5_000)));
    await book.look(endedOn(...numbered(5_001, 5_000)));
    expect(book.of('arn:0')).to.equal(undefined);
    expect(book.of('arn:10000')).to.deep.equal(ecsInstance('arn:10000'));
  });
});
