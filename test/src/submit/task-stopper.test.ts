import { expect } from 'chai';
import { PacedEcsApi } from '../../../src/submit/paced-ecs-api.js';
import { TaskStopper } from '../../../src/submit/task-stopper.js';
import { fakeSession } from '../../support/fake-session.js';
import { callRepeater, CLUSTER_ARN, serviceError, TASK_ARN } from '../aws-builders.js';
import { failureOf, settledWith, watch } from '../settle-with.js';
import { stubEcsApi } from '../stub-ports.js';

describe(TaskStopper.name, () => {
  it('asks ECS once where it accepts', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    await new TaskStopper(ecs, callRepeater(session)).stop(CLUSTER_ARN, TASK_ARN, 'why');
    expect(ecs.stopTask.args).to.deep.equal([[CLUSTER_ARN, TASK_ARN, 'why']]);
  });

  it('asks again while ECS throttles or cannot be reached', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    ecs.stopTask.onCall(0).rejects(serviceError('throttled'));
    ecs.stopTask.onCall(1).rejects(serviceError('unavailable'));
    const stopper = new TaskStopper(ecs, callRepeater(session));
    const result = await settledWith(session.clock, stopper.stop(CLUSTER_ARN, TASK_ARN, 'why'));
    expect(result.done).to.equal(true);
    expect(result).not.to.have.property('error');
    expect(ecs.stopTask.callCount).to.equal(3);
  });

  it('reports a stop that ECS denies, and waits with one where ECS cannot be reached', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    const stopper = new TaskStopper(ecs, callRepeater(session));
    const denied = serviceError('denied');
    ecs.stopTask.rejects(denied);
    expect(await failureOf(stopper.stop(CLUSTER_ARN, TASK_ARN, 'why'))).to.equal(denied);
    ecs.stopTask.rejects(serviceError('unavailable'));
    const stopped = watch(stopper.stop(CLUSTER_ARN, TASK_ARN, 'why'));
    await session.clock.advance(300_000);
    expect(stopped.done).to.equal(false);
    ecs.stopTask.resolves();
    await session.clock.advance(60_000);
    expect(stopped).to.deep.equal({ done: true, value: undefined });
  });

  it('has 4,000 stops accepted at ECS’s 40 a second, a tenth of them throttled once', async () => {
    const ecs = stubEcsApi();
    const session = fakeSession();
    const throttled = new Set<string>();
    ecs.stopTask.callsFake((_, arn) => {
      if (!arn.endsWith('0') || throttled.has(arn)) return Promise.resolve();
      throttled.add(arn);
      return Promise.reject(serviceError('throttled'));
    });
    const stopper = new TaskStopper(new PacedEcsApi(ecs, session.clock), callRepeater(session));
    const stops = Array.from({ length: 4_000 }, (_, n) => stopper.stop(CLUSTER_ARN, `arn:${n}`, 'why'));
    const result = await settledWith(session.clock, Promise.allSettled(stops));
    const refused = result.value?.filter(({ status }) => status === 'rejected');
    expect(refused).to.deep.equal([]);
    expect(throttled.size).to.equal(400);
    expect(ecs.stopTask.callCount).to.equal(4_400);
    // Throttles that pass are how the bucket's share is found, not news.
    expect(session.logger.messages('warn')).to.deep.equal([]);
  });
});
