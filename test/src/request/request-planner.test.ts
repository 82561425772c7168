import { expect } from 'chai';
import { PreconditionError, RequestError } from '../../../spi/index.js';
import { NetworkPlanner } from '../../../src/network/network-planner.js';
import { RequestPlanner } from '../../../src/request/request-planner.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, CLUSTER_ARN, clusterFacts, clusterInspector, provider } from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { stubEcsApi, stubEndpoint, stubNetworkApi } from '../stub-ports.js';

const GIB = 1024 ** 3;

function planner(): RequestPlanner {
  const config = awsEcsConfig({ networkMode: 'host' });
  return new RequestPlanner(
    clusterInspector(stubEcsApi(), config),
    new NetworkPlanner(stubNetworkApi(), config, new RecordingLogger()),
    stubEndpoint(),
  );
}

describe(RequestPlanner.name, () => {
  it('settles image, place, network and resources of the quickstart’s HELLO', async () => {
    const task = taskRun({ directives: { cpus: 2, memory: 4 * GIB, others: {} } });
    const plan = await planner().plan(task, clusterFacts());
    expect(plan.needs.image).to.equal('ubuntu:latest');
    expect(plan).to.deep.include({
      task,
      clusterArn: CLUSTER_ARN,
      region: 'us-east-1',
    });
    expect(plan.ways).to.have.length(1);
    expect(plan.ways[0]).to.deep.include({
      network: { mode: 'host' },
      resources: { cpu: '2048', memory: '4096' },
    });
  });

  it('goes by the task’s queue', async () => {
    const spot = provider({ name: 'spot', capacityType: 'SPOT' });
    const facts = clusterFacts({ providers: [provider(), spot] });
    const plan = await planner().plan(taskRun({ directives: { others: { queue: 'spot' } } }), facts);
    expect(plan.ways[0].placement.provider).to.equal(spot);
  });

  it('refuses what it cannot serve with every reason at once', async () => {
    const { container, ...bare } = taskRun({ directives: { cpus: 999, others: { disk: '500 GB' } } });
    expect(container).not.to.equal(undefined);
    const error = (await failureOf(planner().plan(bare, clusterFacts()))) as RequestError;
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'CONTAINER_MISSING');
    expect(error.problems.map(({ code }) => code)).to.deep.equal([
      'CONTAINER_MISSING',
      'RESOURCES_UNSATISFIABLE',
      'DIRECTIVE_UNSUPPORTED',
    ]);
    expect(error.message)
      .to.match(/^Task HELLO \(1\) /)
      .and.include('disk');
  });

  it('refuses a task with the first of its problems, also where it has a container', async () => {
    const task = taskRun({ directives: { cpus: 999, others: {} } });
    const error = (await failureOf(planner().plan(task, clusterFacts()))) as RequestError;
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'RESOURCES_UNSATISFIABLE');
    expect(error.problems).to.have.length(1);
  });

  it('fails where the named provider is not there', async () => {
    const task = taskRun({ directives: { others: { queue: 'nope' } } });
    const error = (await failureOf(planner().plan(task, clusterFacts()))) as PreconditionError;
    expect(error).to.be.instanceOf(PreconditionError).with.property('code', 'CAPACITY_PROVIDER_MISSING');
    expect(error.message).to.match(/^No capacity provider .* HELLO \(1\)/);
    expect(error.problems.map(({ path, found }) => [path, found])).to.deep.equal([
      ['directive queue', "'nope'"],
    ]);
  });
});
