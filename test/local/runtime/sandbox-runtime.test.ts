import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemClock } from '../../../local/clock.js';
import { findSandbox } from '../../../local/runtime/sandbox/find-sandbox.js';
import { createSandboxRuntime } from '../../../local/runtime/sandbox/sandbox-runtime.js';
import {
  type ContainerSpec,
  type RunningContainer,
  type TaskRuntime,
} from '../../../local/runtime/task-runtime.js';
import { container } from './container-builder.js';

describe(createSandboxRuntime.name, function () {
  // Tasks step back for everything else the machine does.
  this.timeout(60_000);
  // On a machine that is busy a sandbox was seen, rarely, not to start or end; the cause is not known yet. It is not that the
  // task gets no processor: with three busy loops on the same one it was not seen.
  this.retries(2);
  let dataDir: string;
  let lines: string[];
  let said: string[];
  let heard: (() => void)[];
  let runtime: TaskRuntime;

  beforeEach(async function () {
    const path = process.env['PATH'] ?? '/usr/bin:/bin';
    const found = await findSandbox(path, process.getuid?.() === 0, 5000);
    // Where the kernel, or the machine, has no sandboxes there are none to test.
    if (found.kind === 'none') this.skip();
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'nf-sandbox-')));
    await mkdir(join(dataDir, 's3', 'my-bucket'), { recursive: true });
    lines = [];
    heard = [];
    said = [];
    runtime = createSandboxRuntime(found.machine, {
      clock: systemClock,
      log: (line) => said.push(line),
      dataDir,
      s3Root: join(dataDir, 's3'),
      path,
    });
  });
  afterEach(async () => {
    await runtime.close();
    await rm(dataDir, { recursive: true });
  });

  const hear = (line: string): void => {
    lines.push(line);
    for (const resolve of heard.splice(0)) resolve();
  };
  const spec = (changes: Partial<ContainerSpec>): ContainerSpec => container({ output: hear, ...changes });
  const start = async (changes: Partial<ContainerSpec>): Promise<RunningContainer> => {
    const result = await runtime.start(spec(changes));
    if (result.kind === 'failed') throw new Error(result.reason);
    return result;
  };
  const bash = (script: string, changes: Partial<ContainerSpec> = {}): Promise<RunningContainer> =>
    start({ entryPoint: ['bash', '-c', script], ...changes });
  // Told by the line itself: a test that spins would take the processor from its own task, which runs at a low priority.
  const told = async (line: string): Promise<void> => {
    while (!lines.includes(line)) await new Promise<void>((resolve) => heard.push(resolve));
  };
  const processes = async (text: string): Promise<string[]> => {
    const found: string[] = [];
    for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
      const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      if (line.replaceAll('\0', ' ').includes(text)) found.push(line);
    }
    return found;
  };

  it('gives the exit code and both outputs, of a first process of its own', async () => {
    const running = await bash('echo $$; echo err >&2; exit 3');
    expect(await running.exit).to.deep.equal({ exitCode: 3 });
    expect([...lines].sort()).to.deep.equal(['1', 'err']);
  });

  it('keeps the system read-only and /tmp private', async () => {
    const script = 'touch /usr/x 2>/dev/null || echo locked; pwd; ls -A /tmp | wc -l; echo x > /tmp/mine';
    await (
      await bash(script)
    ).exit;
    await (
      await bash(script)
    ).exit;
    expect(lines.map((line) => line.trim())).to.deep.equal(['locked', '/tmp', '0', 'locked', '/tmp', '0']);
  });

  it('shows nothing of the host but its system and the buckets', async () => {
    await (
      await bash(`ls -d ${dataDir} /root /home /var 2>/dev/null; ls /fusion/s3; echo end`)
    ).exit;
    expect(lines).to.deep.equal(['my-bucket', 'end']);
  });

  it('serves /usr/bin/fusion on the buckets at /fusion/s3', async () => {
    await writeFile(
      join(dataDir, 's3', 'my-bucket', 'run'),
      'echo "$0 $1"; echo out > /fusion/s3/my-bucket/out',
    );
    const command = ['bash', '/fusion/s3/my-bucket/run', '/fusion/s3/my-bucket/in'];
    const running = await start({ entryPoint: ['/usr/bin/fusion'], command });
    expect(await running.exit).to.deep.equal({ exitCode: 0 });
    expect(lines).to.deep.equal(['/fusion/s3/my-bucket/run /fusion/s3/my-bucket/in']);
    expect(await readFile(join(dataDir, 's3', 'my-bucket', 'out'), 'utf8')).to.equal('out\n');
  });

  it('lets a trap of the first process run on SIGTERM', async () => {
    const running = await bash('trap "echo bye; exit 9" TERM; sleep 100 & echo ready; wait');
    await told('ready');
    running.stop('SIGTERM');
    expect(await running.exit).to.deep.equal({ exitCode: 9 });
    expect(lines).to.deep.equal(['ready', 'bye']);
  });

  it('ignores SIGTERM without a trap, as process 1 of a container does, and ends at SIGKILL [TASK-18]', async () => {
    const running = await bash('echo ready; sleep 0.3; echo alive; sleep 100');
    await told('ready');
    running.stop('SIGTERM');
    await told('alive');
    running.stop('SIGKILL');
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
  });

  it('ends every process with the first one, also what made a session of its own', async () => {
    const name = `1${process.pid}2`;
    const running = await bash(`setsid sleep ${name} & env -i setsid sleep ${name} & echo ready; exit 0`);
    expect(await running.exit).to.deep.equal({ exitCode: 0 });
    expect(await processes(`sleep ${name}`)).to.deep.equal([]);
  });

  it('fails to start what cannot be run, in the words of ECS [4.12]', async () => {
    const reason = async (command: string): Promise<string> => {
      const result = await runtime.start(spec({ entryPoint: [command] }));
      return result.kind === 'failed' ? result.reason : result.kind;
    };
    expect(await reason('no-such-command')).to.match(
      /^CannotStartContainerError: .*executable file not found in \$PATH/,
    );
    expect(await reason('/no/such')).to.match(/stat \/no\/such: no such file or directory/);
    expect(await reason('/etc/passwd')).to.match(/permission denied/);
    expect(lines).to.deep.equal([]);
  });

  it('honours mounts, tmpfs and the working directory [1a.14]', async () => {
    const source = { kind: 'task', volume: 'v' } as const;
    const changes: Partial<ContainerSpec> = {
      workingDirectory: '/work/here',
      mounts: [
        { source, target: '/data', readOnly: false },
        { source, target: '/locked', readOnly: true },
      ],
      settings: { tmpfs: [{ containerPath: '/scratch', sizeMiB: 3, mountOptions: [] }] },
    };
    const script =
      'pwd; echo x > /data/a; cat /locked/a; touch /locked/b 2>/dev/null || echo locked; df -k --output=size /scratch | tail -1';
    await (
      await bash(script, changes)
    ).exit;
    expect(lines.map((line) => line.trim())).to.deep.equal(['/work/here', 'x', 'locked', '3072']);
    await (
      await bash('cat /data/a', changes)
    ).exit;
    expect(lines.at(-1)).to.equal('x');
    await runtime.forget(spec({}).taskId);
    await (
      await bash('cat /data/a 2>/dev/null || echo gone', changes)
    ).exit;
    expect(lines.at(-1)).to.equal('gone');
  });

  it('probes inside: the files and processes are the container’s', async () => {
    const running = await bash('echo here > /tmp/mark; echo ready; sleep 20');
    await told('ready');
    expect(
      await running.probe(['bash', '-c', 'grep -q here /tmp/mark && kill -0 1 && exit 4'], 5000),
    ).to.equal(4);
    expect(await running.probe(['no-such-command'], 5000)).to.equal(127);
    expect(await running.probe(['sleep', '20'], 50)).to.equal(124);
    running.stop('SIGKILL');
    await running.exit;
    expect(await running.probe(['true'], 5000)).to.equal(127);
  });

  it('has none of the rights of root over the machine', async () => {
    await (
      await bash('mount -t tmpfs none /mnt 2>/dev/null || echo refused; grep CapEff /proc/self/status')
    ).exit;
    expect(lines[0]).to.equal('refused');
    const rights = BigInt(`0x${lines[1]?.split('\t')[1] ?? 'f'}`);
    const sysAdmin = 21n;
    expect((rights >> sysAdmin) & 1n).to.equal(0n);
  });

  it('says once what a task has to know and what it goes without', async () => {
    const changes: Partial<ContainerSpec> = {
      containerSettings: ['privileged', 'linuxParameters', 'mountPoints'],
      settings: { devices: [] },
    };
    for (let count = 0; count < 2; count++) await (await bash('true', changes)).exit;
    expect(said).to.have.length(2);
    expect(said[0]).to.match(/images are not pulled/);
    expect(said[1]).to.match(/cannot have: privileged, linuxParameters\.devices\. Tasks run without\./);
  });

  it('kills what is left on close and leaves nothing of it', async () => {
    const running = await bash("trap '' TERM; echo ready; sleep 100; sleep 100");
    await told('ready');
    await runtime.close();
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
    expect(await readdir(join(dataDir, 'runtime'))).to.deep.equal(['fusion']);
  });
});

describe(findSandbox.name, () => {
  it('says which program is missing', async function () {
    if (process.platform !== 'linux') this.skip();
    expect(await findSandbox('/nowhere', false, 1000)).to.deep.equal({
      kind: 'none',
      why: 'bwrap is not installed (package bubblewrap)',
    });
  });

  it('takes no bwrap that cannot make a sandbox, and tells what it said', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'nf-bwrap-'));
    for (const name of ['bwrap', 'nsenter']) {
      await writeFile(join(folder, name), '#!/bin/sh\necho "bwrap: No permissions" >&2\nexit 1\n', {
        mode: 0o755,
      });
    }
    expect(await findSandbox(`${folder}:/usr/bin`, false, 5000)).to.deep.equal({
      kind: 'none',
      why: 'bwrap cannot make a sandbox here: bwrap: No permissions',
    });
    await rm(folder, { recursive: true });
  });
});
