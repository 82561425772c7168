import { expect } from 'chai';
import type { EcsTask } from '../../../src/aws/ecs-api.js';
import { sessionEnd } from '../../../src/di/session-end.js';
import { SessionGround } from '../../../src/session-ground.js';
import { InstanceBook } from '../../../src/trace/instance-book.js';
import { PriceBook } from '../../../src/trace/price-book.js';
import { PriceNotice } from '../../../src/trace/price-notice.js';
import { TaskTrace } from '../../../src/trace/task-trace.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, clusterFacts, ecsInstance, ecsTask, endedTask, TASK_ARN } from '../aws-builders.js';
import { stubEcsApi, stubEndpoint, stubPriceFile } from '../stub-ports.js';

class TraceRig {
  readonly ecs = stubEcsApi();
  readonly endpoint = stubEndpoint();
  readonly session = fakeSession();
  readonly end = sessionEnd();
  readonly instances: InstanceBook;
  readonly ground: SessionGround;
  readonly trace: TaskTrace;

  constructor() {
    const config = awsEcsConfig();
    const { session } = this;
    const prices = new PriceBook(config, stubPriceFile());
    this.instances = new InstanceBook(this.ecs, config, session);
    this.ground = new SessionGround(this.endpoint, prices, session);
    this.trace = new TaskTrace(
      this.instances,
      prices,
      this.ground,
      new PriceNotice(prices, config, session, this.end),
    );
  }

  extraOf(seen: EcsTask | undefined): Readonly<Record<string, string | number>> {
    const facts = { task: taskRun(), status: 'COMPLETED', submittedAt: 1, outcome: undefined };
    return this.trace.recordOf({ ...facts, seen, nativeId: seen?.arn }, clusterFacts()).extra;
  }
}

const seen = endedTask(0, {
  cpu: '2048',
  memory: '4096',
  instanceArn: 'arn:1',
  startedAt: 1,
  stoppedAt: 1,
});

describe(TaskTrace.name, () => {
  it('tells of the instance what was learnt while the task ran, and asks nobody', async () => {
    const rig = new TraceRig();
    rig.ecs.describeContainerInstances.resolves([ecsInstance('arn:1')]);
    expect(rig.extraOf(seen)).to.not.have.property('instance_type');
    await rig.instances.look([{ kind: 'found', task: seen }]);
    const before = rig.ecs.describeContainerInstances.callCount;
    const extra = rig.extraOf(seen);
    expect(extra).to.include({ instance_id: 'i-arn1', instance_type: 'm6i.large' });
    expect(extra['cost']).to.be.a('number').and.above(0);
    expect(rig.ecs.describeContainerInstances.callCount).to.equal(before);
  });

  it('tells of the types that have no price, and of no task that lacks its cost for another reason', async () => {
    const rig = new TraceRig();
    rig.ecs.describeContainerInstances.resolves([
      ecsInstance('arn:1'),
      ecsInstance('arn:2', { type: 'm99.large' }),
    ]);
    const unpriced = { ...seen, instanceArn: 'arn:2' };
    await rig.instances.look([seen, unpriced].map((task) => ({ kind: 'found', task })));
    rig.extraOf(seen);
    rig.extraOf({ ...seen, cpu: '' });
    rig.extraOf({ ...seen, instanceArn: 'arn:3' });
    rig.end.abort();
    expect(rig.session.logger.entries).to.deep.equal([]);
    expect(rig.extraOf(unpriced)).to.include({ instance_type: 'm99.large' }).and.not.have.property('cost');
    rig.extraOf(unpriced);
    expect(rig.session.logger.messages('warn')).to.have.length(1);
    expect(rig.session.logger.messages('warn')[0]).to.match(/^Tasks on m99\.large have no cost: /);
  });

  it('names the log stream once the container has started, and the console’s page on AWS alone', async () => {
    const rig = new TraceRig();
    expect(rig.extraOf(undefined)).to.not.have.any.keys('log_stream', 'console_url');
    rig.endpoint.isLoopback.resolves(false);
    await rig.ground.check();
    expect(rig.extraOf(ecsTask({ lastStatus: 'PENDING' }))).to.not.have.property('log_stream');
    const id = TASK_ARN.split('/').at(-1) ?? '';
    expect(rig.extraOf(seen)).to.include({
      log_stream: `nf/main/${id}`,
      console_url: `https://us-east-1.console.aws.amazon.com/ecs/v2/clusters/nextflow-cluster/tasks/${id}/configuration?region=us-east-1`,
    });
    rig.endpoint.isLoopback.resolves(true);
    await rig.ground.check();
    expect(rig.extraOf(seen)).to.not.have.property('console_url');
  });
});
