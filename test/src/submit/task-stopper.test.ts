import { expect } from 'chai';
import { TaskStopper } from '../../../src/submit/task-stopper.js';
import { fakeSession } from '../../support/fake-session.js';
import { CLUSTER_ARN, serviceError, TASK_ARN } from '../aws-builders.js';
import { failureOf, settledWith } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

describe(TaskStopper.name, () => {
  it('asks ECS once where it accepts', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    await new TaskStopper(ecs, session.clock, session).stop(CLUSTER_ARN, TASK_ARN, 'why');
    expect(ecs.stopTask.args).to.deep.equal([[CLUSTER_ARN, TASK_ARN, 'why']]);
  });

  it('asks again while ECS throttles or cannot be reached', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    ecs.stopTask.onCall(0).rejects(serviceError('throttled'));
    ecs.stopTask.onCall(1).rejects(serviceError('unavailable'));
    const stopper = new TaskStopper(ecs, session.clock, session);
    const result = await settledWith(session.clock, stopper.stop(CLUSTER_ARN, TASK_ARN, 'why'));
    expect(result.done).to.equal(true);
    expect(result).not.to.have.property('error');
    expect(ecs.stopTask.callCount).to.equal(3);
  });

  it('reports a stop that ECS denies, and one it does not take for a minute', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    const stopper = new TaskStopper(ecs, session.clock, session);
    const denied = serviceError('denied');
    ecs.stopTask.rejects(denied);
    expect(await failureOf(stopper.stop(CLUSTER_ARN, TASK_ARN, 'why'))).to.equal(denied);
    ecs.stopTask.rejects(serviceError('unavailable'));
    const result = await settledWith(session.clock, stopper.stop(CLUSTER_ARN, TASK_ARN, 'why'), 60_000);
    expect(result.error).to.have.property('kind', 'unavailable');
  });
});
