import { expect } from 'chai';
import { ShutdownError, SubmitError } from '../../../spi/index.js';
import type { TaggedTask } from '../../../src/aws/ecs-api.js';
import { Adoption } from '../../../src/recovery/adoption.js';
import { SessionTasks } from '../../../src/recovery/session-tasks.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { callRepeater, ecsTask, serviceError, taskPlan } from '../aws-builders.js';
import { failureOf, settledWith } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

const PLAN = taskPlan();

class AdoptionRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  private readonly calls = callRepeater(this.session);
  readonly adoption = new Adoption(
    this.ecs,
    this.calls,
    new SessionTasks(this.ecs, this.calls, this.session),
    this.session,
  );
}

function tagged(arn: string, workDir: string, n: string): TaggedTask {
  return { ...ecsTask({ arn }), tags: { 'nextflow.io/workDir': workDir, 'nextflow.io/n': n, more: 'x' } };
}

describe(Adoption.name, () => {
  const { workDir } = taskRun();

  it('takes the holder whose tags show this work dir and this try', async () => {
    const rig = new AdoptionRig();
    const strangers = [tagged('arn:1', `${workDir}x`, '2'), tagged('arn:2', workDir, '1')];
    rig.ecs.taggedTasks.resolves([...strangers, tagged('arn:3', workDir, '2')]);
    expect((await rig.adoption.adopt(PLAN, ['arn:1', 'arn:2', 'arn:3'], 2))?.arn).to.equal('arn:3');
    expect(rig.ecs.taggedTasks.args).to.deep.equal([[PLAN.clusterArn, ['arn:1', 'arn:2', 'arn:3']]]);
    expect(rig.session.logger.messages('debug')).to.deep.equal([
      'Task HELLO (1) is on ECS as arn:3: it was submitted before.',
    ]);
  });

  it('takes a long work dir by the end that its tag holds', async () => {
    const rig = new AdoptionRig();
    const long = `s3://my-bucket/${'d/'.repeat(200)}ab/cdef`;
    const plan = taskPlan({ task: taskRun({ workDir: long }) });
    rig.ecs.taggedTasks.resolves([tagged('arn:1', long.slice(-256), '0')]);
    expect((await rig.adoption.adopt(plan, ['arn:1'], 0))?.arn).to.equal('arn:1');
  });

  for (const [name, tags] of [
    ['another work dir', { 'nextflow.io/workDir': 's3://other/work', 'nextflow.io/n': '0' }],
    ['another try', { 'nextflow.io/workDir': workDir, 'nextflow.io/n': '1' }],
    ['no tags', {}],
  ] as const) {
    it(`refuses a holder with ${name}`, async () => {
      const rig = new AdoptionRig();
      rig.ecs.taggedTasks.resolves([{ ...ecsTask({ arn: 'arn:1' }), tags }]);
      const error = await failureOf(rig.adoption.adopt(PLAN, ['arn:1'], 0));
      expect(error).to.be.instanceOf(SubmitError).and.include({ code: 'TOKEN_CONFLICT', recoverable: false });
      expect((error as Error).message)
        .to.include('arn:1')
        .and.include(workDir);
    });
  }

  it('takes a holder that has lost its tags because it was stopped, by its session and its command', async () => {
    const rig = new AdoptionRig();
    const { command } = PLAN.task.launch;
    const stopped = { ...ecsTask({ arn: 'arn:1', startedBy: `nf-${rig.session.id}` }), tags: {}, command };
    rig.ecs.taggedTasks.resolves([stopped]);
    expect((await rig.adoption.adopt(PLAN, ['arn:1'], 1))?.arn).to.equal('arn:1');
    for (const other of [{ startedBy: 'nf-other' }, { command: ['bash', '/elsewhere'] }]) {
      rig.ecs.taggedTasks.resolves([{ ...stopped, ...other }]);
      const error = await failureOf(rig.adoption.adopt(PLAN, ['arn:1'], 1));
      expect(error).to.have.property('code', 'TOKEN_CONFLICT');
    }
  });

  it('waits for a holder that is not described yet, and says so only where that takes long', async () => {
    const rig = new AdoptionRig();
    rig.ecs.taggedTasks.onCall(3).resolves([tagged('arn:1', workDir, '0')]);
    const { clock, logger } = rig.session;
    expect((await settledWith(clock, rig.adoption.adopt(PLAN, ['arn:1'], 0))).value?.arn).to.equal('arn:1');
    expect([...logger.messages('info'), ...logger.messages('warn')]).to.deep.equal([]);
    rig.ecs.taggedTasks.resetHistory();
    rig.ecs.taggedTasks.onCall(3).resolves([]);
    rig.ecs.taggedTasks.onCall(9).resolves([tagged('arn:1', workDir, '0')]);
    const late = await settledWith(clock, rig.adoption.adopt(PLAN, ['arn:1'], 0), 420_000);
    expect(late.value?.arn).to.equal('arn:1');
    expect(logger.messages('info')).to.deep.equal([
      'Task HELLO (1) was submitted before, as arn:1, and ECS does not describe that yet; looking again for up to 5 min, nothing is lost or doubled.',
    ]);
    expect(logger.messages('warn')).to.deep.equal([]);
  });

  it('takes a holder for forgotten that is neither described nor listed after five minutes', async () => {
    const rig = new AdoptionRig();
    rig.ecs.taggedTasks.resolves([]);
    rig.ecs.listTasks.onCall(0).resolves({ arns: ['arn:8'], next: 'more' });
    rig.ecs.listTasks.onCall(1).resolves({ arns: ['arn:9'] });
    const began = rig.session.clock.now();
    const gone = await settledWith(rig.session.clock, rig.adoption.adopt(PLAN, ['arn:1'], 0), 420_000);
    expect(gone).to.deep.equal({ done: true, value: undefined });
    expect(rig.session.clock.now() - began).to.be.at.least(300_000);
    expect(rig.ecs.listTasks.callCount).to.equal(2);
    expect(rig.session.logger.messages('info').at(-1)).to.equal(
      'Task HELLO (1) was submitted before, as arn:1, which has ended and which ECS has forgotten: it is submitted again.',
    );
    expect(rig.session.clock.timers).to.equal(0);
  });

  for (const [name, answer] of [
    ['is listed and not described', (ecs: AdoptionRig['ecs']) => ecs.listTasks.resolves({ arns: ['arn:1'] })],
    [
      'is not described where tasks may not be listed',
      (ecs: AdoptionRig['ecs']) => ecs.listTasks.rejects(serviceError('denied', 'not yours')),
    ],
  ] as const) {
    it(`gives up a holder that ${name} after five minutes`, async () => {
      const rig = new AdoptionRig();
      rig.ecs.taggedTasks.resolves([]);
      answer(rig.ecs);
      const never = await settledWith(rig.session.clock, rig.adoption.adopt(PLAN, ['arn:1'], 0), 420_000);
      expect(never.error)
        .to.be.instanceOf(SubmitError)
        .and.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
      expect((never.error as Error).message).to.include('(MISSING: the tasks are not described yet)');
      expect((never.error as SubmitError).cause).to.have.property('operation', 'ecs:DescribeTasks');
    });
  }

  it('says that the task may run unseen, and how to look, where the holders may not be looked at', async () => {
    const rig = new AdoptionRig();
    rig.ecs.taggedTasks.rejects(serviceError('denied', 'not yours'));
    const error = await failureOf(rig.adoption.adopt(PLAN, ['arn:1', 'arn:2'], 0));
    expect(error).to.be.instanceOf(SubmitError).and.include({
      code: 'SUBMIT_UNCERTAIN',
      uncertain: true,
      recoverable: false,
    });
    expect((error as Error).message)
      .to.include('Task HELLO (1) may run on ECS unseen')
      .and.include('(AccessDeniedException: not yours)')
      .and.include(`aws ecs describe-tasks --cluster ${PLAN.clusterArn} --tasks arn:1 arn:2`);
  });

  it('says so too where the session ends before they were looked at', async () => {
    const rig = new AdoptionRig();
    rig.ecs.taggedTasks.rejects(new ShutdownError('The session is over', { code: 'SHUT_DOWN' }));
    const error = await failureOf(rig.adoption.adopt(PLAN, ['arn:1'], 0));
    expect(error).to.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
  });

  it('takes no defect of ours for an answer of ECS', async () => {
    const rig = new AdoptionRig();
    const defect = new TypeError('a defect');
    rig.ecs.taggedTasks.rejects(defect);
    expect(await failureOf(rig.adoption.adopt(PLAN, ['arn:1'], 0))).to.equal(defect);
  });

  it('names every holder it refuses', async () => {
    const rig = new AdoptionRig();
    rig.ecs.taggedTasks.resolves([tagged('arn:1', 'x', '0'), tagged('arn:2', 'y', '0')]);
    const error = await failureOf(rig.adoption.adopt(PLAN, ['arn:1', 'arn:2'], 0));
    expect((error as Error).message).to.include('its client token belongs to arn:1, arn:2, which');
  });
});
