import { expect } from 'chai';
import { ShutdownError, SubmitError } from '../../../spi/index.js';
import { SessionTasks } from '../../../src/recovery/session-tasks.js';
import { taskRun } from '../../support/task-run-builder.js';
import { CLUSTER_ARN, serviceError } from '../aws-builders.js';
import { failureOf, settledWith } from '../settle-with.js';
import { RecoveryRig, submitted } from './recovery-rig.js';

const TASK = taskRun();
const OTHER = taskRun({ id: 2 });

describe(SessionTasks.name, () => {
  it('finds the tasks of an attempt by the work dir in their tags', async () => {
    const rig = new RecoveryRig();
    const [own, twin, other] = [submitted(TASK, 0), submitted(TASK, 1), submitted(OTHER, 0)];
    rig.runs(own, other, twin, { ...submitted(taskRun({ id: 3 }), 0), tags: {} });
    expect(await rig.tasks.of(TASK, CLUSTER_ARN)).to.deep.equal([own, twin]);
    expect(await rig.tasks.of(OTHER, CLUSTER_ARN)).to.deep.equal([other]);
    expect(await rig.tasks.of(taskRun({ id: 4 }), CLUSTER_ARN)).to.deep.equal([]);
  });

  it('finds them where the work dir is longer than a tag', async () => {
    const rig = new RecoveryRig();
    const workDir = `s3://my-bucket/${'deep/'.repeat(80)}ab/cdef`;
    const tags = { 'nextflow.io/workDir': workDir.slice(-256), 'nextflow.io/n': '0' };
    rig.runs(submitted(TASK, 0, { tags }));
    expect(await rig.tasks.of(taskRun({ workDir }), CLUSTER_ARN)).to.have.length(1);
  });

  it('lists those of the session alone, once, however many are looked for at a time', async () => {
    const rig = new RecoveryRig();
    rig.runs(submitted(TASK, 0));
    await Promise.all([TASK, OTHER, TASK].map((task) => rig.tasks.of(task, CLUSTER_ARN)));
    await rig.tasks.of(TASK, CLUSTER_ARN);
    expect(rig.ecs.listTasks.args).to.deep.equal([
      [CLUSTER_ARN, { startedBy: `nf-${rig.session.id}` }, undefined],
    ]);
    expect(rig.ecs.taggedTasks.callCount).to.equal(1);
  });

  it('asks of 10,000 tasks by 100 lists and 100 looks', async () => {
    const rig = new RecoveryRig();
    const all = Array.from({ length: 10_000 }, (_, id) => submitted(taskRun({ id }), 0));
    rig.ecs.listTasks.callsFake((_cluster, _filter, from = '0') => {
      const at = Number(from);
      const arns = all.slice(at, at + 100).map(({ arn }) => arn);
      return Promise.resolve({ arns, ...(at + 100 < all.length && { next: String(at + 100) }) });
    });
    const byArn = new Map(all.map((task) => [task.arn, task]));
    rig.ecs.taggedTasks.callsFake((_cluster, arns) => Promise.resolve(arns.map((arn) => byArn.get(arn)!)));
    const found = await Promise.all(
      all.map((_, id) =>
        rig.takeover.of(taskRun({ id, resumes: true }), CLUSTER_ARN, new AbortController().signal),
      ),
    );
    expect(new Set(found.map((left) => (left.kind === 'runs' ? left.task.arn : ''))).size).to.equal(10_000);
    expect([rig.ecs.listTasks.callCount, rig.ecs.taggedTasks.callCount]).to.deep.equal([100, 100]);
  });

  it('asks ECS about no task where it lists none', async () => {
    const rig = new RecoveryRig();
    expect(await rig.tasks.of(TASK, CLUSTER_ARN)).to.deep.equal([]);
    expect(rig.ecs.taggedTasks.callCount).to.equal(0);
  });

  it('is patient with ECS, page by page, and loses none that was listed already', async () => {
    const rig = new RecoveryRig();
    const [own, other] = [submitted(TASK, 0), submitted(OTHER, 0)];
    rig.ecs.listTasks.onCall(0).resolves({ arns: [own.arn], next: 'two' });
    rig.ecs.listTasks.onCall(1).rejects(serviceError('throttled'));
    rig.ecs.listTasks.onCall(2).rejects(serviceError('unavailable'));
    rig.ecs.listTasks.onCall(3).resolves({ arns: [other.arn] });
    rig.ecs.taggedTasks.onCall(0).rejects(serviceError('unavailable'));
    rig.ecs.taggedTasks.onCall(1).resolves([own]);
    rig.ecs.taggedTasks.onCall(2).resolves([other]);
    const { value } = await settledWith(rig.session.clock, rig.tasks.of(OTHER, CLUSTER_ARN), 600_000);
    expect(value).to.deep.equal([other]);
    expect(await rig.tasks.of(TASK, CLUSTER_ARN)).to.deep.equal([own]);
    expect(rig.ecs.listTasks.args.map(([, , from]) => from)).to.deep.equal([undefined, 'two', 'two', 'two']);
  });

  it('says that a task may run unseen where ECS cannot be asked, and asks again for the next', async () => {
    const rig = new RecoveryRig();
    rig.ecs.listTasks.rejects(serviceError('unavailable', 'no answer'));
    const { error } = await settledWith(rig.session.clock, rig.tasks.of(TASK, CLUSTER_ARN), 3_600_000);
    expect(error).to.be.instanceOf(SubmitError).and.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
    expect((error as Error).message)
      .to.include('Task HELLO (1) may run on ECS unseen')
      .and.include('(ServerException: no answer)')
      .and.include(`aws ecs list-tasks --cluster ${CLUSTER_ARN} --started-by nf-${rig.session.id}`);
    rig.runs(submitted(OTHER, 0));
    expect(await rig.tasks.of(OTHER, CLUSTER_ARN)).to.have.length(1);
    expect(rig.session.clock.timers).to.equal(0);
  });

  for (const [name, failure] of [
    ['the session is over', new ShutdownError('The session is over', { code: 'SHUT_DOWN' })],
    ['credentials have expired', serviceError('denied', 'expired', 'ExpiredTokenException')],
  ] as const) {
    it(`submits nothing anew where ${name}`, async () => {
      const rig = new RecoveryRig();
      rig.ecs.listTasks.rejects(failure);
      expect(await failureOf(rig.tasks.of(TASK, CLUSTER_ARN))).to.include({ code: 'SUBMIT_UNCERTAIN' });
    });
  }

  it('goes by client tokens where it may not list, and says once what that means', async () => {
    const rig = new RecoveryRig();
    rig.ecs.listTasks.rejects(serviceError('denied', 'not yours'));
    expect(await rig.tasks.of(TASK, CLUSTER_ARN)).to.deep.equal([]);
    expect(await rig.tasks.of(OTHER, CLUSTER_ARN)).to.deep.equal([]);
    expect(rig.session.logger.messages('warn')).to.have.length(1);
    expect(rig.session.logger.messages('warn')[0])
      .to.include('is not allowed (not yours)')
      .and.include('24 hours');
  });

  it('takes no defect of ours for an answer of ECS', async () => {
    const rig = new RecoveryRig();
    const defect = new TypeError('a defect');
    rig.ecs.listTasks.rejects(defect);
    expect(await failureOf(rig.tasks.of(TASK, CLUSTER_ARN))).to.equal(defect);
  });
});
