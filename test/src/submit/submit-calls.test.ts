import { expect } from 'chai';
import { ShutdownError, SubmitError } from '../../../spi/index.js';
import type { RunTaskInput } from '../../../src/aws/ecs-api.js';
import { SubmitCalls } from '../../../src/submit/submit-calls.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { callRepeater, CLUSTER_ARN, ecsTask, serviceError } from '../aws-builders.js';
import { settledWith, watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

const INPUT: RunTaskInput = {
  cluster: CLUSTER_ARN,
  startedBy: 'nf-session',
  taskDefinition: 'd',
  clientToken: 't',
  tags: [{ key: 'a', value: 'b' }],
};
const ANSWER = { tasks: [ecsTask()], failures: [] };

class CallsRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly kill = new AbortController();
  readonly repeater = callRepeater(this.session);
  readonly calls = new SubmitCalls(this.ecs, this.repeater, this.session.clock);

  constructor() {
    this.ecs.runTask.resolves(ANSWER);
  }

  run(): ReturnType<SubmitCalls['runTask']> {
    return this.calls.runTask(taskRun(), INPUT, this.kill.signal);
  }
}

describe(SubmitCalls.name, () => {
  it('sends the same bytes again after throttles and lost answers, and warns once', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('throttled', 'Rate exceeded'));
    rig.ecs.runTask.onCall(1).rejects(serviceError('unavailable'));
    const result = await settledWith(rig.session.clock, rig.run());
    expect(result.value).to.equal(ANSWER);
    const sent = rig.ecs.runTask.args.map(([input]) => JSON.stringify(input));
    expect(sent).to.deep.equal([1, 2, 3].map(() => JSON.stringify(INPUT)));
    expect(rig.session.logger.messages('warn')).to.deep.equal([
      'AWS cannot be reached for submitting tasks; trying again for up to 10 min, nothing is lost or doubled (ecs:RunTask: ServerException: AWS said so).',
    ]);
  });

  it('waits half a day for an ECS that has answered before, well inside the life of a client token', async () => {
    const rig = new CallsRig();
    await rig.run();
    rig.ecs.runTask.rejects(serviceError('lapsed'));
    const watched = watch(rig.run());
    await rig.session.clock.advance(11.9 * 3_600_000);
    expect(watched.done).to.equal(false);
    await rig.session.clock.advance(0.2 * 3_600_000);
    expect(watched.error).to.have.property('kind', 'lapsed');
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('lets a kill withdraw a call that was never sent', async () => {
    const rig = new CallsRig();
    await rig.run();
    expect(rig.ecs.runTask.args[0]?.[1]).to.equal(rig.kill.signal);
  });

  it('ends a throttled submit as killed once the task is no longer wanted: nothing was accepted', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.callsFake(() => {
      rig.kill.abort();
      return Promise.reject(serviceError('throttled'));
    });
    const result = await settledWith(rig.session.clock, rig.run());
    expect(rig.ecs.runTask.callCount).to.equal(1);
    expect(result.error).to.be.instanceOf(ShutdownError);
  });

  it('follows up a lost answer although the task was killed, or it would run unseen', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.onCall(0).callsFake(() => {
      rig.kill.abort();
      return Promise.reject(serviceError('unavailable'));
    });
    rig.ecs.runTask.onCall(1).rejects(serviceError('throttled'));
    const result = await settledWith(rig.session.clock, rig.run());
    expect(result.value).to.equal(ANSWER);
    // The repeats must go out although the task is unwanted.
    expect(rig.ecs.runTask.args.map(([, unwanted]) => unwanted)).to.deep.equal([
      rig.kill.signal,
      undefined,
      undefined,
    ]);
  });

  it('follows up the lost answer of a killed task for a minute, not longer', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.callsFake(() => {
      rig.kill.abort();
      return Promise.reject(serviceError('unavailable'));
    });
    const watched = watch(rig.run());
    await rig.session.clock.advance(59_000);
    expect(watched.done).to.equal(false);
    await rig.session.clock.advance(40_000);
    expect(watched.error).to.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
    expect(rig.session.clock.timers).to.equal(0);
  });

  it('says that the task may run unseen, and how to look for it, where no answer ever came', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    rig.ecs.runTask.rejects(serviceError('throttled', 'Rate exceeded'));
    const { error } = await settledWith(rig.session.clock, rig.run());
    expect(error).to.be.instanceOf(SubmitError).and.include({
      code: 'SUBMIT_UNCERTAIN',
      uncertain: true,
      recoverable: false,
    });
    expect((error as Error).message)
      .to.include('Task HELLO (1) may run on ECS unseen')
      .and.include('ThrottlingException: Rate exceeded')
      .and.include(`aws ecs list-tasks --cluster ${CLUSTER_ARN} --started-by nf-session`);
  });

  it('stays uncertain where a permission is missing after a lost answer: nobody has looked at the token', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    rig.ecs.runTask.rejects(serviceError('denied'));
    const { error } = await settledWith(rig.session.clock, rig.run());
    expect(error).to.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
  });

  it('stays uncertain where the session ends after a lost answer', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    rig.ecs.runTask.rejects(new ShutdownError('The session is over', { code: 'SHUT_DOWN' }));
    const { error } = await settledWith(rig.session.clock, rig.run());
    expect(error).to.include({ code: 'SUBMIT_UNCERTAIN', uncertain: true });
    expect((error as Error).message).to.include('(The session is over)');
  });

  it('is certain of a permission that was missing from the first send on', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.rejects(serviceError('denied'));
    const { error } = await settledWith(rig.session.clock, rig.run());
    expect(error).to.include({ code: 'ACCESS_DENIED', uncertain: false });
  });

  it('is certain again where a definite no answers after a lost one', async () => {
    const rig = new CallsRig();
    const no = serviceError('refused');
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    rig.ecs.runTask.onCall(1).rejects(no);
    expect((await settledWith(rig.session.clock, rig.run())).error).to.equal(no);
  });

  it('sends the repeat at once when the task is killed while it waits', async () => {
    const rig = new CallsRig();
    rig.ecs.runTask.onCall(0).rejects(serviceError('unavailable'));
    const watched = watch(rig.run());
    await rig.session.clock.advance(100);
    rig.kill.abort();
    await rig.session.clock.advance(0);
    expect(watched.value).to.equal(ANSWER);
    expect(rig.session.clock.timers).to.equal(0);
  });
});
