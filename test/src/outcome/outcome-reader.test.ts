import { expect } from 'chai';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { OutcomeReader } from '../../../src/outcome/outcome-reader.js';
import type { CapacityBook } from '../../../src/placement/capacity-book.js';
import type { RecordingLogger } from '../../support/recording-logger.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask, endedTask, serviceError } from '../aws-builders.js';
import { OutcomeReaderRig } from '../outcome-reader-over.js';
import { failureOf } from '../settle-with.js';
import { stubWorkDirApi, type Stubbed } from '../stub-ports.js';
import type { WorkDirApi } from '../../../src/aws/work-dir-api.js';

const TASK = taskRun();
const EXIT_FILE = `${TASK.workDir}/.exitcode`;

function reader(workDir: Stubbed<WorkDirApi>): [OutcomeReader, RecordingLogger, CapacityBook] {
  const rig = new OutcomeReaderRig({ workDir, config: { maxSpotAttempts: 2 } });
  return [rig.reader, rig.session.logger, rig.capacity];
}

describe(OutcomeReader.name, () => {
  it('tells the others which provider a task was lost on for want of capacity, by ECS’s word before ours', async () => {
    const [outcomes, , capacity] = reader(stubWorkDirApi());
    const route = { provider: 'asked-for', providers: 2 };
    const failed = endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason: 'RESOURCE:MEMORY' });
    await outcomes.outcomeOf(TASK, failed, { killed: false, route });
    expect([...capacity.strained()]).to.deep.equal(['asked-for']);
    await outcomes.outcomeOf(TASK, { ...failed, capacityProvider: 'had' }, { killed: false, route });
    expect([...capacity.strained()]).to.deep.equal(['asked-for', 'had']);
  });

  it('tells nothing of a provider on which a task failed for another reason, nor of one of several', async () => {
    const [outcomes, , capacity] = reader(stubWorkDirApi());
    const route = { provider: 'asked-for', providers: 2 };
    const stop = { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: x' };
    await outcomes.outcomeOf(TASK, endedTask(undefined, stop), { killed: false, route });
    await outcomes.outcomeOf(TASK, endedTask(137), { killed: false, route });
    const full = endedTask(undefined, { ...stop, stoppedReason: 'RESOURCE:CPU' });
    await outcomes.outcomeOf(TASK, full, { killed: false, route: { provider: undefined, providers: 1 } });
    expect(capacity.strained().size).to.equal(0);
  });

  it('asks S3 for nothing where the task succeeded by ECS’s word, never started or was killed', async () => {
    const workDir = stubWorkDirApi();
    const [outcomes] = reader(workDir);
    expect((await outcomes.outcomeOf(TASK, endedTask(0), { killed: false }))?.kind).to.equal('completed');
    const unstarted = endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason: 'x' });
    expect((await outcomes.outcomeOf(TASK, unstarted, { killed: false }))?.kind).to.equal('failed-to-start');
    await outcomes.outcomeOf(TASK, endedTask(137), { killed: true });
    expect(workDir.readText.callCount).to.equal(0);
  });

  it('reads the exit file where the task failed, ECS has no status or no longer knows the task', async () => {
    const workDir = stubWorkDirApi({ [EXIT_FILE]: '3\n' });
    const [outcomes] = reader(workDir);
    expect(await outcomes.outcomeOf(TASK, endedTask(undefined), { killed: false })).to.include({
      kind: 'failed',
      exitStatus: 3,
    });
    expect(await outcomes.outcomeOf(TASK, undefined, { killed: false })).to.include({
      kind: 'failed',
      exitStatus: 3,
    });
    await outcomes.outcomeOf(TASK, endedTask(3), { killed: false });
    expect(workDir.readText.args).to.deep.equal([[EXIT_FILE], [EXIT_FILE], [EXIT_FILE]]);
  });

  it('calls a task lost that neither ECS nor the work dir knows the end of', async () => {
    const [outcomes] = reader(stubWorkDirApi());
    expect((await outcomes.outcomeOf(TASK, undefined, { killed: false }))?.kind).to.equal('lost');
  });

  it('gives no verdict yet while S3 cannot be read', async () => {
    const workDir = stubWorkDirApi();
    workDir.readText.rejects(serviceError('unavailable'));
    const [outcomes] = reader(workDir);
    expect(await outcomes.outcomeOf(TASK, undefined, { killed: false })).to.equal(undefined);
    expect(await outcomes.outcomeOf(TASK, endedTask(1), { killed: false })).to.equal(undefined);
    expect((await outcomes.outcomeOf(TASK, endedTask(0), { killed: false }))?.kind).to.equal('completed');
    expect((await outcomes.outcomeOf(TASK, undefined, { killed: true }))?.kind).to.equal('killed');
  });

  it('goes by what ECS says where S3 does not let it read: asking again would never end', async () => {
    const workDir = stubWorkDirApi();
    workDir.readText.rejects(new AwsServiceError('s3:GetObject', 'denied', 'AccessDenied', 'no'));
    const [outcomes, logger] = reader(workDir);
    expect((await outcomes.outcomeOf(TASK, undefined, { killed: false }))?.kind).to.equal('lost');
    expect(logger.messages('warn').length).to.equal(1);
  });

  it('never reports success for a killed task, and takes the free budget from the configuration', async () => {
    const [outcomes] = reader(stubWorkDirApi());
    expect((await outcomes.outcomeOf(TASK, endedTask(0), { killed: true }))?.kind).to.equal('killed');
    const spot = endedTask(137, { stopCode: 'SpotInterruption' });
    expect((await outcomes.outcomeOf(TASK, spot, { killed: false }))?.retry).to.deep.equal({
      class: 'free',
      budget: 'interruptions',
      max: 2,
    });
  });

  it('does not take a fault of its own for a work dir that cannot be read', async () => {
    const workDir = stubWorkDirApi();
    workDir.readText.rejects(new TypeError('bug'));
    const [outcomes, logger] = reader(workDir);
    expect(await failureOf(outcomes.outcomeOf(TASK, undefined, { killed: false }))).to.be.instanceOf(
      TypeError,
    );
    expect(logger.entries).to.deep.equal([]);
  });

  it('reads the exit file of an interrupted task, also where ECS has a status: the command may have been done', async () => {
    for (const [text, kind] of [
      ['0', 'completed'],
      ['143', 'interrupted'],
    ] as const) {
      const workDir = stubWorkDirApi({ [EXIT_FILE]: text });
      const [outcomes] = reader(workDir);
      const gone = endedTask(undefined, { stopCode: 'SpotInterruption' });
      expect((await outcomes.outcomeOf(TASK, gone, { killed: false }))?.kind).to.equal(kind);
      const drained = endedTask(0, { stopCode: 'TerminationNotice' });
      expect((await outcomes.outcomeOf(TASK, drained, { killed: false }))?.kind).to.equal(kind);
      expect(workDir.readText.callCount).to.equal(2);
    }
  });

  it('asks S3 for nothing where the container never started, also without a stop code', async () => {
    const workDir = stubWorkDirApi();
    const [outcomes] = reader(workDir);
    const unstarted = ecsTask({
      lastStatus: 'STOPPED',
      stoppedReason: 'CannotPullContainerError: manifest unknown',
    });
    expect((await outcomes.outcomeOf(TASK, unstarted, { killed: false }))?.kind).to.equal(
      'image-pull-failed',
    );
    expect(workDir.readText.callCount).to.equal(0);
  });
});
