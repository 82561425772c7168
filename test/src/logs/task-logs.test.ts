import { expect } from 'chai';
import type { TaskLog } from '../../../spi/index.js';
import { TaskEnds } from '../../../src/logs/task-ends.js';
import { TaskLogs } from '../../../src/logs/task-logs.js';
import { settle } from '../../support/fake-clock.js';
import { fakeSession } from '../../support/fake-session.js';
import { awsEcsConfig, callRepeater, ecsTask, endedTask, serviceError, TASK_ARN } from '../aws-builders.js';
import { watch } from '../settle-with.js';
import { stubEcsApi, stubLogsApi } from '../stub-ports.js';
import { PagedStream } from './paged-stream.js';

class LogsRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly logs = stubLogsApi();
  readonly stream = new PagedStream();
  readonly log: TaskLog;

  constructor() {
    const config = awsEcsConfig({ logsGroup: '/mine' });
    const calls = callRepeater(this.session);
    const { clock } = this.session;
    this.log = new TaskLogs(
      this.logs,
      new TaskEnds(this.ecs, config, calls, clock),
      config,
      calls,
      clock,
    ).open(TASK_ARN);
    this.logs.readPage.callsFake(this.stream.read);
    this.runs();
  }

  runs(): void {
    this.ecs.describeTasks.resolves(new Map([[TASK_ARN, { kind: 'found', task: ecsTask() }]]));
  }

  ends(): void {
    this.ecs.describeTasks.resolves(new Map([[TASK_ARN, { kind: 'found', task: endedTask(0) }]]));
  }

  /** Reads until there is no more for now. */
  async rest(): Promise<[texts: string[], state: string]> {
    const texts: string[] = [];
    for (let read = 0; read < 50; read++) {
      const { lines, state } = await this.log.read();
      texts.push(...lines.map(({ text }) => text));
      if (state !== 'more') return [texts, state];
    }
    return expect.fail('there was always more');
  }
}

describe(TaskLogs.name, () => {
  it('makes no call before the first read, and tells where the log is', async () => {
    const rig = new LogsRig();
    await settle();
    expect(rig.logs.readPage.callCount + rig.ecs.describeTasks.callCount).to.equal(0);
    expect(rig.log.place).to.equal('nf/main/0123456789abcdef in the log group /mine');
  });

  it('reads what a running task has printed and waits for more, then to the end of the task', async () => {
    const rig = new LogsRig();
    rig.stream.add('a', 'b', 'c');
    expect(await rig.rest()).to.deep.equal([['a', 'b', 'c'], 'waiting']);
    rig.stream.add('d');
    expect(await rig.rest()).to.deep.equal([['d'], 'waiting']);
    rig.stream.add('e');
    rig.ends();
    await rig.session.clock.advance(5_000);
    expect(await rig.rest()).to.deep.equal([['e'], 'ended']);
  });

  it('does not end before what was printed last is read, though the task ends while its log is read', async () => {
    const rig = new LogsRig();
    rig.stream.add('a');
    await rig.rest();
    rig.ends();
    rig.stream.add('last');
    expect((await rig.rest())[1]).to.equal('waiting');
    await rig.session.clock.advance(5_000);
    rig.stream.add('very last');
    expect(await rig.rest()).to.deep.equal([['very last'], 'ended']);
  });

  it('waits for a task that has printed nothing yet, and ends with one that never did', async () => {
    const rig = new LogsRig();
    rig.logs.readPage.resolves(undefined);
    expect(await rig.log.read()).to.deep.equal({ lines: [], state: 'waiting' });
    await rig.session.clock.advance(5_000);
    rig.ecs.describeTasks.resolves(new Map([[TASK_ARN, { kind: 'missing' }]]));
    expect(await rig.log.read()).to.deep.equal({ lines: [], state: 'ended' });
  });

  it('reads one page at a time, also for one who asks for several at once', async () => {
    const rig = new LogsRig();
    rig.stream.add('a', 'b', 'c');
    let open = 0;
    rig.logs.readPage.callsFake(async (request) => {
      open += 1;
      expect(open).to.equal(1);
      await settle();
      open -= 1;
      return rig.stream.read(request);
    });
    const parts = await Promise.all(Array.from({ length: 4 }, () => rig.log.read()));
    expect(parts.flatMap(({ lines }) => lines.map(({ text }) => text))).to.deep.equal(['a', 'b', 'c']);
  });

  it('asks again while CloudWatch does not answer, and fails where it does not for six seconds, losing no line', async () => {
    const rig = new LogsRig();
    rig.stream.add('a');
    rig.logs.readPage.callsFake(() => Promise.reject(serviceError('unavailable')));
    const read = watch(rig.log.read());
    await rig.session.clock.advance(2_000);
    expect(read.done).to.equal(false);
    await rig.session.clock.advance(4_000);
    expect(read.error).to.include({ kind: 'unavailable', recoverable: true });
    rig.logs.readPage.callsFake(rig.stream.read);
    expect((await rig.rest())[0]).to.deep.equal(['a']);
  });

  it('fails at once where it may not read, and says what to allow', async () => {
    const rig = new LogsRig();
    rig.logs.readPage.rejects(serviceError('denied'));
    const read = watch(rig.log.read());
    await settle();
    expect(read.error).to.include({ kind: 'denied', recoverable: false });
  });
});
