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

  it('asks S3 for nothing where ECS knows the status or the container never started', async () => {
    const workDir = stubWorkDirApi();
    const [outcomes] = reader(workDir);
    expect((await outcomes.outcomeOf(TASK, endedTask(0), { killed: false }))?.kind).to.equal('completed');
    const unstarted = endedTask(undefined, { stopCode: 'TaskFailedToStart', stoppedReason: 'x' });
    expect((await outcomes.outcomeOf(TASK, unstarted, { killed: false }))?.kind).to.equal('failed-to-start');
    expect(workDir.readText.callCount).to.equal(0);
  });

  it('reads the exit file where ECS has no status, or no longer knows the task', async () => {
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
    expect(workDir.readText.args).to.deep.equal([[EXIT_FILE], [EXIT_FILE]]);
  });

  it('calls a task lost that neither ECS nor the work dir knows the end of', async () => {
    const [outcomes] = reader(stubWorkDirApi());
    expect((await outcomes.outcomeOf(TASK, undefined, { killed: false }))?.kind).to.equal('lost');
  });

  for (const kind of ['throttled', 'unavailable'] as const) {
    it(`gives no verdict yet while S3 is ${kind}`, async () => {
      const workDir = stubWorkDirApi();
      workDir.readText.rejects(serviceError(kind));
      const [outcomes, logger] = reader(workDir);
      expect(await outcomes.outcomeOf(TASK, undefined, { killed: false })).to.equal(undefined);
      expect(logger.messages('warn')[0]).to.match(
        /^Exit files in the work dir cannot be read: .* wait until they can be\.$/,
      );
    });
  }

  it('gives no verdict yet while credentials have expired', async () => {
    const workDir = stubWorkDirApi();
    workDir.readText.rejects(new AwsServiceError('s3:GetObject', 'denied', 'ExpiredToken', 'expired'));
    const [outcomes] = reader(workDir);
    expect(await outcomes.outcomeOf(TASK, undefined, { killed: false })).to.equal(undefined);
  });

  // S3 answers 403 for an object that is not there where the caller may not list the bucket.
  for (const [kind, code] of [
    ['denied', 'AccessDenied'],
    ['refused', 'NoSuchBucket'],
  ] as const) {
    it(`goes by what ECS says where S3 answers ${code}: asking again would never end`, async () => {
      const workDir = stubWorkDirApi();
      workDir.readText.rejects(new AwsServiceError('s3:GetObject', kind, code, 'no'));
      const [outcomes, logger] = reader(workDir);
      expect((await outcomes.outcomeOf(TASK, undefined, { killed: false }))?.kind).to.equal('lost');
      expect(logger.messages('warn')[0])
        .to.include(EXIT_FILE)
        .and.include(code)
        .and.include('s3:GetObject and s3:ListBucket');
    });
  }

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

  it('says once a cause that exit files cannot be read, however many tasks wait, and anew when it comes back', async () => {
    const workDir = stubWorkDirApi({ [EXIT_FILE]: '0' });
    const works = workDir.readText;
    const [outcomes, logger] = reader(workDir);
    const ask = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n++) await outcomes.outcomeOf(taskRun(), undefined, { killed: false });
    };
    workDir.readText = stubWorkDirApi().readText.rejects(serviceError('throttled'));
    await ask(50);
    expect(logger.messages('warn').length).to.equal(1);
    workDir.readText = stubWorkDirApi().readText.rejects(serviceError('unavailable'));
    await ask(50);
    expect(logger.messages('warn').length).to.equal(2);
    workDir.readText = works;
    await ask(1);
    workDir.readText = stubWorkDirApi().readText.rejects(serviceError('unavailable'));
    await ask(50);
    expect(logger.messages('warn').length).to.equal(3);
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
