import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConflictException,
  CreateClusterCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  type RegisterTaskDefinitionCommandInput,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  type Task,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { systemClock } from '../../../local/clock.js';
import { fleetDelays } from '../../../local/ecs/capacity/fleet-delays.js';
import { Fleets } from '../../../local/ecs/capacity/fleets.js';
import { createEcsService, type EcsService } from '../../../local/ecs/ecs-service.js';
import { CallRecord } from '../../../local/http/call-record.js';
import { LocalServer } from '../../../local/http/server.js';
import { createLogsService, type LogsService } from '../../../local/logs/logs-service.js';
import { createProcessRuntime } from '../../../local/runtime/process/process-runtime.js';
import { noState } from '../../../local/state/state-book.js';
import { callService, cluster, definition, type Json, network, provider, region } from './ecs-fixture.js';

/** The real client, a real socket and real processes, at a thousand times AWS's pace. */
describe(createEcsService.name, () => {
  let dataDir: string;
  let ecs: EcsService;
  let logs: LogsService;
  let server: LocalServer;
  let client: ECSClient;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'nf-ecs-'));
    const log = (): void => undefined;
    const shared = { clock: systemClock, random: Math.random, log, account: '123456789012' };
    logs = createLogsService(shared);
    const path = process.env['PATH'] ?? '/usr/bin:/bin';
    const runtime = createProcessRuntime({ ...shared, dataDir, s3Root: join(dataDir, 's3'), path });
    const fleets = new Fleets({ ...shared, network, delays: fleetDelays(1000), state: noState });
    const delays = { consistency: 2 };
    ecs = createEcsService({ ...shared, network, runtime, logs, fleets, speed: 1000, delays });
    logs.ensureGroup(region, '/aws/ecs/nextflow');
    ecs.createCluster(region, cluster);
    ecs.createProvider(region, cluster, 'MANAGED_INSTANCES', provider());
    const now = (): number => Date.now();
    server = new LocalServer({
      services: new Map([['ecs', ecs]]),
      calls: new CallRecord(),
      now,
      random: Math.random,
      log,
    });
    client = new ECSClient({
      region,
      endpoint: `http://127.0.0.1:${await server.listen()}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
    await ecs.close();
    await rm(dataDir, { recursive: true });
  });

  const register = (changes: Json = {}): Promise<unknown> =>
    client.send(
      new RegisterTaskDefinitionCommand(definition(changes) as unknown as RegisterTaskDefinitionCommandInput),
    );
  const run = async (command: string[], more: object = {}): Promise<Task> => {
    const { tasks } = await client.send(
      new RunTaskCommand({
        cluster,
        taskDefinition: 'nf-ubuntu',
        capacityProviderStrategy: [{ capacityProvider: 'MANAGED_INSTANCES', weight: 1 }],
        overrides: { containerOverrides: [{ name: 'main', command }] },
        ...more,
      }),
    );
    const task = tasks?.[0];
    if (task === undefined) throw new Error('nothing was started');
    return task;
  };
  const reach = async (task: Task, status: string): Promise<Task> => {
    for (;;) {
      const answer = await client.send(new DescribeTasksCommand({ cluster, tasks: [task.taskArn ?? ''] }));
      const found = answer.tasks?.[0];
      if (found?.lastStatus === status) return found;
      if (found?.lastStatus === 'STOPPED') throw new Error(found.stoppedReason);
      // Two calls of one bucket a step: the fill of 100 is enough for the fraction of a second this takes.
      await new Promise<void>((resolve) => setTimeout(resolve, 20));
    }
  };
  const failure = async (call: Promise<unknown>): Promise<Error> =>
    call.then(
      () => new Error('it worked'),
      (error: unknown) => error as Error,
    );

  it('runs a work-dir script through the Fusion stand-in and tells its exit code, times and output', async () => {
    const folder = join(dataDir, 's3', 'my-bucket', 'work', 'ab');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, '.command.run'),
      'cd "${NXF_FUSION_MOUNT:-/fusion/s3}/my-bucket/work/ab"; echo hello; echo 3 > .exitcode; exit 3',
    );
    await register();
    const task = await run(['bash', '/fusion/s3/my-bucket/work/ab/.command.run'], { clientToken: 'once' });
    const stopped = await reach(task, 'STOPPED');
    expect(stopped.containers?.[0]?.exitCode).to.equal(3);
    expect(stopped.stopCode).to.equal('EssentialContainerExited');
    expect(stopped.startedAt).to.be.instanceOf(Date);
    expect(stopped.stoppedAt?.getTime()).to.be.at.least(stopped.startedAt?.getTime() ?? Infinity);
    expect(await readFile(join(folder, '.exitcode'), 'utf8')).to.equal('3\n');
    const stream = `nf/main/${task.taskArn?.split('/').at(-1) ?? ''}`;
    const events = await callService(logs, 'Logs_20140328.GetLogEvents', {
      logGroupName: '/aws/ecs/nextflow',
      logStreamName: stream,
    });
    expect(events).to.have.nested.property('events[0].message', 'hello');
  });

  it('stops a running task so that its trap runs', async () => {
    await register();
    const script = 'trap "echo bye > bye; cp bye $NXF_FUSION_MOUNT; exit 1" TERM; sleep 100 & wait';
    await mkdir(join(dataDir, 's3'));
    const task = await run(['bash', '-c', script]);
    await reach(task, 'RUNNING');
    await client.send(new StopTaskCommand({ cluster, task: task.taskArn, reason: 'Ctrl-C' }));
    const stopped = await reach(task, 'STOPPED');
    expect(stopped).to.include({ stopCode: 'UserInitiated', stoppedReason: 'Ctrl-C' });
  });

  it('satisfies the waiter of the SDK', async () => {
    await register();
    const task = await run(['true']);
    await reach(task, 'STOPPED');
    const result = await waitUntilTasksStopped(
      { client, maxWaitTime: 10 },
      { cluster, tasks: [task.taskArn ?? ''] },
    );
    expect(result.state).to.equal('SUCCESS');
  });

  it('gives the SDK errors it knows, with their members', async () => {
    await register();
    const task = await run(['sleep', '100'], { clientToken: 't' });
    const conflict = await failure(run(['true'], { clientToken: 't' }));
    if (!(conflict instanceof ConflictException)) throw conflict;
    expect(conflict.resourceIds).to.deep.equal([task.taskArn]);
    const missing = await failure(client.send(new DescribeTasksCommand({ cluster: 'nope', tasks: ['x'] })));
    expect(missing.name).to.equal('ClusterNotFoundException');
    const unserved = await failure(client.send(new DescribeServicesCommand({ cluster, services: ['x'] })));
    expect(unserved.message).to.match(/DescribeServices: AWS has this operation/);
  });

  it('describes what a pre-flight check reads', async () => {
    const { clusters, failures } = await client.send(
      new DescribeClustersCommand({ clusters: [cluster, 'nope'] }),
    );
    expect(clusters?.[0]).to.include({ clusterName: cluster, status: 'ACTIVE' });
    expect(clusters?.[0]?.capacityProviders).to.deep.equal(['MANAGED_INSTANCES']);
    expect(failures?.[0]).to.include({ reason: 'MISSING' });
    const { capacityProviders } = await client.send(new DescribeCapacityProvidersCommand({ cluster }));
    expect(capacityProviders?.[0]).to.include({ type: 'MANAGED_INSTANCES', status: 'ACTIVE', cluster });
    const subnets =
      capacityProviders?.[0]?.managedInstancesProvider?.instanceLaunchTemplate?.networkConfiguration;
    expect(subnets?.subnets).to.deep.equal(['subnet-a']);
  });

  it('gives a definition back as registered, with defaults', async () => {
    await register({ cpu: '1 vCPU', tags: [{ key: 'k', value: 'v' }] });
    const answer = await client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'nf-ubuntu', include: ['TAGS'] }),
    );
    expect(answer.taskDefinition).to.include({
      revision: 1,
      status: 'ACTIVE',
      cpu: '1024',
      networkMode: 'host',
    });
    expect(answer.taskDefinition?.registeredAt).to.be.instanceOf(Date);
    expect(answer.taskDefinition?.containerDefinitions?.[0]).to.deep.include({
      essential: true,
      mountPoints: [],
    });
    expect(answer.tags).to.deep.equal([{ key: 'k', value: 'v' }]);
  });

  it('creates a cluster, and refuses one with a provider that cannot be there yet', async () => {
    const { cluster: made } = await client.send(new CreateClusterCommand({ clusterName: 'new' }));
    expect(made?.clusterArn).to.equal('arn:aws:ecs:us-east-1:123456789012:cluster/new');
    const refused = await failure(
      client.send(
        new CreateClusterCommand({ clusterName: 'other', capacityProviders: ['MANAGED_INSTANCES'] }),
      ),
    );
    expect(refused.message).to.match(/was not found\. Create the cluster first/);
  });
});
