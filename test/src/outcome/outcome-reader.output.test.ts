import { expect } from 'chai';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { OutcomeReader } from '../../../src/outcome/outcome-reader.js';
import { watch } from '../settle-with.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask, endedTask, serviceError, TASK_ARN } from '../aws-builders.js';
import { OutcomeReaderRig } from '../outcome-reader-over.js';
import { stubWorkDirApi } from '../stub-ports.js';

const TASK = taskRun();
const INSTANCE = 'arn:aws:ecs:us-east-1:123456789012:container-instance/nextflow-cluster/1';
const STREAM = 'nf/main/0123456789abcdef in the log group /aws/ecs/nextflow';
const failed = endedTask(1, { instanceArn: INSTANCE, startedAt: 1 });

function printing(config: Partial<AwsEcsConfig>, ...texts: string[]): OutcomeReaderRig {
  const rig = new OutcomeReaderRig({ config });
  const lines = texts.map((text, time) => ({ time, text }));
  rig.logs.readPage.callsFake(({ token = 'b' }) =>
    Promise.resolve({ lines: token === 'b' ? lines : [], forward: 'f', backward: 'b/0' }),
  );
  return rig;
}

describe(`${OutcomeReader.name}, the output of a task`, () => {
  it('is in the outcome of one that failed and left no exit file', async () => {
    const rig = printing({}, 'a', 'b');
    const outcome = await rig.reader.outcomeOf(TASK, failed, { killed: false });
    expect(outcome).to.deep.include({ kind: 'failed', exitStatus: 1, logTail: ['a', 'b'] });
    expect(rig.logs.readPage.args[0]?.[0]).to.include({ name: 'nf/main/0123456789abcdef', limit: 50 });
  });

  it('is read of a task that ECS has forgotten, by what was seen of it last', async () => {
    const rig = printing({}, 'a');
    const lastSeen = ecsTask({ instanceArn: INSTANCE, startedAt: 1 });
    const outcome = await rig.reader.outcomeOf(TASK, undefined, { killed: false, lastSeen });
    expect(outcome).to.deep.include({ kind: 'lost', logTail: ['a'] });
  });

  it('is left alone where the task succeeded, was killed, left an exit file or never started', async () => {
    const workDir = stubWorkDirApi({ [`${TASK.workDir}/.exitcode`]: '1' });
    const rig = new OutcomeReaderRig({ workDir });
    await rig.reader.outcomeOf(TASK, endedTask(0), { killed: false });
    await rig.reader.outcomeOf(TASK, failed, { killed: true });
    await rig.reader.outcomeOf(TASK, failed, { killed: false });
    const unstarted = endedTask(undefined, {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: manifest unknown',
    });
    await rig.reader.outcomeOf(TASK, unstarted, { killed: false });
    expect(rig.logs.readPage.callCount).to.equal(0);
  });

  it('keeps no verdict waiting for longer than ten seconds, nor more than ten', async () => {
    const rig = new OutcomeReaderRig();
    rig.logs.readPage.callsFake(() => new Promise(() => undefined));
    const verdicts = Array.from({ length: 200 }, () =>
      watch(rig.reader.outcomeOf(taskRun(), failed, { killed: false })),
    );
    await rig.session.clock.advance(9_999);
    expect(verdicts.filter(({ done }) => done).length).to.equal(190);
    await rig.session.clock.advance(1);
    expect(verdicts.every(({ done, value }) => done && value?.kind === 'failed')).to.equal(true);
    expect(verdicts[0]?.value).not.to.have.property('logTail');
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('is missing where it cannot be read, and the verdict is the same', async () => {
    const rig = new OutcomeReaderRig();
    rig.logs.readPage.rejects(serviceError('denied'));
    const outcome = await rig.reader.outcomeOf(TASK, failed, { killed: false });
    expect(outcome).to.include({ kind: 'failed', exitStatus: 1 }).and.not.have.property('logTail');
    expect(rig.session.logger.entries).to.deep.equal([]);
  });
});

describe(`${OutcomeReader.name}, a mount that failed`, () => {
  for (const [fusionPrivileged, advice] of [
    [false, /^Set fusion\.privileged = true/],
    [true, /^Use other instances/],
  ] as const) {
    it(`is advised on by fusion.privileged = ${String(fusionPrivileged)}`, async () => {
      const rig = printing({ fusionPrivileged }, 'fusermount: mount failed: Operation not permitted');
      const outcome = await rig.reader.outcomeOf(TASK, failed, { killed: false });
      expect(outcome?.evidence['code']).to.equal('FUSION_MOUNT_FAILED');
      expect(outcome?.advice).to.match(advice);
    });
  }
});

describe(`${OutcomeReader.name}, where to look further`, () => {
  it('tells of every end but success, of tasks that had an instance', async () => {
    const rig = new OutcomeReaderRig();
    const of = async (...ask: Parameters<OutcomeReader['outcomeOf']>): Promise<unknown> =>
      (await rig.reader.outcomeOf(...ask))?.seeAlso;
    const stream = [{ what: 'Log stream', where: STREAM }];
    expect(await of(TASK, failed, { killed: false })).to.deep.equal(stream);
    expect(await of(TASK, failed, { killed: true })).to.deep.equal(stream);
    const lastSeen = ecsTask({ instanceArn: INSTANCE });
    expect(await of(TASK, undefined, { killed: false, lastSeen })).to.deep.equal(stream);
    expect(await of(TASK, { ...failed, ...endedTask(0) }, { killed: false })).to.equal(undefined);
    expect(
      await of(TASK, endedTask(undefined, { stopCode: 'TaskFailedToStart' }), { killed: false }),
    ).to.equal(undefined);
    expect(await of(TASK, undefined, { killed: false })).to.equal(undefined);
  });

  it('tells no log of a container that never began, which had an instance', async () => {
    const rig = new OutcomeReaderRig();
    const stop = {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotPullContainerError: manifest unknown',
    };
    const unstarted = endedTask(undefined, { ...stop, instanceArn: INSTANCE });
    const onLocal = await rig.reader.outcomeOf(TASK, unstarted, { killed: false });
    expect(onLocal).to.not.have.property('seeAlso');
    rig.ground.isLocal = false;
    const outcome = await rig.reader.outcomeOf(TASK, unstarted, { killed: false });
    expect(outcome?.seeAlso?.map(({ what }) => what)).to.deep.equal(['Task']);
  });

  it('tells the pages of the console where it was AWS that ran it', async () => {
    const rig = new OutcomeReaderRig();
    rig.ground.isLocal = false;
    const outcome = await rig.reader.outcomeOf(TASK, failed, { killed: false });
    expect(outcome?.seeAlso?.map(({ what }) => what)).to.deep.equal(['Log stream', 'Console', 'Task']);
    expect(outcome?.seeAlso?.[2]?.where).to.include(TASK_ARN.split('/').at(-1));
  });
});
