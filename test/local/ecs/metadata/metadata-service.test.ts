import { Readable } from 'node:stream';
import { expect } from 'chai';
import { type EcsDeps } from '../../../../local/ecs/ecs-service.js';
import { agentServices } from '../../../../local/ecs/metadata/metadata-service.js';
import { roleCredentials } from '../../../../local/ecs/metadata/role-credentials.js';
import { TaskDoors } from '../../../../local/ecs/metadata/task-doors.js';
import { cluster, container, EcsFixture, type Json } from '../ecs-fixture.js';
import { aTask } from '../task-builder.js';

const endpoint = 'http://127.0.0.1:4566';
const metadataUri = 'ECS_CONTAINER_METADATA_URI_V4';
const credentialsUri = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const taskRoleArn = 'arn:aws:iam::123456789012:role/task';

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe(agentServices.name, () => {
  let fixture: EcsFixture;
  afterEach(() => fixture.ecs.close());

  function begin(changes: Partial<EcsDeps> = {}, loopback = true): void {
    fixture = new EcsFixture({ endpoint: () => endpoint, ...changes });
    fixture.runtime.loopback = loopback;
  }

  const variable = (name: string, index = -1): string =>
    fixture.runtime.containers.at(index)?.spec.environment[name] ?? '';

  async function get(url: string, method = 'GET'): Promise<Told> {
    const path = url.slice(endpoint.length);
    const found = fixture.ecs.agent.find(({ prefix }) => path.startsWith(prefix));
    const response = await found?.service.handle({
      service: '_metadata',
      region: 'unknown',
      requestId: 'test',
      method,
      path,
      query: new URLSearchParams(),
      headers: {},
      body: Readable.from([]),
    });
    const text = typeof response?.body === 'string' ? response.body : '{}';
    return { status: response?.status ?? 0, body: JSON.parse(text) as Record<string, unknown> };
  }

  it('tells a container of itself and of its task at the address in its environment [10.1] [10.2]', async () => {
    begin();
    fixture.runtime.digest = 'sha256:abc';
    const arn = await fixture.running();
    const self = (await get(variable(metadataUri))).body;
    expect(self).to.deep.include({
      DockerId: 'fake-1',
      Name: 'main',
      Image: 'ubuntu:latest',
      ImageID: 'sha256:abc',
      DesiredStatus: 'RUNNING',
      KnownStatus: 'RUNNING',
      Limits: { CPU: 0 },
      Type: 'NORMAL',
      LogDriver: 'awslogs',
      LogOptions: {
        'awslogs-group': '/aws/ecs/nextflow',
        'awslogs-region': 'us-east-1',
        'awslogs-stream': `nf/main/${arn.split('/').at(-1) ?? ''}`,
      },
      Networks: [{ NetworkMode: 'host', IPv4Addresses: [] }],
    });
    expect(self['Labels']).to.include({ 'com.amazonaws.ecs.task-arn': arn });
    const task = (await get(`${variable(metadataUri)}/task`)).body;
    const { pullStartedAt, pullStoppedAt } = await fixture.describe(arn);
    const iso = (at: unknown): string => new Date(Number(at) * 1000).toISOString();
    expect(task).to.deep.equal({
      Cluster: cluster,
      TaskARN: arn,
      Family: 'nf-ubuntu',
      Revision: '1',
      DesiredStatus: 'RUNNING',
      KnownStatus: 'RUNNING',
      Limits: { CPU: 0.25, Memory: 512 },
      PullStartedAt: iso(pullStartedAt),
      PullStoppedAt: iso(pullStoppedAt),
      AvailabilityZone: 'us-east-1a',
      LaunchType: 'MANAGED_INSTANCES',
      Containers: [self],
      VPCID: 'vpc-1',
    });
  });

  it('tells neither instance nor Spot anywhere [10.4]', async () => {
    begin();
    const arn = await fixture.running();
    const text = JSON.stringify((await get(`${variable(metadataUri)}/task`)).body);
    const { containerInstanceArn } = await fixture.describe(arn);
    expect(text).not.to.contain('m7i.large').and.not.to.contain('i-0000').and.not.to.match(/spot/i);
    expect(text).not.to.contain(String(containerInstanceArn));
  });

  it('tells the interface of an awsvpc task', async () => {
    begin();
    const subnets = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } } };
    await fixture.running(subnets, { networkMode: 'awsvpc' });
    const [eni] = fixture.ecs.networkInterfaces.in('us-east-1');
    const self = (await get(variable(metadataUri))).body;
    expect(self['Networks']).to.deep.equal([
      {
        NetworkMode: 'awsvpc',
        IPv4Addresses: [eni?.privateIp],
        AttachmentIndex: 0,
        MACAddress: eni?.macAddress,
        IPv4SubnetCIDRBlock: '10.0.0.0/24',
        DomainNameSearchList: ['ec2.internal'],
        PrivateDNSName: `ip-${(eni?.privateIp ?? '').replaceAll('.', '-')}.ec2.internal`,
        SubnetGatewayIpv4Address: '10.0.0.1/24',
      },
    ]);
  });

  it('tells tags as ECS would be asked for them, and its throttle [10.1]', async () => {
    begin();
    await fixture.running({ tags: [{ key: 'run', value: '7' }] });
    const uri = `${variable(metadataUri)}/taskWithTags`;
    expect((await get(uri)).body).to.deep.include({ TaskTags: { run: '7' }, ContainerInstanceTags: {} });
    let told = (await get(uri)).body;
    for (let call = 0; call < 60 && told['Errors'] === undefined; call++) told = (await get(uri)).body;
    const [error] = told['Errors'] as Json[];
    expect(error).to.include({ ErrorField: 'ContainerInstanceTags', ErrorCode: 'ThrottlingException' });
    expect(told).to.include({ Family: 'nf-ubuntu' }).and.not.to.have.property('TaskTags');
  });

  it('makes up no stats, and answers what it does not serve with 404 and 405 [10.1]', async () => {
    begin();
    await fixture.running();
    const uri = variable(metadataUri);
    const status = async (...wanted: Parameters<typeof get>): Promise<number> =>
      (await get(...wanted)).status;
    expect(await status(`${uri}/stats`)).to.equal(503);
    expect(await status(`${uri}/task/stats`)).to.equal(503);
    expect(await status(`${uri}/task/`)).to.equal(200);
    expect(await status(`${uri}/tasks`)).to.equal(404);
    expect(await status(`${uri}0/task`)).to.equal(404);
    expect(await status(uri, 'PUT')).to.equal(405);
  });

  it('gives a task with a role credentials of its own, new ones before they expire [10.10]', async () => {
    begin();
    await fixture.running({}, { taskRoleArn });
    const first = variable(credentialsUri);
    const given = await get(first);
    expect(given.body).to.include({ RoleArn: taskRoleArn });
    expect(given.body['AccessKeyId']).to.match(/^ASIA[A-Z2-7]{16}$/);
    expect(given.body['SecretAccessKey']).to.match(/^[A-Za-z0-9+/]{40}$/);
    const expires = (told: Told): number => Date.parse(String(told.body['Expiration']));
    expect(expires(given) - fixture.clock.now()).to.be.within(3 * 3_600_000, 6 * 3_600_000);
    expect(await get(first)).to.deep.equal(given);
    await fixture.clock.advance(3 * 3_600_000);
    const later = await get(first);
    expect(later.body['AccessKeyId']).not.to.equal(given.body['AccessKeyId']);
    expect(expires(later)).to.be.above(expires(given));
    await fixture.run();
    await fixture.clock.advance(50_000);
    expect((await get(variable(credentialsUri))).body['AccessKeyId']).not.to.equal(later.body['AccessKeyId']);
  });

  it("shares a role among a task's containers, and knows each container by its own address [10.1] [10.10]", async () => {
    begin();
    const containerDefinitions = [container(), container({ name: 'side' })];
    await fixture.running({ overrides: { taskRoleArn } }, { containerDefinitions });
    const names = await Promise.all(
      [0, 1].map(async (index) => (await get(variable(metadataUri, index))).body['Name']),
    );
    expect(names).to.deep.equal(['main', 'side']);
    expect(variable(credentialsUri, 0)).to.equal(variable(credentialsUri, 1));
  });

  it('answers nobody any more once the task has stopped [10.10]', async () => {
    begin();
    await fixture.running({}, { taskRoleArn });
    fixture.runtime.last.end({ exitCode: 0 });
    await fixture.clock.advance(60_000);
    expect((await get(variable(metadataUri))).status).to.equal(404);
    expect(await get(variable(credentialsUri))).to.deep.equal({
      status: 400,
      body: {
        code: 'InvalidIdInRequest',
        message: 'CredentialsV2Request: Credentials not found',
        HTTPErrorCode: 400,
      },
    });
  });

  it('gives no variable beside these two, goes over a definition’s own, and gives none without a role [10.1] [10.10]', async () => {
    begin();
    const environment = [metadataUri, credentialsUri, 'OWN'].map((name) => ({ name, value: 'mine' }));
    const containerDefinitions = [container({ environment })];
    await fixture.running({}, { containerDefinitions });
    expect(variable(metadataUri)).to.match(
      /^http:\/\/127\.0\.0\.1:4566\/_local\/metadata\/v4\/[0-9a-f]{32}$/,
    );
    expect(variable(credentialsUri)).to.equal('mine');
    await fixture.running({}, { containerDefinitions, taskRoleArn });
    expect(variable(credentialsUri)).to.match(
      /^http:\/\/127\.0\.0\.1:4566\/_local\/credentials\/[0-9a-f]{32}$/,
    );
    expect(Object.keys(fixture.runtime.last.spec.environment).sort()).to.deep.equal(
      [credentialsUri, metadataUri, 'OWN'].sort(),
    );
  });

  it('tells a container nothing where it could not get there [10.1]', async () => {
    begin({}, false);
    await fixture.running({}, { taskRoleArn });
    expect(fixture.runtime.last.spec.environment).to.deep.equal({});
    begin({ endpoint: () => undefined });
    await fixture.running({}, { taskRoleArn });
    expect(fixture.runtime.last.spec.environment).to.deep.equal({});
  });

  it(`keeps no token of a task that has gone: ${TaskDoors.name}`, () => {
    begin();
    let tokens = 0;
    const doors = new TaskDoors({
      endpoint: () => endpoint,
      runtime: { reachesHost: (mode) => mode === 'host' },
      secret: () => `token-${++tokens}`,
    });
    const task = aTask({ definition: { taskRoleArn } });
    const [first] = task.containers;
    if (first === undefined) throw new Error('the task has no container');
    doors.open({ task, container: first, definition: {} });
    expect([doors.container('token-1')?.task, doors.roleOf('token-2')?.task]).to.deep.equal([task, task]);
    doors.close(task.id);
    expect([doors.container('token-1'), doors.roleOf('token-2')]).to.deep.equal([undefined, undefined]);
  });
});

describe(roleCredentials.name, () => {
  it('is valid for three to six hours whenever it is asked, also where a clock was set back', () => {
    for (const passed of [-5_000_000, 0, 10_799_999, 10_800_000, 100_000_000]) {
      const { Expiration } = roleCredentials(taskRoleArn, 'seed', 50_000_000, 50_000_000 + passed);
      expect(Date.parse(Expiration) - (50_000_000 + passed)).to.be.above(3 * 3_600_000 - 1);
    }
  });
});
