import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Task } from '@aws-sdk/client-ecs';
import { systemClock } from '../../local/clock.js';
import { engineAddresses } from '../../local/runtime/container/engine-address.js';
import { Engine } from '../../local/runtime/container/engine.js';
import { ContainerCloud } from './container-cloud.js';

const script = (text: string): { readonly entryPoint: string[]; readonly command: string[] } => ({
  entryPoint: ['bash', '-c'],
  command: [text],
});
const main = (task: Task): { readonly exitCode?: number | undefined; readonly reason?: string | undefined } =>
  task.containers?.[0] ?? {};

describe('tasks of the local cloud in real containers', () => {
  let cloud: ContainerCloud;
  before(async () => {
    cloud = await ContainerCloud.start();
  });
  after(() => cloud.close());

  it('run to their exit code and leave their output in CloudWatch Logs [4.1]', async () => {
    const task = await cloud.ended({ container: script('echo out; echo err >&2; exit 3') });
    expect(main(task).exitCode).to.equal(3);
    expect(task).to.include({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
    });
    expect(await cloud.output(task)).to.have.members(['out', 'err']);
    expect(task.containers?.[0]?.runtimeId).to.match(/^[0-9a-f]{64}$/);
  });

  it('are killed by the kernel past their memory, with the reason of ECS [4.2]', async () => {
    const task = await cloud.ended({ container: script('x=a; while :; do x="$x$x"; done') });
    expect(main(task)).to.deep.include({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
    expect(task.stopCode).to.equal('EssentialContainerExited');
  });

  it('are said to be out of memory also where only a child was killed [4.2]', async () => {
    const child = `bash -c 'x=a; while :; do x="$x$x"; done'; exit 5`;
    expect(main(await cloud.ended({ container: script(child) }))).to.deep.include({
      exitCode: 5,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
  });

  it('get the memory an override gives them [9.1]', async () => {
    const task = await cloud.ended({
      container: script('x=$(head -c 200000000 /dev/zero | tr "\\0" a); echo "${#x}"'),
      run: { overrides: { memory: '1024' } },
    });
    expect(main(task).exitCode).to.equal(0);
    expect(await cloud.output(task)).to.deep.equal(['200000000']);
  });

  it('run their trap when they are stopped, and write .exitcode [4.3] [3d.2]', async () => {
    const folder = join(cloud.dataDir, 's3', 'my-bucket', 'work', 'ab');
    await mkdir(folder, { recursive: true });
    const wrapper = `cd "\${0%/*}"; trap 'printf 143 > .exitcode; exit 143' TERM; echo ready; sleep 100 & wait`;
    await writeFile(join(folder, '.command.run'), wrapper);
    const arn = await cloud.run({
      container: {
        entryPoint: ['/usr/bin/fusion'],
        command: ['bash', '/fusion/s3/my-bucket/work/ab/.command.run'],
      },
    });
    await cloud.printed(await cloud.until(arn, 'RUNNING'), 'ready');
    await cloud.stop(arn);
    const task = await cloud.until(arn, 'STOPPED');
    expect(main(task).exitCode).to.equal(143);
    expect(task).to.include({ stopCode: 'UserInitiated', stoppedReason: 'the test says so' });
    expect(await readFile(join(folder, '.exitcode'), 'utf8')).to.equal('143');
  });

  it('are killed after stopTimeout where they ignore SIGTERM, without a reason [4.4]', async () => {
    const arn = await cloud.run({ container: { ...script('echo ready; sleep 100'), stopTimeout: 2 } });
    await cloud.printed(await cloud.until(arn, 'RUNNING'), 'ready');
    await cloud.stop(arn);
    const task = await cloud.until(arn, 'STOPPED');
    expect(main(task).exitCode).to.equal(137);
    expect(main(task).reason).to.equal(undefined);
    const took = (task.stoppedAt?.getTime() ?? 0) - (task.stoppingAt?.getTime() ?? 0);
    expect(took).to.be.at.least(2000);
  });

  it('fail to start where the entry point is not there [4.12]', async () => {
    const task = await cloud.ended({ container: { entryPoint: ['/no/such'], command: [] } });
    expect(task.stopCode).to.equal('TaskFailedToStart');
    expect(task.stoppedReason).to.match(/^CannotStartContainerError: .*\/no\/such.*no such file/);
    expect(main(task).exitCode).to.equal(undefined);
  });

  it('fail to start where the image is not to be had [4.10]', async () => {
    const task = await cloud.ended({ container: { image: '127.0.0.1:1/nf-awsecs-e2e:none' } });
    expect(task.stopCode).to.equal('TaskFailedToStart');
    expect(task.stoppedReason).to.match(/^CannotPullContainerError: Error response from daemon: /);
  });

  it('have the image’s ENTRYPOINT where the definition has none, and an override’s command [9.10]', async () => {
    const task = await cloud.ended({
      container: { image: 'nf-awsecs-e2e:entry' },
      run: { overrides: { containerOverrides: [{ name: 'main', command: ['$HOME', '*'] }] } },
    });
    expect(await cloud.output(task)).to.deep.equal(['of the image: $HOME *']);
  });

  it('have environment, ulimits, tmpfs and a user of their own [1a.23] [1a.14] [1a.28]', async () => {
    const task = await cloud.ended({
      container: {
        ...script('echo "$GREETING"; ulimit -Sn; ulimit -Hn; id -u; grep " /scratch " /proc/mounts; env'),
        environment: [{ name: 'GREETING', value: 'a "b" $c' }],
        ulimits: [{ name: 'nofile', softLimit: 100, hardLimit: 200 }],
        linuxParameters: { tmpfs: [{ containerPath: '/scratch', size: 8, mountOptions: ['noexec'] }] },
        user: '12',
      },
    });
    const [greeting, soft, hard, user, scratch, ...rest] = await cloud.output(task);
    expect([greeting, soft, hard, user]).to.deep.equal(['a "b" $c', '100', '200', '12']);
    expect(scratch)
      .to.match(/noexec/)
      .and.match(/size=8192k/);
    expect(rest.filter((line) => /SECRET|TOKEN/.test(line))).to.deep.equal([]);
  });

  it('share a volume between their containers [1c.5]', async () => {
    const mountPoints = [{ sourceVolume: 'shared', containerPath: '/data' }];
    const wait = 'until [ -e /data/there ]; do sleep 0.1; done; cat /data/there';
    const side = {
      name: 'side',
      image: 'nf-awsecs-e2e:bash',
      essential: false,
      ...script('echo hello > /data/new; mv /data/new /data/there'),
      mountPoints,
    };
    const log = { logDriver: 'awslogs' as const, options: logOptions };
    const first = await cloud.ended({
      definition: {
        volumes: [{ name: 'shared', host: {} }],
        containerDefinitions: [
          {
            name: 'main',
            image: 'nf-awsecs-e2e:bash',
            ...script(wait),
            mountPoints,
            logConfiguration: log,
          },
          side,
        ],
      },
    });
    expect(await cloud.output(first)).to.deep.equal(['hello']);
  });

  it('have their cpu capped and not shared out beyond it [1a.10]', async () => {
    const quota =
      'cat /sys/fs/cgroup/cpu.max 2>/dev/null || echo "$(cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us) $(cat /sys/fs/cgroup/cpu/cpu.cfs_period_us)"';
    const task = await cloud.ended({ container: script(quota) });
    const [amount = 0, period = 1] = ((await cloud.output(task))[0] ?? '').split(' ').map(Number);
    expect(amount / period).to.equal(0.25);
  });

  it('write files that the cloud’s user can remove', async () => {
    await cloud.ended({
      container: script('mkdir -p /fusion/s3/my-bucket/made; echo x > /fusion/s3/my-bucket/made/task'),
    });
    const made = await stat(join(cloud.dataDir, 's3', 'my-bucket', 'made', 'task'));
    expect(made.uid).to.equal(process.getuid?.());
  });

  it('get no GPUs, and run without', async () => {
    const result = await cloud.runtime.start({
      taskId: 'f'.repeat(32),
      taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/c/f',
      name: 'main',
      image: 'nf-awsecs-e2e:bash',
      networkMode: 'host',
      cpuShares: 0,
      mounts: [],
      settings: {},
      labels: {},
      ...script('exit 0'),
      environment: {},
      containerSettings: [],
      gpus: 1,
      wanted: () => true,
      output: () => undefined,
    });
    if (result.kind === 'failed') throw new Error(result.reason);
    expect((await result.exit).exitCode).to.equal(0);
  });

  it('leave no container in the engine', async () => {
    const addresses = engineAddresses(process.env);
    const [address] = typeof addresses === 'string' ? [] : addresses;
    if (address === undefined) throw new Error('DOCKER_HOST names no engine');
    const engine = new Engine(address, systemClock);
    expect(await engine.labelled('com.amazonaws.ecs.task-definition-family=e2e', 10_000)).to.deep.equal([]);
    engine.close();
  });
});

const logOptions = {
  'awslogs-group': '/e2e',
  'awslogs-region': 'us-east-1',
  'awslogs-stream-prefix': 'nf',
  'awslogs-create-group': 'true',
  mode: 'blocking',
};
