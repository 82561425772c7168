import { expect } from 'chai';
import { type Cluster } from '../../../../local/ecs/cluster/cluster.js';
import { instanceOperations } from '../../../../local/ecs/capacity/instance-operations.js';
import { usableMemory } from '../../../../local/ecs/capacity/usable-memory.js';
import { AwsError } from '../../../../local/http/aws-error.js';
import { cluster, FleetFixture, only, provider, region, type Task } from './fleet-fixture.js';

interface InstanceAnswer {
  readonly containerInstanceArn: string;
  readonly status: string;
  readonly registeredResources: readonly { readonly name: string; readonly integerValue?: number }[];
  readonly remainingResources: readonly {
    readonly name: string;
    readonly integerValue?: number;
    readonly stringSetValue?: readonly string[];
  }[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly [other: string]: unknown;
}

interface Answer {
  readonly containerInstances: readonly InstanceAnswer[];
  readonly containerInstance: InstanceAnswer;
  readonly containerInstanceArns: readonly string[];
  readonly failures: readonly { readonly arn: string; readonly reason: string }[];
  readonly nextToken?: string;
}

const valueOf = (resources: InstanceAnswer['remainingResources'], name: string): number | undefined =>
  resources.find((resource) => resource.name === name)?.integerValue;

describe(instanceOperations.name, () => {
  let fixture: FleetFixture;
  const pending = new Set<string>();
  beforeEach(() => {
    fixture = new FleetFixture();
    pending.clear();
  });
  afterEach(() => fixture.fleets.close());

  const call = async (operation: string, input: object): Promise<Answer> => {
    const operations = instanceOperations({
      fleets: fixture.fleets,
      cluster: (_region, reference) => {
        if (reference !== cluster) throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
        return { name: cluster } as Cluster;
      },
      account: '123456789012',
      isPending: (_region, taskId) => pending.has(taskId),
    });
    return (await operations[operation]?.({ cluster, ...input }, { region, requestId: '1' })) as Answer;
  };
  const describeOne = async (arn: string, include: readonly string[] = []): Promise<InstanceAnswer> => {
    const [found] = (await call('DescribeContainerInstances', { containerInstances: [arn], include }))
      .containerInstances;
    if (found === undefined) throw new Error(`${arn} is missing`);
    return found;
  };
  const refusal = async (operation: string, input: object): Promise<string> => {
    try {
      await call(operation, input);
      return 'nothing';
    } catch (error) {
      return error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
    }
  };
  const running = async (
    changes: Parameters<FleetFixture['run']>[0] = {},
  ): Promise<Task & { arn: string }> => {
    const task = fixture.run(changes);
    await fixture.launched();
    return Object.assign(task, { arn: task.placed?.arn ?? '' });
  };

  it('tells where a task runs: instance id, type, zone, provider [10.5]', async () => {
    const { arn, placed } = await running({ provider: provider({ requirements: only('m6i.large') }) });
    const instance = await describeOne(arn);
    expect(instance).to.include({
      containerInstanceArn: arn,
      ec2InstanceId: placed?.ec2Id,
      capacityProviderName: 'mi',
      status: 'ACTIVE',
      agentConnected: true,
      registeredAt: fixture.clock.now() / 1000,
    });
    expect(Object.fromEntries(instance.attributes.map(({ name, value }) => [name, value]))).to.deep.equal({
      'ecs.instance-type': 'm6i.large',
      'ecs.availability-zone': 'us-east-1a',
      'ecs.subnet-id': 'subnet-a',
      'ecs.cpu-architecture': 'x86_64',
      'ecs.os-type': 'linux',
      'ecs.os-family': 'LINUX',
    });
  });

  it('tells registered and remaining resources, GPUs by id, and tasks by status [2d.6]', async () => {
    const gpus = provider({ requirements: only('g5.12xlarge') });
    const task = await running({ provider: gpus, needs: { cpu: 1024, memoryMiB: 2048, gpus: 3 } });
    const before = await describeOne(task.arn);
    expect(valueOf(before.registeredResources, 'CPU')).to.equal(49_152);
    expect(valueOf(before.registeredResources, 'MEMORY')).to.equal(usableMemory(196_608));
    expect(valueOf(before.remainingResources, 'CPU')).to.equal(49_152 - 1024);
    expect(valueOf(before.remainingResources, 'MEMORY')).to.equal(usableMemory(196_608) - 2048);
    expect(before.remainingResources.find(({ name }) => name === 'GPU')?.stringSetValue).to.have.length(1);
    expect(before).to.include({ runningTasksCount: 1, pendingTasksCount: 0 });
    pending.add('task-0');
    expect(await describeOne(task.arn)).to.include({ runningTasksCount: 0, pendingTasksCount: 1 });
  });

  it('adds tags and health where asked', async () => {
    const tags = [{ key: 'team', value: 'genomics' }];
    const { arn } = await running({ provider: provider({ tags }) });
    expect(await describeOne(arn)).to.deep.include({ tags: [] });
    const whole = await describeOne(arn, ['TAGS', 'CONTAINER_INSTANCE_HEALTH']);
    expect(whole).to.deep.include({ tags });
    expect(whole['healthStatus']).to.deep.include({ overallStatus: 'OK' });
    fixture.fleets.impairHosts(region, {}, 'ACCELERATED_COMPUTE');
    expect((await describeOne(arn, ['CONTAINER_INSTANCE_HEALTH']))['healthStatus']).to.deep.equal({
      overallStatus: 'IMPAIRED',
      details: [
        {
          type: 'ACCELERATED_COMPUTE',
          status: 'IMPAIRED',
          lastUpdated: fixture.clock.now() / 1000,
          lastStatusChange: fixture.clock.now() / 1000,
        },
      ],
    });
  });

  it('knows an instance from its registration to an hour after its end [10.8]', async () => {
    const task = fixture.run();
    await fixture.clock.advance(fixture.delays.gather);
    const id = fixture.living[0]?.facts.id ?? '';
    const missing = await call('DescribeContainerInstances', { containerInstances: [id, 'x'] });
    expect(missing.failures.map(({ reason }) => reason)).to.deep.equal(['MISSING', 'MISSING']);
    expect(missing.failures[1]?.arn).to.equal(
      'arn:aws:ecs:us-east-1:123456789012:container-instance/batch/x',
    );
    await fixture.launched();
    expect((await describeOne(id)).containerInstanceArn).to.equal(task.placed?.arn);
    fixture.fleets.loseHosts(region, {});
    expect(await describeOne(id)).to.include({ status: 'INACTIVE', agentConnected: false });
    expect((await call('ListContainerInstances', {})).containerInstanceArns).to.deep.equal([]);
    await fixture.clock.advance(3_600_000);
    expect((await call('DescribeContainerInstances', { containerInstances: [id] })).failures).to.have.length(
      1,
    );
  });

  it('refuses no, blank and too many instances, and another cluster', async () => {
    const describe = (containerInstances: readonly string[]): Promise<string> =>
      refusal('DescribeContainerInstances', { containerInstances });
    expect(await describe([])).to.equal('InvalidParameterException: Container instances cannot be empty.');
    expect(await describe([' '])).to.equal('InvalidParameterException: Container instance cannot be blank.');
    expect(await describe(Array<string>(101).fill('x'))).to.match(/at most 100 items/);
    expect(await describe(Array<string>(100).fill('x'))).to.equal('nothing');
    expect(await refusal('ListContainerInstances', { cluster: 'other' })).to.match(/^ClusterNotFound/);
    const elsewhere = 'arn:aws:ecs:us-east-1:123456789012:container-instance/other/0';
    const { failures } = await call('DescribeContainerInstances', { containerInstances: [elsewhere] });
    expect(failures).to.deep.equal([{ arn: elsewhere, reason: 'MISSING' }]);
  });

  it('lists in pages, by status and by an expression of the query language', async () => {
    const types = provider({ requirements: only('m6i.large', 'c6i.large') });
    fixture.runMany(3, { provider: types, constraints: [{ type: 'distinctInstance' }] });
    const wide = await running({ provider: types, needs: { cpu: 128, memoryMiB: 6000, gpus: 0 } });
    const first = await call('ListContainerInstances', { maxResults: 3 });
    const second = await call('ListContainerInstances', { maxResults: 3, nextToken: first.nextToken });
    const all = [...first.containerInstanceArns, ...second.containerInstanceArns];
    expect(new Set(all).size).to.equal(4);
    expect(second.nextToken).to.equal(undefined);
    const filtered = await call('ListContainerInstances', {
      filter: 'attribute:ecs.instance-type == m6i.large and runningTasksCount == 1',
    });
    expect(filtered.containerInstanceArns).to.deep.equal([wide.arn]);
    expect(await refusal('ListContainerInstances', { filter: 'what' })).to.match(
      /^InvalidParameter.*Invalid filter 'what'/,
    );
    expect(
      (await call('ListContainerInstances', { status: 'DRAINING' })).containerInstanceArns,
    ).to.deep.equal([]);
    expect(await refusal('ListContainerInstances', { status: 'INACTIVE' })).to.match(/status 'INACTIVE'/);
  });

  it('drains and takes back by hand: what runs goes on, what comes goes elsewhere [2d.8]', async () => {
    const needs = { cpu: 128, memoryMiB: 64, gpus: 0 };
    const task = await running({ needs });
    const state = { containerInstances: [task.arn] };
    const drained = await call('UpdateContainerInstancesState', { ...state, status: 'DRAINING' });
    expect(drained.containerInstances[0]?.status).to.equal('DRAINING');
    const other = await running({ needs });
    expect(other.arn).not.to.equal(task.arn);
    expect(task.heard).to.deep.equal(['placed']);
    expect(
      (await call('ListContainerInstances', { status: 'DRAINING' })).containerInstanceArns,
    ).to.deep.equal([task.arn]);
    await call('UpdateContainerInstancesState', { ...state, status: 'ACTIVE' });
    expect((await describeOne(task.arn)).status).to.equal('ACTIVE');
    expect(await refusal('UpdateContainerInstancesState', { ...state, status: 'GONE' })).to.match(
      /status 'GONE'/,
    );
  });

  it('deregisters an idle instance, and a busy one only by force, which loses its tasks', async () => {
    const task = await running();
    const what = { containerInstance: task.arn };
    expect(await refusal('DeregisterContainerInstance', what)).to.equal(
      'InvalidParameterException: Found running tasks on the instance.',
    );
    const answer = await call('DeregisterContainerInstance', { ...what, force: true });
    expect(answer.containerInstance.status).to.equal('DEREGISTERING');
    expect(
      await refusal('UpdateContainerInstancesState', { containerInstances: [task.arn], status: 'ACTIVE' }),
    ).to.match(/must be ACTIVE or DRAINING: [0-9a-f]{32} is DEREGISTERING/);
    await fixture.clock.advance(fixture.delays.shutdown);
    expect(task.heard).to.deep.equal(['placed', 'lost']);
    expect(await refusal('DeregisterContainerInstance', what)).to.match(/was not found/);
  });

  it('ends a deregistering instance on time, however often that is asked for [2d.8]', async () => {
    const task = await running();
    const what = { containerInstance: task.arn, force: true };
    await call('DeregisterContainerInstance', what);
    await fixture.clock.advance(fixture.delays.shutdown - 1);
    expect((await call('DeregisterContainerInstance', what)).containerInstance.status).to.equal(
      'DEREGISTERING',
    );
    await fixture.clock.advance(1);
    expect(task.heard).to.deep.equal(['placed', 'lost']);
    expect((await describeOne(task.arn)).status).to.equal('INACTIVE');
  });
});
