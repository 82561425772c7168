import { expect } from 'chai';
import { SubmitError } from '../../../spi/index.js';
import { Takeover } from '../../../src/recovery/takeover.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, serviceError } from '../aws-builders.js';
import { failureOf, settledWith, watch } from '../settle-with.js';
import { RecoveryRig, submitted } from './recovery-rig.js';

const TASK = taskRun({ resumes: true });
const RECORD = `${TASK.workDir}/.command.awsecs`;
const WANTED = new AbortController().signal;
const BASE = { cpu: '256', memory: '512' };

describe(Takeover.name, () => {
  it('takes over the task that runs for the attempt', async () => {
    const rig = new RecoveryRig();
    const own = submitted(TASK, 0);
    rig.runs(own);
    expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'runs', task: own });
    expect(rig.session.logger.messages('debug')).to.deep.equal([
      'Task HELLO (1) is on ECS as arn:1:0: it is taken over.',
    ]);
    expect(rig.workDir.readText.args).to.deep.equal([[RECORD]]);
    expect([rig.workDir.writeText.callCount, rig.ecs.stopTask.callCount]).to.deep.equal([0, 0]);
  });

  for (const [n, files] of [
    [0, {}],
    [3, { [RECORD]: '{"n":3}' }],
  ] as const) {
    it(`goes on with try ${n} where none runs and the record says so`, async () => {
      const rig = new RecoveryRig(files);
      expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'try', n });
      expect(rig.workDir.writeText.callCount).to.equal(0);
    });
  }

  it('stops what a try before the recorded one has left, and goes on with the recorded one', async () => {
    const rig = new RecoveryRig({ [RECORD]: '{"n":1}' });
    rig.runs(submitted(TASK, 0));
    expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'try', n: 1 });
    expect(rig.ecs.stopTask.args).to.deep.equal([
      [CLUSTER_ARN, 'arn:1:0', 'Started with other resources than asked; submitted again'],
    ]);
  });

  it('stops it also beside the task of the recorded try', async () => {
    const rig = new RecoveryRig({ [RECORD]: '{"n":1}' });
    const own = submitted(TASK, 1);
    rig.runs(submitted(TASK, 0), own);
    expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'runs', task: own });
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:1:0']);
  });

  it('takes over one of two with the same number and stops the other', async () => {
    const rig = new RecoveryRig();
    const [first, second] = [submitted(TASK, 0), submitted(TASK, 0, { arn: 'arn:twin' })];
    rig.runs(first, second);
    expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'runs', task: first });
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:twin']);
  });

  it('goes by what runs where the record of it may not be read', async () => {
    const rig = new RecoveryRig();
    const own = submitted(TASK, 2);
    rig.runs(own);
    rig.workDir.readText.rejects(serviceError('denied', 'Access Denied', 'AccessDenied'));
    expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'runs', task: own });
  });

  it('notes the next try before it stops a task without its resources that nobody had seen to', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0, BASE));
    expect(await rig.takeover.of(TASK, CLUSTER_ARN, WANTED)).to.deep.equal({ kind: 'try', n: 1 });
    expect(rig.workDir.writeText.args).to.deep.equal([[RECORD, '{"n":1}']]);
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:1:0']);
    expect(rig.workDir.writeText.calledBefore(rig.ecs.stopTask)).to.equal(true);
  });

  it('leaves a task with as little as it asks for', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0, BASE));
    const small = { ...TASK, directives: { cpus: 0.25, memory: 512 * 1024 * 1024, others: {} } };
    expect(await rig.takeover.of(small, CLUSTER_ARN, WANTED)).to.include({ kind: 'runs' });
    const wrong = { ...TASK, directives: { cpus: -1, others: {} } };
    expect(await rig.takeover.of(wrong, CLUSTER_ARN, WANTED)).to.include({ kind: 'runs' });
  });

  it('stops a misfit of a task that is killed while the next try cannot be noted', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0, BASE));
    rig.workDir.writeText.rejects(serviceError('unavailable'));
    const kill = new AbortController();
    const found = watch(rig.takeover.of(TASK, CLUSTER_ARN, kill.signal));
    await rig.session.clock.advance(60_000);
    expect([rig.ecs.stopTask.callCount, found.done]).to.deep.equal([0, false]);
    kill.abort();
    await rig.session.clock.advance(0);
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:1:0']);
    expect(found.value).to.deep.equal({ kind: 'try', n: 1 });
  });

  it('stops a misfit where the next try may not be noted', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0, BASE));
    rig.workDir.writeText.rejects(serviceError('denied', 'not yours'));
    const error = await failureOf(rig.takeover.of(TASK, CLUSTER_ARN, WANTED));
    expect(error).to.include({ awsMessage: 'not yours' });
    expect(rig.ecs.stopTask.args.map(([, arn]) => arn)).to.deep.equal(['arn:1:0']);
  });

  it('submits nothing beside a misfit that is not stopped', async () => {
    const rig = new RecoveryRig({ [RECORD]: '{"n":1}' });
    rig.runs(submitted(TASK, 0));
    rig.ecs.stopTask.rejects(serviceError('denied', 'not yours to stop'));
    const error = await failureOf(rig.takeover.of(TASK, CLUSTER_ARN, WANTED));
    expect(error).to.be.instanceOf(SubmitError).and.include({ code: 'STOP_FAILED', uncertain: true });
  });

  it('waits while the record cannot be read', async () => {
    const rig = new RecoveryRig({ [RECORD]: '{"n":1}' });
    rig.workDir.readText.onCall(0).rejects(serviceError('unavailable'));
    const { value } = await settledWith(
      rig.session.clock,
      rig.takeover.of(TASK, CLUSTER_ARN, WANTED),
      60_000,
    );
    expect(value).to.deep.equal({ kind: 'try', n: 1 });
  });

  for (const text of ['', '{"n":"1"}', '{"n":-1}', 'n: 1']) {
    it(`submits nothing where the record says '${text}'`, async () => {
      const rig = new RecoveryRig({ [RECORD]: text });
      const error = await failureOf(rig.takeover.of(TASK, CLUSTER_ARN, WANTED));
      expect(error).to.be.instanceOf(SubmitError).and.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
      expect((error as Error).message).to.include(RECORD);
    });
  }
});
