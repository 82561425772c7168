import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Clock, systemClock } from '../../../local/clock.js';
import { createProcessRuntime } from '../../../local/runtime/process/process-runtime.js';
import { TaskProcess } from '../../../local/runtime/process/task-process.js';
import {
  type ContainerSpec,
  type RunningContainer,
  type TaskRuntime,
} from '../../../local/runtime/task-runtime.js';
import { asPlainUser } from '../as-plain-user.js';
import { leaveTasksUnmeasured } from '../tasks-unmeasured.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { container } from './container-builder.js';

describe(createProcessRuntime.name, () => {
  let dataDir: string;
  let lines: string[];
  let said: string[];
  let runtime: TaskRuntime;

  leaveTasksUnmeasured();
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'nf-runtime-'));
    lines = [];
    said = [];
    runtime = runtimeWith(systemClock);
  });
  afterEach(async () => {
    await runtime.close();
    await rm(dataDir, { recursive: true });
  });

  const runtimeWith = (clock: Clock, launch?: typeof TaskProcess.start): TaskRuntime =>
    createProcessRuntime({
      ...(launch === undefined ? {} : { launch }),
      clock,
      log: (line) => said.push(line),
      dataDir,
      s3Root: join(dataDir, 's3'),
      path: process.env['PATH'] ?? '/usr/bin:/bin',
    });
  const spec = (entryPoint: readonly string[], changes: Partial<ContainerSpec> = {}): ContainerSpec =>
    container({ entryPoint, output: (line) => lines.push(line), ...changes });
  const start = async (
    entryPoint: readonly string[],
    changes?: Partial<ContainerSpec>,
  ): Promise<RunningContainer> => {
    const result = await runtime.start(spec(entryPoint, changes));
    if (result.kind === 'failed') throw new Error(result.reason);
    return result;
  };
  const bash = (script: string, changes?: Partial<ContainerSpec>): Promise<RunningContainer> =>
    start(['bash', '-c', script], changes);
  /** Waits for a line of output: a process says when it is ready, so no test guesses how long that takes. */
  const told = async (line: string): Promise<void> => {
    while (!lines.includes(line)) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  /** What lies in the runtime's folder, but for the folder of the runtime itself while it is open. */
  const left = async (): Promise<string[]> => {
    const names = await readdir(join(dataDir, 'runtime'), { recursive: true });
    return names.filter((name) => !/^cloud-\d+-\w+(\.json)?$/.test(name)).sort();
  };
  /** A zombie that pid 1 has not reaped yet, as in some containers, is dead. */
  const alive = async (pid: string | undefined): Promise<boolean> => {
    const ps = await bash(`ps -o stat= -p ${pid ?? ''} | grep -qv Z`, { output: () => undefined });
    return (await ps.exit).exitCode === 0;
  };

  it('gives the exit code and both outputs, line by line', async () => {
    const running = await bash('echo out; echo err >&2; printf end; exit 3');
    expect(await running.exit).to.deep.equal({ exitCode: 3 });
    expect([...lines].sort()).to.deep.equal(['end', 'err', 'out']);
  });

  it('gives 128 and the number of the signal that ended a process', async () => {
    expect(await (await bash('kill -9 $$')).exit).to.deep.equal({ exitCode: 137 });
    expect(await (await bash('kill -15 $$')).exit).to.deep.equal({ exitCode: 143 });
  });

  it('lets a trap run on SIGTERM and ends the child it waits for', async () => {
    const file = join(dataDir, 'bye');
    const script =
      'trap \'echo bye > "$FILE"; exit 9\' TERM; sleep 100 & echo "$!"; echo ready; wait; sleep 100';
    const running = await bash(script, { environment: { FILE: file } });
    await told('ready');
    running.stop('SIGTERM');
    expect(await running.exit).to.deep.equal({ exitCode: 9 });
    expect(await readFile(file, 'utf8')).to.equal('bye\n');
    expect(await alive(lines[0])).to.equal(false);
  });

  it('gives SIGTERM to the first process only, as a container does', async () => {
    const child = "trap 'echo child' TERM; echo ready; sleep 0.3; exit 0";
    const running = await bash(`trap 'echo parent; exit 4' TERM; bash -c "${child}"; echo after`);
    await told('ready');
    running.stop('SIGTERM');
    expect(await running.exit).to.deep.equal({ exitCode: 4 });
    expect(lines).to.deep.equal(['ready', 'parent']);
  });

  it('kills the whole group on SIGKILL', async () => {
    const running = await bash("trap '' TERM; sleep 100 & echo $!; echo ready; wait");
    await told('ready');
    running.stop('SIGKILL');
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
    expect(await alive(lines[0])).to.equal(false);
  });

  it('leaves no background process behind when the first process ends', async () => {
    const running = await bash('sleep 100 & echo $!');
    expect(await running.exit).to.deep.equal({ exitCode: 0 });
    expect(await alive(lines[0])).to.equal(false);
  });

  it('finds what made a session of its own, and ends it with the task', async function () {
    if (process.platform !== 'linux') this.skip();
    const child = 'setsid setsid bash -c "echo \\$\\$; echo daemon; sleep 100; sleep 100" & ';
    const running = await bash(`${child} while [ ! -e go ]; do sleep 0.02; done`);
    await told('daemon');
    const pid = lines[lines.indexOf('daemon') - 1];
    expect(await alive(pid)).to.equal(true);
    const touch = await running.probe(['touch', 'go'], 5000);
    expect(touch).to.equal(0);
    expect(await running.exit).to.deep.equal({ exitCode: 0 });
    expect(await alive(pid)).to.equal(false);
  });

  it('leaves the sessions of another task alone', async function () {
    if (process.platform !== 'linux') this.skip();
    const other = await bash('setsid bash -c "echo \\$\\$; echo daemon; sleep 100; sleep 100" & sleep 100');
    await told('daemon');
    const pid = lines[lines.indexOf('daemon') - 1];
    await (
      await bash('true')
    ).exit;
    expect(await alive(pid)).to.equal(true);
    other.stop('SIGKILL');
    await other.exit;
    expect(await alive(pid)).to.equal(false);
  });

  it('probes with the environment and in the folder of the task, for as long as is given', async () => {
    const running = await bash('echo x > mark; echo ready; sleep 100', { environment: { CODE: '4' } });
    await told('ready');
    expect(await running.probe(['bash', '-c', 'test -e mark && exit "$CODE"'], 5000)).to.equal(4);
    expect(await running.probe(['no-such-command'], 5000)).to.equal(127);
    expect(await running.probe(['sleep', '100'], 50)).to.equal(124);
    running.stop('SIGKILL');
    await running.exit;
    expect(await running.probe(['true'], 5000)).to.equal(127);
  });

  it('names mounts and the working folder among what it goes without', async () => {
    const source = { kind: 'task', volume: 'v' } as const;
    const mounts = [{ source, target: '/data', readOnly: false }];
    await (
      await bash('true', { mounts, workingDirectory: '/work', containerSettings: ['mountPoints'] })
    ).exit;
    expect(said[1]).to.match(/cannot have: mountPoints, workingDirectory\. Tasks run without/);
  });

  it('runs in a group of its own, with no input', async () => {
    const running = await bash('ps -o pgid= -p $$ | tr -d " "; echo $$; cat; echo read');
    await running.exit;
    expect(lines[0]).to.equal(lines[1]);
    expect(lines[2]).to.equal('read');
  });

  it('gives no variable of the host but PATH [TASK-19]', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'host-secret';
    try {
      const running = await start(['/usr/bin/env'], {
        environment: { FUSION_TAGS: 'x', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'false' },
      });
      await running.exit;
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
    const names = lines.map((line) => line.slice(0, line.indexOf('='))).sort();
    expect(names).to.deep.equal([
      'AWS_EC2_METADATA_DISABLED',
      'AWS_REGION',
      'FUSION_TAGS',
      'HOME',
      'LANG',
      'NF_LOCAL_TASK',
      'NXF_FUSION_MOUNT',
      'PATH',
      'TMPDIR',
    ]);
    expect(lines).to.include('AWS_EC2_METADATA_DISABLED=true');
    expect(lines).to.include(`NXF_FUSION_MOUNT=${join(dataDir, 's3')}`);
  });

  it('gives each task a home of its own and removes it after the end', async () => {
    const running = await bash('pwd -P; touch "$HOME/x" "$TMPDIR/y"; mkdir -p "$HOME/deep/er"');
    await running.exit;
    expect(lines[0]).to.match(/\/runtime\/cloud-[^/]+\/task-0123456789abcdef/);
    expect(await left()).to.deep.equal(['fusion']);
  });

  it('serves /usr/bin/fusion: maps arguments below the mount and becomes the command', async () => {
    await mkdir(join(dataDir, 's3', 'my-bucket', 'a dir'), { recursive: true });
    const script = join(dataDir, 's3', 'my-bucket', 'a dir', '.command.run');
    await writeFile(script, 'echo "$0 $1 $2"; trap "echo bye; exit 5" TERM; echo ready; sleep 100 & wait');
    const running = await start(['/usr/bin/fusion'], {
      command: ['bash', '/fusion/s3/my-bucket/a dir/.command.run', '/fusion/s3', '/fusion/other $HOME *'],
    });
    await told('ready');
    expect(lines[0]).to.equal(`${script} ${join(dataDir, 's3')} /fusion/other $HOME *`);
    running.stop('SIGTERM');
    expect(await running.exit).to.deep.equal({ exitCode: 5 });
    expect(await readFile(script, 'utf8')).to.match(/^echo/);
  });

  it('lets fusion pass on the exit code, and 127 where its command is not found', async () => {
    const fusion = async (...command: string[]): Promise<number | undefined> =>
      (await (await start(['/usr/bin/fusion'], { command })).exit).exitCode;
    expect(await fusion('bash', '-c', 'exit 7')).to.equal(7);
    expect(await fusion('no-such-command')).to.equal(127);
    expect(await fusion()).to.equal(2);
  });

  it('fails to start where there is no command, or none that can be run', async () => {
    const reason = async (entryPoint: readonly string[]): Promise<string> => {
      const result = await runtime.start(spec(entryPoint));
      return result.kind === 'failed' ? result.reason : result.kind;
    };
    const plain = join(dataDir, 'plain');
    await writeFile(plain, 'no program');
    expect(await reason([])).to.match(/^CannotCreateContainerError: no command specified/);
    expect(await reason(['no-such-command'])).to.match(
      /^CannotStartContainerError: .*executable file not found in \$PATH/,
    );
    expect(await reason(['/no/such'])).to.match(/stat \/no\/such: no such file or directory/);
    expect(await reason([plain])).to.match(/permission denied/);
    expect(await left()).to.deep.equal(['fusion']);
  });

  it('says once that no image is pulled and which settings it goes without', async () => {
    const settings = { containerSettings: ['privileged', 'ulimits'] };
    await (
      await bash('true', settings)
    ).exit;
    await (
      await bash('true', settings)
    ).exit;
    expect(said).to.have.length(2);
    expect(said[0])
      .to.match(/images are not pulled/)
      .and.match(/cpu and memory are not limited/);
    expect(said[1]).to.match(/privileged, ulimits/);
  });

  it('ends a task whose output is held open by a process that left the group', async function () {
    if (process.platform !== 'linux') this.skip();
    const clock = new FakeClock();
    const held = runtimeWith(clock);
    // Not before it has left: until then it would be killed with the group, and hold nothing open.
    const script =
      'env -i setsid sleep 4 & until [ "$(ps -o sid= -p $! | tr -d " ")" = "$!" ]; do :; done; printf $!';
    const running = await held.start(spec(['bash', '-c', script]));
    if (running.kind === 'failed') throw new Error(running.reason);
    while (clock.timers === 0) await settle();
    await clock.advance(2000);
    expect(await running.exit).to.deep.equal({ exitCode: 0 });
    expect(lines.join()).to.match(/^\d+$/);
    process.kill(Number(lines[0]), 'SIGKILL');
    expect(clock.timers).to.equal(0);
  });

  it('kills what is left on close, waits for it, and starts nothing more', async () => {
    const running = await bash("trap '' TERM; echo ready; sleep 100; sleep 100");
    await told('ready');
    const starting = runtime.start(spec(['sleep', '100']));
    await runtime.close();
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
    const late = await starting;
    if (late.kind === 'started') expect(await late.exit).to.deep.equal({ exitCode: 137 });
    expect(await runtime.start(spec(['true']))).to.include({ kind: 'failed' });
    expect(await readdir(join(dataDir, 'runtime'))).to.deep.equal(['fusion']);
  });

  it('removes what a task has locked in its folder', async () => {
    // Not by a shell: that would take root back, which only the effective user has given up.
    const script = `const { mkdirSync, chmodSync, writeFileSync } = require('node:fs');
      mkdirSync('a/b', { recursive: true }); writeFileSync('a/b/c', ''); chmodSync('a/b', 0); chmodSync('a', 0o555);
      console.log('locked')`;
    const running = await asPlainUser(dataDir, () => start([process.execPath, '-e', script]));
    await asPlainUser(dataDir, () => running.exit);
    expect(lines).to.deep.equal(['locked']);
    expect(await left()).to.deep.equal(['fusion']);
  });

  it('runs tasks at a lower priority than its own', async () => {
    const running = await bash('sleep 0.2; ps -o ni= -p $$ | tr -d " "');
    await running.exit;
    expect(Number(lines[0])).to.equal(Math.min(19, Math.max(10, getPriority())));
  });

  it('runs what asks for GPUs without them, saying so', async () => {
    const running = await start(['true'], { gpus: 2, containerSettings: ['resourceRequirements', 'user'] });
    expect((await running.exit).exitCode).to.equal(0);
    expect(said.join('\n')).to.match(/cannot have: GPUs, user. Tasks run without\.$/m);
  });

  it('waits where the machine has no room for a process, and says so once', async () => {
    const clock = new FakeClock();
    let failures = 3;
    const short = runtimeWith(clock, (process) => {
      if (failures-- > 0) return Promise.reject(Object.assign(new Error('spawn'), { code: 'EMFILE' }));
      return TaskProcess.start(process, systemClock);
    });
    const starting = short.start(spec(['true']));
    while (failures >= 0) {
      await settle();
      await clock.advance(500);
    }
    expect((await starting).kind).to.equal('started');
    await short.close();
    expect(said.filter((line) => line.includes('EMFILE'))).to.have.length(1);
  });

  it('gives up waiting for room where the task is no longer wanted', async () => {
    const clock = new FakeClock();
    let wanted = true;
    const short = runtimeWith(clock, () =>
      Promise.reject(Object.assign(new Error('spawn EAGAIN'), { code: 'EAGAIN' })),
    );
    const starting = short.start(spec(['true'], { wanted: () => wanted }));
    while (clock.timers === 0) await settle();
    wanted = false;
    await clock.advance(500);
    expect(await starting)
      .to.have.property('reason')
      .that.contains('EAGAIN');
    await short.close();
  });

  it('keeps a task folder from other users', async () => {
    await bash('pwd -P; echo ready; sleep 100');
    await told('ready');
    expect((await stat(lines[0] ?? '')).mode & 0o777).to.equal(0o700);
  });
});
