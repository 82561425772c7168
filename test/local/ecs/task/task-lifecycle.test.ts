import { expect } from 'chai';
import { TaskLife } from '../../../../local/ecs/task/task-life.js';
import { settle } from '../../../support/fake-clock.js';
import { callService, cluster, container, EcsFixture, type Json, provider, region } from '../ecs-fixture.js';

const second = 1000;

describe(TaskLife.name, () => {
  let fixture: EcsFixture;
  beforeEach(() => {
    fixture = new EcsFixture();
  });

  const status = async (arn: string): Promise<string> => (await fixture.describe(arn)).lastStatus;

  it('takes a task through every state of a cold start at AWS speed [3b.8]', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(2 * second);
    const seen = [await status(arn)];
    for (const wait of [28, 8, 2]) {
      await fixture.clock.advance(wait * second);
      seen.push(await status(arn));
    }
    fixture.runtime.last.end({ exitCode: 0 });
    await settle();
    seen.push(await status(arn));
    await fixture.clock.advance(0.5 * second);
    seen.push(await status(arn));
    await fixture.clock.advance(5 * second);
    seen.push(await status(arn));
    expect(seen).to.deep.equal([
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'DEACTIVATING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
    expect(fixture.clock.timers).to.equal(0);
  });

  it('tells times, host, provider and the exit code of a task that ended by itself [3b.6] [3b.8] [4.1]', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(40 * second);
    await fixture.clock.advance(10 * second);
    fixture.runtime.last.end({ exitCode: 3 });
    await fixture.clock.advance(60 * second);
    const task = await fixture.describe(arn);
    const since = (name: string): number => (task[name] as number) - task.createdAt;
    expect(
      [
        'connectivityAt',
        'pullStartedAt',
        'pullStoppedAt',
        'startedAt',
        'stoppingAt',
        'executionStoppedAt',
        'stoppedAt',
      ].map(since),
    ).to.deep.equal([30, 30, 38, 40, 50, 50, 55.5]);
    expect(task).to.include({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      launchType: 'MANAGED_INSTANCES',
      capacityProviderName: 'MANAGED_INSTANCES',
      availabilityZone: 'us-east-1a',
      desiredStatus: 'STOPPED',
      cpu: '256',
      memory: '512',
      group: 'family:nf-ubuntu',
    });
    expect(task['containerInstanceArn']).to.match(
      /^arn:aws:ecs:us-east-1:123456789012:container-instance\/nextflow-cluster\/[0-9a-f]{32}$/,
    );
    expect(task.containers[0]).to.include({
      name: 'main',
      image: 'ubuntu:latest',
      lastStatus: 'STOPPED',
      exitCode: 3,
    });
    expect(task.containers[0]?.runtimeId).to.equal('fake-1');
  });

  it('tells the runtime of GPUs, of the definition or of an override [8.12] [9.7]', async () => {
    const gpu = (value: string): Json => ({ resourceRequirements: [{ type: 'GPU', value }] });
    const requirements = { vCpuCount: { min: 1 }, memoryMiB: { min: 1 }, allowedInstanceTypes: ['g5.*'] };
    fixture.ecs.createProvider(region, cluster, 'gpu', provider(requirements));
    const strategy = { capacityProviderStrategy: [{ capacityProvider: 'gpu', weight: 1 }] };
    await fixture.launch(strategy, { containerDefinitions: [container(gpu('1'))] });
    const overrides = { containerOverrides: [{ name: 'main', ...gpu('4') }] };
    await fixture.run({ ...strategy, overrides });
    await fixture.launch();
    await fixture.clock.advance(45 * second);
    expect(fixture.runtime.containers.map(({ spec }) => spec.gpus)).to.deep.equal([1, 4, 0]);
    expect(fixture.runtime.containers.map(({ spec }) => spec.wanted())).to.deep.equal([true, true, true]);
    await fixture.ecs.close();
  });

  it("tells a container's own reason, cut to 1024 characters, beside the task's [3b.7] [4.1] [4.2] [4.4]", async () => {
    const oom = 'OutOfMemoryError: Container killed due to memory usage';
    for (const reason of [oom, 'x'.repeat(2000), undefined]) {
      const arn = await fixture.running();
      fixture.runtime.last.end({ exitCode: 137, ...(reason === undefined ? {} : { reason }) });
      await fixture.clock.advance(60 * second);
      const task = await fixture.describe(arn);
      expect(task.stoppedReason).to.equal('Essential container in task exited');
      expect(task.containers[0]?.exitCode).to.equal(137);
      expect(task.containers[0]?.reason).to.equal(reason?.slice(0, 1024));
    }
  });

  it('raises the version with every change', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(2 * second);
    const versions = [(await fixture.describe(arn)).version];
    for (const wait of [28, 8, 2]) {
      await fixture.clock.advance(wait * second);
      versions.push((await fixture.describe(arn)).version);
    }
    // The last step is two: the container runs, then the task.
    expect(versions).to.deep.equal([1, 2, 3, 5]);
    await fixture.ecs.close();
  });

  it('runs in well under a second where AWS is sped up a hundred times, and is MISSING as long as ever [3b.2]', async () => {
    fixture = new EcsFixture({ speed: 100 });
    const arn = await fixture.launch();
    await fixture.clock.advance(400);
    expect(fixture.runtime.containers).to.have.length(1);
    const missing = await fixture.call('DescribeTasks', { cluster, tasks: [arn] });
    expect(missing.failures).to.deep.equal([{ arn, reason: 'MISSING' }]);
    await fixture.clock.advance(1600);
    expect(await status(arn)).to.equal('RUNNING');
    await fixture.ecs.close();
  });

  it('gives the container the merged environment and the overriding command [9.4]', async () => {
    await fixture.launch(
      {
        overrides: {
          containerOverrides: [
            { name: 'main', command: ['echo', 'hi'], environment: [{ name: 'B', value: '2' }] },
          ],
        },
      },
      {
        containerDefinitions: [
          container({
            environment: [
              { name: 'A', value: '1' },
              { name: 'B', value: '1' },
            ],
            privileged: true,
          }),
        ],
      },
    );
    await fixture.clock.advance(40 * second);
    expect(fixture.runtime.last.spec).to.deep.include({
      entryPoint: ['/usr/bin/fusion'],
      command: ['echo', 'hi'],
      environment: { A: '1', B: '2' },
      containerSettings: ['privileged'],
    });
    await fixture.ecs.close();
  });

  it('delivers output to prefix/container/task-id, once there is some [6a.2] [6a.8]', async () => {
    const arn = await fixture.launch();
    const stream = `nf/main/${arn.split('/').at(-1) ?? ''}`;
    const read = async (): Promise<object> => {
      const request = { logGroupName: '/aws/ecs/nextflow', logStreamName: stream, startFromHead: true };
      return callService(fixture.logs, 'Logs_20140328.GetLogEvents', request);
    };
    await fixture.clock.advance(40 * second);
    expect(await read()).to.include({ __type: 'ResourceNotFoundException' });
    fixture.runtime.last.spec.output('hello');
    expect(await read()).to.have.nested.property('events[0].message', 'hello');
    await fixture.ecs.close();
  });

  it('fails to start where the log group is missing, and makes it where told to [4.11] [6a.3] [6a.7]', async () => {
    const options = { 'awslogs-group': '/other', 'awslogs-region': region, 'awslogs-stream-prefix': 'nf' };
    const logged = (more: object): object => ({
      containerDefinitions: [
        container({ logConfiguration: { logDriver: 'awslogs', options: { ...options, ...more } } }),
      ],
    });
    const failing = await fixture.launch({}, { ...logged({}) });
    await fixture.clock.advance(60 * second);
    const task = await fixture.describe(failing);
    expect(task.stopCode).to.equal('TaskFailedToStart');
    expect(task.stoppedReason).to.match(
      /^ResourceInitializationError: failed to initialize logging driver: /,
    );
    expect(task.startedAt).to.equal(undefined);
    expect(task.executionStoppedAt).to.equal(undefined);
    const working = await fixture.launch({}, { ...logged({ 'awslogs-create-group': 'true' }) });
    await fixture.clock.advance(60 * second);
    expect(await status(working)).to.equal('RUNNING');
    await fixture.ecs.close();
  });

  it('fails to start where awslogs has no execution role to write with, unless the call brings one [1a.33] [9.2]', async () => {
    const failing = await fixture.launch({}, { executionRoleArn: '' });
    const working = await fixture.launch({ overrides: { executionRoleArn: 'arn:aws:iam::1:role/r' } });
    await fixture.clock.advance(60 * second);
    expect((await fixture.describe(failing)).stoppedReason).to.match(/the task has no executionRoleArn/);
    expect(await status(working)).to.equal('RUNNING');
    await fixture.ecs.close();
  });

  it('fails to start where the runtime cannot run the command, with its reason and no exit code [3b.7] [4.12]', async () => {
    fixture.runtime.refusal =
      'CannotStartContainerError: exec: "nope": executable file not found in $PATH: unknown';
    const arn = await fixture.launch();
    await fixture.clock.advance(60 * second);
    const task = await fixture.describe(arn);
    expect(task).to.include({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: fixture.runtime.refusal,
    });
    expect(task.containers[0]).to.include({ reason: fixture.runtime.refusal, lastStatus: 'STOPPED' });
    expect(task.containers[0]).not.to.have.property('exitCode');
  });

  it('stops with SIGTERM, and with SIGKILL after the stop timeout in unscaled seconds [1a.29] [3d.2] [4.3] [4.4]', async () => {
    fixture = new EcsFixture({ speed: 100 });
    const arn = await fixture.launch({}, { containerDefinitions: [container({ stopTimeout: 7 })] });
    await fixture.clock.advance(1 * second);
    await fixture.call('StopTask', { cluster, task: arn, reason: 'enough' });
    await fixture.clock.advance(6.9 * second);
    expect(fixture.runtime.last.signals).to.deep.equal(['SIGTERM']);
    expect(await fixture.describe(arn)).to.include({ lastStatus: 'STOPPING', desiredStatus: 'STOPPED' });
    await fixture.clock.advance(1 * second);
    expect(fixture.runtime.last.signals).to.deep.equal(['SIGTERM', 'SIGKILL']);
    const task = await fixture.describe(arn);
    expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'enough' });
    expect(task.containers[0]?.exitCode).to.equal(137);
    expect(fixture.clock.timers).to.equal(0);
  });

  it('never starts a task that is stopped before, and drops its tags [3d.3] [4.3]', async () => {
    const arn = await fixture.launch({ tags: [{ key: 'k', value: 'v' }] });
    await fixture.clock.advance(35 * second);
    const stopped = await fixture.call('StopTask', { cluster, task: arn });
    expect(stopped.task).to.include({
      desiredStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'Task stopped by user',
    });
    await fixture.clock.advance(60 * second);
    expect(fixture.runtime.containers).to.deep.equal([]);
    const task = await fixture.describe(arn, ['TAGS']);
    expect(task).to.include({ lastStatus: 'STOPPED' }).and.not.to.have.property('startedAt');
    expect(task.tags).to.deep.equal([]);
  });

  it('stops a task whose container is just being started', async () => {
    let open: () => void = () => undefined;
    fixture.runtime.gate = new Promise((resolve) => (open = resolve));
    const arn = await fixture.launch();
    await fixture.clock.advance(41 * second);
    await fixture.call('StopTask', { cluster, task: arn });
    open();
    await fixture.clock.advance(1 * second);
    expect(fixture.runtime.last.signals).to.deep.equal(['SIGTERM']);
    fixture.runtime.last.end({ exitCode: 143 });
    await fixture.clock.advance(10 * second);
    expect(await fixture.describe(arn)).to.include({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
    expect(fixture.clock.timers, 'the SIGKILL that was not needed').to.equal(0);
  });

  it('keeps the result of a process that ended before StopTask came [3d.5]', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(41 * second);
    fixture.runtime.last.end({ exitCode: 0 });
    await settle();
    const answer = await fixture.call('StopTask', { cluster, task: arn });
    expect(answer.task.stopCode).to.equal('EssentialContainerExited');
    await fixture.clock.advance(60 * second);
    expect((await fixture.call('StopTask', { cluster, task: arn })).task.lastStatus).to.equal('STOPPED');
    expect((await fixture.describe(arn)).containers[0]?.exitCode).to.equal(0);
  });

  it('stops the other containers when an essential one ends, and not when another does', async () => {
    const arn = await fixture.launch(
      {},
      { containerDefinitions: [container(), container({ name: 'side', essential: false })] },
    );
    await fixture.clock.advance(41 * second);
    const [main, side] = fixture.runtime.containers;
    await settle();
    main?.end({ exitCode: 0 });
    await fixture.clock.advance(1 * second);
    expect(side?.signals).to.deep.equal(['SIGTERM']);
    side?.end({ exitCode: 143 });
    await fixture.clock.advance(10 * second);
    const task = await fixture.describe(arn);
    expect(task.containers.map(({ exitCode }) => exitCode)).to.deep.equal([0, 143]);
    expect(task.stopCode).to.equal('EssentialContainerExited');
  });

  it('ends a reclaimed Spot task gently as SpotInterruption [4.5]', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(41 * second);
    fixture.ecs.interrupt(arn, 'spot');
    await fixture.clock.advance(1 * second);
    expect(fixture.runtime.last.signals).to.deep.equal(['SIGTERM']);
    await fixture.clock.advance(60 * second);
    const task = await fixture.describe(arn);
    expect(task).to.include({
      lastStatus: 'STOPPED',
      stopCode: 'SpotInterruption',
      stoppedReason: 'Your Spot Task was interrupted.',
    });
  });

  it('ends a task with its host, without an exit code [3b.7] [4.6]', async () => {
    const arn = await fixture.launch();
    await fixture.clock.advance(41 * second);
    fixture.ecs.interrupt(arn, 'host');
    await fixture.clock.advance(60 * second);
    const task = await fixture.describe(arn);
    expect(task).to.include({ lastStatus: 'STOPPED', stopCode: 'TerminationNotice' });
    expect(task.stoppedReason).to.match(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/);
    expect(task.containers[0]).not.to.have.property('exitCode');
    expect(() => fixture.ecs.interrupt(arn, 'host')).to.throw(RangeError, /no task .* lives/);
  });

  it('leaves no timer and closes the runtime on close', async () => {
    await fixture.launch();
    await fixture.run();
    await fixture.ecs.close();
    expect(fixture.clock.timers).to.equal(0);
    expect(fixture.runtime.closed).to.equal(true);
  });
});
