import { expect } from 'chai';
import type { EcsApi } from '../../../src/aws/ecs-api.js';
import { SdkEcsApi } from '../../../src/aws/sdk-ecs-api.js';
import { AwsServiceError } from '../../../src/aws/service-error.js';
import { CLUSTER_ARN, TASK_ARN } from '../aws-builders.js';
import { failureOf } from '../settle-with.js';
import { WireStub } from './wire-stub.js';

describe(SdkEcsApi.name, () => {
  let wire: WireStub;
  let ecs: EcsApi;

  beforeEach(async () => {
    wire = await WireStub.start();
    ecs = new SdkEcsApi(wire.connect().ecs);
  });

  afterEach(() => wire.stop());

  it('reads a cluster, and undefined where ECS names it missing', async () => {
    const defaultCapacityProviderStrategy = [{ capacityProvider: 'MI', weight: 1 }];
    wire.json(
      {
        clusters: [
          {
            clusterArn: CLUSTER_ARN,
            clusterName: 'nextflow-cluster',
            status: 'ACTIVE',
            defaultCapacityProviderStrategy,
          },
        ],
      },
      { clusters: [], failures: [{ arn: CLUSTER_ARN, reason: 'MISSING' }] },
    );
    expect(await ecs.describeCluster('nextflow-cluster')).to.deep.equal({
      arn: CLUSTER_ARN,
      name: 'nextflow-cluster',
      status: 'ACTIVE',
      defaultStrategy: defaultCapacityProviderStrategy,
    });
    expect(await ecs.describeCluster('nextflow-cluster')).to.equal(undefined);
    expect(wire.calls[0]).to.deep.equal(['DescribeClusters', { clusters: ['nextflow-cluster'] }]);
  });

  it('gathers the capacity providers of all pages', async () => {
    wire.json(
      { capacityProviders: [{ name: 'a' }], nextToken: 'page-2' },
      { capacityProviders: [{ name: 'b' }], nextToken: 'page-3' },
      { capacityProviders: [{ name: 'c' }], nextToken: null },
    );
    const found = await ecs.describeCapacityProviders(CLUSTER_ARN);
    expect(found.map(({ name }) => name)).to.deep.equal(['a', 'b', 'c']);
    expect(wire.calls.map(([, input]) => input)).to.deep.equal([
      { cluster: CLUSTER_ARN },
      { cluster: CLUSTER_ARN, nextToken: 'page-2' },
      { cluster: CLUSTER_ARN, nextToken: 'page-3' },
    ]);
  });

  it('finds a definition with its content, and undefined where ECS has no active revision', async () => {
    const taskDefinition = { taskDefinitionArn: 'arn:td:7', family: 'f', status: 'ACTIVE', cpu: '256' };
    wire.json({ taskDefinition });
    expect(await ecs.describeTaskDefinition('f')).to.deep.equal({
      arn: 'arn:td:7',
      status: 'ACTIVE',
      content: taskDefinition,
    });
    wire.jsonError('ClientException', 'Unable to describe task definition.');
    expect(await ecs.describeTaskDefinition('f')).to.equal(undefined);
    wire.jsonError('AccessDeniedException', 'no');
    expect(await failureOf(ecs.describeTaskDefinition('f'))).to.have.property('kind', 'denied');
  });

  it('registers a definition, and takes an empty answer for a lost one', async () => {
    wire.json({ taskDefinition: { taskDefinitionArn: 'arn:td:1', status: 'ACTIVE' } });
    expect((await ecs.registerTaskDefinition({ family: 'f', containerDefinitions: [] })).arn).to.equal(
      'arn:td:1',
    );
    wire.json({});
    const error = await failureOf(ecs.registerTaskDefinition({ family: 'f', containerDefinitions: [] }));
    expect(error).to.be.instanceOf(AwsServiceError).and.include({ kind: 'unavailable', recoverable: true });
  });

  it('gives tasks and failures of RunTask, and sends our own client token', async () => {
    wire.json({
      tasks: [{ taskArn: TASK_ARN, lastStatus: 'PROVISIONING', cpu: '2048', createdAt: 1_790_000_000.5 }],
      failures: [{ reason: 'RESOURCE:CPU', detail: 'x' }, { arn: 'a' }],
    });
    const answer = await ecs.runTask({ taskDefinition: 'td', clientToken: 'mine' });
    expect(answer.tasks).to.deep.equal([
      {
        arn: TASK_ARN,
        lastStatus: 'PROVISIONING',
        cpu: '2048',
        createdAt: 1_790_000_000_500,
        containers: [],
      },
    ]);
    expect(answer.failures).to.deep.equal([
      { reason: 'RESOURCE:CPU', detail: 'x' },
      { reason: 'no reason given' },
    ]);
    expect(wire.calls[0]).to.deep.equal(['RunTask', { taskDefinition: 'td', clientToken: 'mine' }]);
  });

  it('gives what ECS says of each task: found, missing, or nothing', async () => {
    wire.json({
      tasks: [
        {
          taskArn: 'arn:1',
          lastStatus: 'STOPPED',
          stopCode: 'EssentialContainerExited',
          containers: [{ name: 'main', exitCode: 0 }],
        },
      ],
      failures: [
        { arn: 'arn:2', reason: 'MISSING' },
        { arn: 'arn:3', reason: 'AGENT' },
      ],
    });
    const found = await ecs.describeTasks(CLUSTER_ARN, ['arn:1', 'arn:2', 'arn:3']);
    expect([...found.keys()]).to.deep.equal(['arn:1', 'arn:2']);
    expect(found.get('arn:2')).to.deep.equal({ kind: 'missing' });
    expect(found.get('arn:1')).to.deep.equal({
      kind: 'found',
      task: {
        arn: 'arn:1',
        lastStatus: 'STOPPED',
        stopCode: 'EssentialContainerExited',
        containers: [{ name: 'main', exitCode: 0 }],
      },
    });
    expect(wire.calls[0]?.[1]).to.deep.equal({ cluster: CLUSTER_ARN, tasks: ['arn:1', 'arn:2', 'arn:3'] });
  });

  it('tells when ECS described the tasks, by the date of its answer', async () => {
    const body = JSON.stringify({ tasks: [{ taskArn: TASK_ARN, lastStatus: 'RUNNING' }] });
    const at = async (date: string): Promise<number | undefined> => {
      wire.answer({ body, date });
      const found = (await ecs.describeTasks(CLUSTER_ARN, [TASK_ARN])).get(TASK_ARN);
      return found?.kind === 'found' ? found.task.describedAt : undefined;
    };
    expect(await at('Thu, 26 Nov 2026 10:00:00 GMT')).to.equal(Date.UTC(2026, 10, 26, 10));
    expect(await at('Thu, 26 Nov 2026 10:00:01 GMT')).to.equal(Date.UTC(2026, 10, 26, 10, 0, 1));
    expect(await at('no date')).to.equal(undefined);
  });

  it('reads what instances are, and leaves out those that ECS does not know', async () => {
    const integer = (name: string, integerValue: number): object => ({ name, type: 'INTEGER', integerValue });
    const registeredResources = [
      integer('CPU', 4096),
      integer('MEMORY', 15_500),
      { name: 'PORTS', type: 'STRINGSET', stringSetValue: ['22'] },
      { name: 'GPU', type: 'STRINGSET', stringSetValue: ['GPU-1', 'GPU-2'] },
    ];
    const attributes = [
      { name: 'ecs.instance-type', value: 'g5.xlarge' },
      { name: 'ecs.availability-zone', value: 'us-east-1b' },
      { name: 'ecs.capability.something' },
    ];
    wire.json({
      containerInstances: [
        { containerInstanceArn: 'arn:1', ec2InstanceId: 'i-1', attributes, registeredResources },
        { containerInstanceArn: 'arn:2' },
      ],
      failures: [{ arn: 'arn:3', reason: 'MISSING' }],
    });
    expect(await ecs.describeContainerInstances('c', ['arn:1', 'arn:2', 'arn:3'])).to.deep.equal([
      {
        arn: 'arn:1',
        ec2Id: 'i-1',
        type: 'g5.xlarge',
        zone: 'us-east-1b',
        cpu: 4096,
        memory: 15_500,
        gpus: 2,
      },
      { arn: 'arn:2', cpu: 0, memory: 0, gpus: 0 },
    ]);
    expect(wire.calls[0]).to.deep.equal([
      'DescribeContainerInstances',
      { cluster: 'c', containerInstances: ['arn:1', 'arn:2', 'arn:3'] },
    ]);
    wire.json({ failures: [{ arn: 'arn:3', reason: 'MISSING' }] });
    expect(await ecs.describeContainerInstances('c', ['arn:3'])).to.deep.equal([]);
  });

  it('stops a task, also one that is long gone, but not without its cluster', async () => {
    wire.json({ task: { taskArn: TASK_ARN } });
    await ecs.stopTask(CLUSTER_ARN, TASK_ARN, 'why');
    expect(wire.calls[0]).to.deep.equal([
      'StopTask',
      { cluster: CLUSTER_ARN, task: TASK_ARN, reason: 'why' },
    ]);
    wire.jsonError('InvalidParameterException', 'The referenced task was not found.');
    await ecs.stopTask(CLUSTER_ARN, TASK_ARN, 'why');
    wire.jsonError('InvalidParameterException', 'Invalid identifier');
    expect(await failureOf(ecs.stopTask(CLUSTER_ARN, TASK_ARN, 'why'))).to.have.property('kind', 'refused');
    wire.jsonError('ClusterNotFoundException', 'Cluster not found.');
    expect(await failureOf(ecs.stopTask(CLUSTER_ARN, TASK_ARN, 'why'))).to.have.property('kind', 'refused');
  });

  const errors = [
    { code: 'ThrottlingException', status: 400, kind: 'throttled' },
    { code: 'ServerException', status: 500, kind: 'unavailable' },
    { code: 'AccessDeniedException', status: 400, kind: 'denied' },
    { code: 'ConflictException', status: 400, kind: 'conflict' },
    { code: 'InvalidParameterException', status: 400, kind: 'refused' },
  ] as const;
  for (const { code, status, kind } of errors) {
    it(`takes ${code} (HTTP ${status}) as ${kind} after a single request`, async () => {
      wire.jsonError(code, 'AWS’s words', status);
      const error = await failureOf(ecs.runTask({ taskDefinition: 'td', clientToken: 'mine' }));
      expect(error).to.be.instanceOf(AwsServiceError).and.include({
        kind,
        awsCode: code,
        awsMessage: 'AWS’s words',
        operation: 'ecs:RunTask',
      });
      expect(wire.requests.length).to.equal(1);
    });
  }

  it('takes a connection that breaks off as unavailable, after a single request', async () => {
    wire.answer('drop');
    expect(await failureOf(ecs.describeTasks(CLUSTER_ARN, [TASK_ARN]))).to.include({
      kind: 'unavailable',
      recoverable: true,
    });
    expect(wire.requests.length).to.equal(1);
  });

  it('gives the tasks that hold a token where ECS names them in its conflict', async () => {
    const body = { __type: 'ConflictException', message: 'used', resourceIds: [TASK_ARN] };
    wire.answer({ status: 400, body: JSON.stringify(body) });
    expect(await ecs.runTask({ taskDefinition: 'd' })).to.deep.equal({
      tasks: [],
      failures: [],
      holders: [TASK_ARN],
    });
  });

  it('lists tasks a page at a time', async () => {
    wire.json({ taskArns: [TASK_ARN], nextToken: 'more' });
    expect(await ecs.listTasks('c', { startedBy: 'nf-1' })).to.deep.equal({ arns: [TASK_ARN], next: 'more' });
    wire.json({ taskArns: [] });
    expect(await ecs.listTasks('c', { startedBy: 'nf-1' }, 'more')).to.deep.equal({ arns: [] });
    expect(wire.calls.map(([, input]) => input)).to.deep.equal([
      { cluster: 'c', startedBy: 'nf-1' },
      { cluster: 'c', startedBy: 'nf-1', nextToken: 'more' },
    ]);
  });

  it('lists the families that have something to deregister, and their revisions, a page at a time', async () => {
    wire.json({ families: ['nf-a'], nextToken: 'more' });
    expect(await ecs.listTaskDefinitionFamilies('nf-')).to.deep.equal({ names: ['nf-a'], next: 'more' });
    wire.json({});
    expect(await ecs.listTaskDefinitionFamilies('nf-', 'more')).to.deep.equal({ names: [] });
    wire.json({ taskDefinitionArns: ['arn:1'] });
    expect(await ecs.listTaskDefinitions('nf-a', 'second')).to.deep.equal({ names: ['arn:1'] });
    expect(wire.calls.map(([, input]) => input)).to.deep.equal([
      { familyPrefix: 'nf-', status: 'ACTIVE' },
      { familyPrefix: 'nf-', status: 'ACTIVE', nextToken: 'more' },
      { familyPrefix: 'nf-a', status: 'ACTIVE', nextToken: 'second' },
    ]);
  });

  it('deregisters the revision it is given', async () => {
    wire.json({ taskDefinition: { taskDefinitionArn: 'arn:1', status: 'INACTIVE' } });
    await ecs.deregisterTaskDefinition('arn:1');
    expect(wire.calls).to.deep.equal([['DeregisterTaskDefinition', { taskDefinition: 'arn:1' }]]);
  });

  it('knows when a definition was registered', async () => {
    wire.json({
      taskDefinition: { taskDefinitionArn: 'arn:1', status: 'ACTIVE', registeredAt: 1_780_000_000 },
    });
    expect(await ecs.describeTaskDefinition('arn:1')).to.have.property('registeredAt', 1_780_000_000_000);
  });

  it('reads tasks with their tags, those alone that ECS knows', async () => {
    const task = { taskArn: TASK_ARN, lastStatus: 'RUNNING', tags: [{ key: 'a', value: 'b' }, { key: 'c' }] };
    wire.json({ tasks: [task], failures: [{ arn: 'arn:gone', reason: 'MISSING' }] });
    expect(await ecs.taggedTasks('c', [TASK_ARN, 'arn:gone'])).to.deep.equal([
      { arn: TASK_ARN, lastStatus: 'RUNNING', containers: [], tags: { a: 'b', c: '' } },
    ]);
    expect(wire.calls[0]?.[1]).to.deep.equal({
      cluster: 'c',
      tasks: [TASK_ARN, 'arn:gone'],
      include: ['TAGS'],
    });
  });
});
