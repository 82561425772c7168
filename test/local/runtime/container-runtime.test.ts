import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Clock, systemClock } from '../../../local/clock.js';
import { processMark } from '../../../local/process-mark.js';
import { createContainerRuntime } from '../../../local/runtime/container/container-runtime.js';
import { Engine } from '../../../local/runtime/container/engine.js';
import { findEngine } from '../../../local/runtime/container/find-engine.js';
import { TaskFolders } from '../../../local/runtime/task-folders.js';
import {
  type ContainerSpec,
  type RunningContainer,
  type TaskRuntime,
} from '../../../local/runtime/task-runtime.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { container } from './container-builder.js';
import { FakeEngine } from './fake-engine.js';

describe(createContainerRuntime.name, () => {
  let dataDir: string;
  let engine: FakeEngine;
  let runtime: TaskRuntime;
  let lines: string[];
  let said: string[];

  beforeEach(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'nf-containers-')));
    await mkdir(join(dataDir, 's3'));
    engine = await FakeEngine.listen(dataDir);
    lines = [];
    said = [];
    runtime = await runtimeWith(systemClock);
  });
  afterEach(async () => {
    await runtime.close();
    await engine.close();
    await rm(dataDir, { recursive: true });
  });

  const runtimeWith = async (clock: Clock, user = { uid: 0, gid: 0 }): Promise<TaskRuntime> => {
    const log = (line: string): void => void said.push(line);
    const folders = new TaskFolders(dataDir, log);
    const environment = { DOCKER_HOST: `unix://${engine.path}` };
    // The engine is found in the machine's time also where the test's stands still.
    const found = await findEngine({ clock: systemClock, folders, environment, user, within: 5000 });
    if (found.kind === 'none') throw new Error(found.why);
    const own = new Engine({ kind: 'socket', path: engine.path }, clock);
    return createContainerRuntime(
      { ...found, engine: own },
      { clock, log, dataDir, s3Root: join(dataDir, 's3'), folders },
    );
  };
  const spec = (changes: Partial<ContainerSpec> = {}): ContainerSpec =>
    container({ entryPoint: ['sleep', '9'], output: (line) => lines.push(line), ...changes });
  const start = async (changes: Partial<ContainerSpec> = {}): Promise<RunningContainer> => {
    const result = await runtime.start(spec(changes));
    if (result.kind === 'failed') throw new Error(result.reason);
    return result;
  };
  const reason = async (changes: Partial<ContainerSpec> = {}): Promise<string> => {
    const result = await runtime.start(spec(changes));
    return result.kind === 'failed' ? result.reason : result.kind;
  };
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise<void>((resolve) => setImmediate(resolve));
  };

  it('says which engine it is', () => {
    expect(runtime.description).to.equal(`Docker 99.1 at unix://${engine.path}`);
  });

  it('gives the exit code and every line of both outputs, then removes the container', async () => {
    const running = await start();
    expect(running.runtimeId).to.equal(engine.last.id);
    engine.last.say(1, 'one\ntw');
    engine.last.say(2, 'err\n');
    engine.last.say(1, 'o\nlast');
    engine.last.end(3);
    expect(await running.exit).to.deep.equal({ exitCode: 3 });
    expect(lines).to.have.members(['one', 'two', 'err', 'last']);
    expect(engine.last.removed).to.equal(true);
  });

  it('gives the reason of ECS where the kernel killed for memory, also a child only [4.2]', async () => {
    const outOfMemory = 'OutOfMemoryError: Container killed due to memory usage';
    const first = await start();
    engine.last.end(137, true);
    expect(await first.exit).to.deep.equal({ exitCode: 137, reason: outOfMemory });
    const second = await start();
    engine.last.end(5, true);
    expect(await second.exit).to.deep.equal({ exitCode: 5, reason: outOfMemory });
  });

  it('gives 137 without a reason where it was killed by SIGKILL [4.4]', async () => {
    const running = await start();
    running.stop('SIGKILL');
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
  });

  it('stops by the STOPSIGNAL of the image, else by SIGTERM [3d.2]', async () => {
    const plain = await start();
    plain.stop('SIGTERM');
    await until(() => engine.last.signals.length === 1);
    expect(engine.last.signals).to.deep.equal(['SIGTERM']);
    engine.defaultStopSignal = 'SIGINT';
    const other = await start();
    other.stop('SIGTERM');
    await until(() => engine.last.signals.length === 1);
    expect(engine.last.signals).to.deep.equal(['SIGINT']);
  });

  it('takes the output of a terminal as it is, without its carriage returns', async () => {
    const running = await start({ settings: { pseudoTerminal: true } });
    engine.last.sayRaw('one\r\ntwo\r\n');
    engine.last.end(0);
    await running.exit;
    expect(lines).to.deep.equal(['one', 'two']);
  });

  it('cannot create: passes on why, in the words of ECS [4.12]', async () => {
    expect(await reason({ image: 'nowhere' })).to.equal(
      'CannotCreateContainerError: Error response from daemon: No such image: nowhere',
    );
  });

  it('cannot start: passes on why and removes the container [4.12]', async () => {
    engine.startRefusal = 'exec: "nope": executable file not found in $PATH: unknown';
    expect(await reason()).to.equal(
      'CannotStartContainerError: Error response from daemon: exec: "nope": executable file not found in $PATH: unknown',
    );
    expect(engine.last.removed).to.equal(true);
  });

  it('starts what asks for GPUs without them, saying so', async () => {
    const running = await start({ gpus: 1 });
    expect(said).to.include('containers of this engine get no GPUs. Tasks run without.');
    engine.last.end(0);
    expect((await running.exit).exitCode).to.equal(0);
  });

  it('answers a probe with the exit code, 127 where it cannot be run, 124 where it takes too long', async () => {
    const running = await start();
    engine.last.probeCode = 4;
    expect(await running.probe(['check', '-x'], 1000)).to.equal(4);
    expect(engine.last.commands).to.deep.equal([['check', '-x']]);
    engine.last.probeCode = undefined;
    expect(await running.probe(['sleep', '100'], 20)).to.equal(124);
    engine.last.end(0);
    await running.exit;
    expect(await running.probe(['check'], 1000)).to.equal(127);
  });

  it('mounts the buckets, the stand-in and the volumes, which go with the task', async () => {
    const volume = { kind: 'task', volume: 'scratch' } as const;
    const running = await start({ mounts: [{ source: volume, target: '/data', readOnly: true }] });
    const { Mounts } = engine.last.body['HostConfig'] as { readonly Mounts: Record<string, unknown>[] };
    const [s3, fusion, data] = Mounts;
    expect(s3).to.deep.equal({
      Type: 'bind',
      Source: join(dataDir, 's3'),
      Target: '/fusion/s3',
      ReadOnly: false,
    });
    expect(fusion).to.deep.include({ Target: '/usr/bin/fusion', ReadOnly: true });
    expect(data).to.deep.include({ Target: '/data', ReadOnly: true });
    const folder = String(data?.['Source']);
    expect(await readdir(folder)).to.deep.equal([]);
    engine.last.end(0);
    await running.exit;
    await runtime.forget(spec().taskId);
    expect(await readdir(folder).catch(() => 'gone')).to.equal('gone');
  });

  it('asks a lost connection again, and ends with a reason where the engine has gone', async () => {
    const clock = new FakeClock();
    const patient = await runtimeWith(clock);
    const running = await patient.start(spec());
    if (running.kind === 'failed') throw new Error(running.reason);
    const one = engine.last;
    await until(() => one.waiting === 1);
    one.cut();
    while (clock.timers === 0) await settle();
    await clock.advance(1000);
    await until(() => one.waiting === 1);
    await engine.close();
    let exit: unknown;
    void running.exit.then((result) => (exit = result));
    while (exit === undefined) {
      await settle();
      await clock.advance(1000);
    }
    expect(exit)
      .to.have.property('reason')
      .that.matches(/^ContainerRuntimeError: the container engine at unix:.* lost the container: /);
    expect(exit).to.not.have.property('exitCode');
    await patient.close();
  });

  it('says once what a task has to know: its user, its network, its limits', async () => {
    engine.networks = [];
    const other = await runtimeWith(systemClock, { uid: 1000, gid: 100 });
    for (const name of ['main', 'side', 'main']) {
      const running = await other.start(spec({ name, networkMode: 'awsvpc', taskCpu: 256 }));
      expect(running.kind).to.equal('started');
      expect(engine.last.body['User']).to.equal('1000:100');
    }
    expect(said).to.have.length(3);
    expect(said[0]).to.match(/run as 1000:100/);
    expect(said[1]).to.match(/awsvpc tasks share the network of the host/);
    expect(said[2]).to.match(/each may use the task's whole cpu and memory/);
    await other.close();
  });

  it('leaves the user to an engine without root, where any other could not write', async () => {
    engine.info = { NCPU: 4, SecurityOptions: ['name=seccomp', 'name=rootless'] };
    const other = await runtimeWith(systemClock, { uid: 1000, gid: 100 });
    await other.start(spec());
    expect(engine.last.body).to.not.have.property('User');
    await other.close();
  });

  it('kills what runs on close, waits for it, removes it, and starts nothing more', async () => {
    const running = await start();
    await runtime.close();
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
    expect(engine.last.removed).to.equal(true);
    expect(await reason()).to.match(/shutting down/);
    expect(await readdir(join(dataDir, 'runtime'))).to.deep.equal(['fusion']);
  });

  it('removes what a cloud that died has left in the engine, and no other container', async () => {
    const mark = await processMark(process.pid);
    const labels = (owner: unknown, host = hostname()): Record<string, unknown> => ({
      Image: 'ubuntu:latest',
      Labels: { 'nf-awsecs.local.host': host, 'nf-awsecs.local.owner': JSON.stringify(owner) },
    });
    for (const body of [labels(mark), labels({ ...mark, started: 'before' })]) engine.add(body);
    await (await runtimeWith(systemClock)).close();
    expect(engine.containers.map(({ removed }) => removed)).to.deep.equal([false, true]);
    expect(said).to.deep.equal(['1 container was left by a local cloud that ended without closing: removed']);
  });

  it('labels a container with the task and with the cloud it is of', async () => {
    await start({ labels: { 'com.amazonaws.ecs.cluster': 'c' } });
    expect(engine.last.labels).to.include({
      'com.amazonaws.ecs.cluster': 'c',
      'nf-awsecs.local.host': hostname(),
    });
  });
});
