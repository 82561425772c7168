import { expect } from 'chai';
import { PreconditionError, RequestError } from '../../../spi/index.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { NetworkPlanner } from '../../../src/network/network-planner.js';
import { RequestPlanner } from '../../../src/request/request-planner.js';
import { fakeSession } from '../../support/fake-session.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { taskRun } from '../../support/task-run-builder.js';
import {
  awsEcsConfig,
  CLUSTER_ARN,
  clusterFacts,
  clusterInspector,
  provider,
  callRepeater,
} from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { stubEcsApi, stubEndpoint, stubNetworkApi } from '../stub-ports.js';

const GIB = 1024 ** 3;

function planner(changes: Partial<AwsEcsConfig> = {}): RequestPlanner {
  const config = awsEcsConfig({ networkMode: 'host', ...changes });
  return new RequestPlanner(
    clusterInspector(stubEcsApi(), config),
    new NetworkPlanner(stubNetworkApi(), config, new RecordingLogger(), callRepeater(fakeSession())),
    stubEndpoint(),
    config,
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
    const { container, ...bare } = taskRun({ directives: { cpus: 999, others: { conda: 'x' } } });
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
      .and.include('conda');
  });

  it('refuses a task with the first of its problems, also where it has a container', async () => {
    const task = taskRun({ directives: { cpus: 999, others: {} } });
    const error = (await failureOf(planner().plan(task, clusterFacts()))) as RequestError;
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'RESOURCES_UNSATISFIABLE');
    expect(error.problems).to.have.length(1);
  });

  it('refuses a task whose directives the configuration cannot serve', async () => {
    const task = taskRun({ directives: { others: { secret: ['MY_TOKEN'] } } });
    const error = (await failureOf(planner().plan(task, clusterFacts()))) as RequestError;
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'SECRET_UNKNOWN');
    expect(error.problems).to.have.length(1);
  });

  it('refuses --sysctl of the network where the mode that is chosen is host', async () => {
    const others = { containerOptions: '--sysctl net.core.somaxconn=1' };
    const task = taskRun({ directives: { others } });
    const chosen = planner({ networkMode: 'auto', subnets: undefined, securityGroups: undefined });
    const error = (await failureOf(chosen.plan(task, clusterFacts()))) as RequestError;
    expect(error).to.be.instanceOf(RequestError).with.property('code', 'DIRECTIVE_INVALID');
    expect(error.problems.map(({ path }) => path)).to.deep.equal([
      'process HELLO, directive containerOptions',
    ]);
    const own = planner({ networkMode: 'awsvpc', subnets: ['subnet-a'], securityGroups: ['sg-a'] });
    expect((await own.plan(task, clusterFacts())).ways[0].network.mode).to.equal('awsvpc');
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
