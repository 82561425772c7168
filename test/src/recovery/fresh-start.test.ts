import { expect } from 'chai';
import { ShutdownError, SubmitError } from '../../../spi/index.js';
import { FreshStart } from '../../../src/recovery/fresh-start.js';
import { readSubmissionRecord, submissionRecord } from '../../../src/workdir/submission-record.js';
import { settle } from '../../support/fake-clock.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, serviceError } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { RecoveryRig, submitted } from './recovery-rig.js';

const TASK = taskRun({ anew: true });
const RECORD = `${TASK.workDir}/.command.awsecs`;
const DRAWN = 50_000_000;

describe(FreshStart.name, () => {
  function begin(rig: RecoveryRig, killed = new AbortController().signal): Promise<number> {
    return rig.freshStart.begin(TASK, CLUSTER_ARN, killed);
  }

  it('draws a try and notes it, whatever was noted before', async () => {
    const rig = new RecoveryRig({ [RECORD]: '{"n":3}' });
    expect(await begin(rig)).to.equal(DRAWN);
    expect(rig.workDir.writeText.args).to.deep.equal([[RECORD, `{"n":${DRAWN}}`]]);
    expect(rig.workDir.readText.callCount).to.equal(0);
  });

  for (const chance of [0, 0.999_999_999_9]) {
    it(`draws one that can be read again, and is none of a first submit (by chance ${chance})`, async () => {
      const rig = new RecoveryRig();
      rig.chance = chance;
      const n = await begin(rig);
      expect(n).to.be.within(1, 99_999_999);
      expect(readSubmissionRecord(submissionRecord(n))).to.equal(n);
    });
  }

  it('stops what runs for the work dir, once the try is noted', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0));
    expect(await begin(rig)).to.equal(DRAWN);
    expect(rig.ecs.stopTask.args).to.deep.equal([
      [CLUSTER_ARN, 'arn:1:0', 'Lost its work dir; submitted again'],
    ]);
    expect(rig.workDir.writeText.calledBefore(rig.ecs.stopTask)).to.equal(true);
  });

  it('goes beyond the try of what runs, so that nobody takes that for this attempt', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, DRAWN + 5), submitted(TASK, 1));
    expect(await begin(rig)).to.equal(DRAWN + 6);
    expect(rig.ecs.stopTask.callCount).to.equal(2);
  });

  it('submits nothing beside a task that is not stopped', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0));
    rig.ecs.stopTask.rejects(serviceError('denied', 'not yours to stop'));
    const error = await failureOf(begin(rig));
    expect(error).to.be.instanceOf(SubmitError).and.include({ code: 'STOP_FAILED', uncertain: true });
    expect((error as Error).message).to.match(
      /^Task HELLO \(1\) lost its work dir and could not be stopped: .*not yours to stop/,
    );
  });

  it('ends with a kill while the try is noted', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0));
    rig.workDir.writeText.returns(new Promise<void>(() => undefined));
    const kill = new AbortController();
    const begun = watch(begin(rig, kill.signal));
    await settle();
    expect([begun.done, rig.workDir.writeText.callCount]).to.deep.equal([false, 1]);
    kill.abort();
    await settle();
    expect(begun.error).to.be.instanceOf(ShutdownError);
    expect(rig.ecs.stopTask.callCount).to.equal(0);
  });
});
