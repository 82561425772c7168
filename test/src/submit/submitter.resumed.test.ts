import { expect } from 'chai';
import { ShutdownError } from '../../../spi/index.js';
import type { EcsTask } from '../../../src/aws/ecs-api.js';
import { Submitter } from '../../../src/submit/submitter.js';
import { Deferred } from '../../support/deferred.js';
import { settle } from '../../support/fake-clock.js';
import { taskRun } from '../../support/task-run-builder.js';
import { ecsTask, serviceError, TASK_ARN } from '../aws-builders.js';
import { failureOf, watch } from '../settle-with.js';
import { SubmitRig, token } from './submit-rig.js';

describe(`${Submitter.name} where an engine before this one may have submitted the task`, () => {
  const task = taskRun({ resumes: true });
  const CONFLICT = serviceError('conflict', 'another request had the token');

  it('begins with the try it is told of, and notes none anew', async () => {
    const rig = new SubmitRig();
    const { adopted, arn } = await rig.submit({ task }, 3);
    expect([adopted, arn.endsWith('/1')]).to.deep.equal([undefined, true]);
    expect(rig.tokens).to.deep.equal([token(3)]);
    expect(rig.workDir.writeText.callCount).to.equal(0);
  });

  for (const lastStatus of ['STOPPED', 'RUNNING']) {
    it(`takes over what the same words replay as ${lastStatus}, and learns nothing from it`, async () => {
      const rig = new SubmitRig();
      rig.ecs.runTask.onCall(0).resolves({
        tasks: [ecsTask({ lastStatus, containers: [] })],
        failures: [],
      });
      expect(await rig.submit({ task })).to.include({ arn: TASK_ARN, adopted: true });
      const answer = new Deferred<{ tasks: EcsTask[]; failures: [] }>();
      rig.ecs.runTask.onCall(1).returns(answer.promise);
      const more = [2, 3].map((id) => rig.submit({ task: taskRun({ id }) }));
      await settle();
      expect(rig.ecs.runTask.callCount).to.equal(2);
      answer.resolve({ tasks: [ecsTask()], failures: [] });
      await Promise.all(more);
    });
  }

  it('goes on with the next try where the token had started nothing', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).rejects(CONFLICT);
    expect((await rig.submit({ task }, 2)).adopted).to.equal(undefined);
    expect(rig.tokens).to.deep.equal([token(2), token(3)]);
    expect(rig.workDir.writeText.args.map(([, text]) => text)).to.deep.equal(['{"n":3}']);
  });

  it('goes on with the next try, noted first, where ECS has forgotten the task of the token', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).resolves({ tasks: [], failures: [], holders: ['arn:old'] });
    rig.ecs.taggedTasks.resolves([]);
    rig.ecs.listTasks.resolves({ arns: [] });
    const sent = watch(rig.submit({ task }, 2));
    await rig.session.clock.advance(290_000);
    expect([rig.tokens, rig.workDir.writeText.callCount]).to.deep.equal([[token(2)], 0]);
    await rig.session.clock.advance(120_000);
    expect(sent.value?.adopted).to.equal(undefined);
    expect([sent.done, rig.tokens]).to.deep.equal([true, [token(2), token(3)]]);
    expect(rig.workDir.writeText.args.map(([, text]) => text)).to.deep.equal(['{"n":3}']);
  });

  it('does not go on for ever where ECS calls every token spent', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.rejects(CONFLICT);
    expect(await failureOf(rig.submit({ task }))).to.have.property('code', 'INVALID_REQUEST');
    expect(rig.ecs.runTask.callCount).to.equal(2);
  });
});

describe(`${Submitter.name} at a task with the wrong resources`, () => {
  it('stops a task with the wrong resources also where the next try cannot be noted, or it is killed', async () => {
    const wrong = { tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] };
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).resolves(wrong);
    rig.workDir.writeText.rejects(serviceError('denied'));
    await failureOf(rig.submit());
    expect(rig.ecs.stopTask.callCount).to.equal(1);
    const killed = new SubmitRig();
    killed.ecs.runTask.onCall(0).callsFake(() => {
      killed.kill.abort();
      return Promise.resolve(wrong);
    });
    expect(await failureOf(killed.submit())).to.be.instanceOf(ShutdownError);
    expect([killed.ecs.stopTask.callCount, killed.ecs.runTask.callCount]).to.deep.equal([1, 1]);
  });

  it('notes the next try before it stops a task with the wrong resources', async () => {
    const rig = new SubmitRig();
    rig.ecs.runTask.onCall(0).resolves({ tasks: [ecsTask({ cpu: '256', memory: '512' })], failures: [] });
    await rig.submit();
    expect(rig.workDir.writeText.calledBefore(rig.ecs.stopTask)).to.equal(true);
  });
});
