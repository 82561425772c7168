import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  createSimulatedRuntime,
  type SimulatedRuntime,
  type SimulatedRuntimeDeps,
} from '../../../local/runtime/simulated/simulated-runtime.js';
import { type SimulationRule } from '../../../local/runtime/simulated/simulation-rule.js';
import {
  type ContainerExit,
  type ContainerSpec,
  type RunningContainer,
} from '../../../local/runtime/task-runtime.js';
import { FakeClock, settle } from '../../support/fake-clock.js';
import { container } from './container-builder.js';

describe(createSimulatedRuntime.name, () => {
  let s3Root: string;
  let clock: FakeClock;

  beforeEach(async () => {
    s3Root = await mkdtemp(join(tmpdir(), 'nf-simulated-'));
    clock = new FakeClock();
  });
  afterEach(() => rm(s3Root, { recursive: true }));

  const simulated = (
    rules: readonly SimulationRule[] = [],
    more: Partial<SimulatedRuntimeDeps> = {},
  ): SimulatedRuntime =>
    createSimulatedRuntime({ clock, log: (line) => expect.fail(line), s3Root, rules, ...more });
  const start = async (
    runtime: SimulatedRuntime,
    changes: Partial<ContainerSpec> = {},
  ): Promise<RunningContainer> => {
    const result = await runtime.start(container({ command: ['run'], ...changes }));
    if (result.kind === 'failed') throw new Error(result.reason);
    return result;
  };
  /** Its exit, and the time it took of the clock, in whole tenths of a second. */
  const ending = async (running: RunningContainer): Promise<{ exit: ContainerExit; ms: number }> => {
    const began = clock.now();
    let exit: ContainerExit | undefined;
    void running.exit.then((result) => (exit = result));
    for (;;) {
      await settle();
      if (exit !== undefined) return { exit, ms: clock.now() - began };
      await clock.advance(100);
    }
  };
  const workFolder = async (): Promise<string> => {
    const folder = join(s3Root, 'my-bucket', 'work', 'ab');
    await mkdir(folder, { recursive: true });
    return folder;
  };
  const wrapper: Partial<ContainerSpec> = {
    entryPoint: ['/usr/bin/fusion'],
    command: ['bash', '/fusion/s3/my-bucket/work/ab/.command.run'],
  };

  it('runs a second and ends with 0 where no rule matches', async () => {
    expect(await ending(await start(simulated()))).to.deep.equal({ exit: { exitCode: 0 }, ms: 1000 });
    expect(clock.timers).to.equal(0);
  });

  it('runs what has no command of its own: on AWS its image has one [9.10]', async () => {
    const runtime = simulated([{ match: { command: '' }, exitCode: 4 }]);
    const running = await start(runtime, { entryPoint: [], command: [] });
    expect((await ending(running)).exit).to.deep.equal({ exitCode: 4 });
  });

  it('goes by the first rule that matches', async () => {
    const family = (name: string): Partial<ContainerSpec> => ({
      labels: { 'com.amazonaws.ecs.task-definition-family': name, stage: 'two' },
    });
    const runtime = simulated([
      { match: { family: 'nf-a*', command: 'bash -c *x*' }, exitCode: 1 },
      { match: { image: 'quay.io/*' }, exitCode: 2 },
      { match: { startedBy: 'nf-1' }, exitCode: 3 },
      { match: { container: 'side' }, exitCode: 4 },
      { match: { labels: { stage: 't?o' } }, exitCode: 5 },
    ]);
    const code = async (changes: Partial<ContainerSpec>): Promise<number | undefined> =>
      (await ending(await start(runtime, changes))).exit.exitCode;
    expect(await code({ ...family('nf-abc'), command: ['bash', '-c', 'exit'] })).to.equal(1);
    expect(await code({ ...family('nf-abc'), command: ['sh', '-c', 'exit'] })).to.equal(5);
    expect(await code({ image: 'quay.io/x' })).to.equal(2);
    expect(await code({ startedBy: 'nf-1' })).to.equal(3);
    expect(await code({ startedBy: 'nf-10' })).to.equal(0);
    expect(await code({ name: 'side' })).to.equal(4);
  });

  it('draws the same times from the same seed, whatever else runs', async () => {
    const match = { image: 'a' };
    const rules: SimulationRule[] = [
      { match, durationMs: [1000, 900_000] },
      { match: { image: 'b' }, durationMs: [1, 9] },
    ];
    const times = async (seed: string, between: boolean): Promise<number[]> => {
      const runtime = simulated(rules, { seed });
      const found: number[] = [];
      for (let count = 0; count < 4; count++) {
        if (between) (await start(runtime, { image: 'b' })).stop('SIGKILL');
        found.push((await ending(await start(runtime, { image: 'a' }))).ms);
      }
      return found;
    };
    const first = await times('one', false);
    expect(new Set(first).size).to.equal(4);
    expect(await times('one', true)).to.deep.equal(first);
    expect(await times('two', false)).to.not.deep.equal(first);
    for (const ms of first) expect(ms).to.be.within(1000, 900_100);
  });

  it('prints its output and answers probes', async () => {
    const lines: string[] = [];
    const runtime = simulated([{ output: ['one', 'two'], probeExitCode: 3 }]);
    const running = await start(runtime, { output: (line) => lines.push(line) });
    expect(lines).to.deep.equal(['one', 'two']);
    expect(await running.probe(['check'], 1)).to.equal(3);
    running.stop('SIGKILL');
  });

  it('is killed for its memory with the reason of ECS, leaving no .exitcode [4.2]', async () => {
    const folder = await workFolder();
    const { exit } = await ending(await start(simulated([{ outOfMemory: true, exitCode: 4 }]), wrapper));
    expect(exit).to.deep.equal({
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    });
    expect(await readdir(folder)).to.deep.equal(['.command.begin']);
  });

  it('leaves in the work folder what the wrapper would, before its exit is told', async () => {
    const folder = await workFolder();
    const running = await start(simulated([{ exitCode: 7, output: ['hello'] }]), wrapper);
    expect(await readdir(folder)).to.deep.equal(['.command.begin']);
    expect((await ending(running)).exit).to.deep.equal({ exitCode: 7 });
    expect((await readdir(folder)).sort()).to.deep.equal([
      '.command.begin',
      '.command.err',
      '.command.out',
      '.exitcode',
    ]);
    expect(await readFile(join(folder, '.exitcode'), 'utf8')).to.equal('7');
    expect(await readFile(join(folder, '.command.out'), 'utf8')).to.equal('hello\n');
  });

  it('ends on SIGTERM with 143 as the wrapper does, and writes so', async () => {
    const folder = await workFolder();
    const running = await start(simulated([{ durationMs: 60_000 }]), wrapper);
    running.stop('SIGTERM');
    running.stop('SIGTERM');
    expect(await running.exit).to.deep.equal({ exitCode: 143 });
    expect(await readFile(join(folder, '.exitcode'), 'utf8')).to.equal('143');
    expect(clock.timers).to.equal(0);
  });

  it('ignores SIGTERM where a rule says so, until SIGKILL, which leaves nothing', async () => {
    const folder = await workFolder();
    const running = await start(simulated([{ ignoresSigterm: true, durationMs: 60_000 }]), wrapper);
    running.stop('SIGTERM');
    await clock.advance(1000);
    running.stop('SIGKILL');
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
    expect(await readdir(folder)).to.deep.equal(['.command.begin']);
  });

  it('writes nothing outside the buckets, or where there is no work folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'nf-outside-'));
    await symlink(outside, join(s3Root, 'link'));
    for (const key of ['link', '../nf-outside', 'my-bucket/none']) {
      const command = ['bash', `/fusion/s3/${key}/.command.run`];
      expect((await ending(await start(simulated(), { command }))).exit).to.deep.equal({ exitCode: 0 });
    }
    expect(await readdir(outside)).to.deep.equal([]);
    await rm(outside, { recursive: true });
  });

  it('pulls for as long as a rule says, and knows a digest', async () => {
    const runtime = simulated([], { pulls: [{ image: 'big/*', latencyMs: 5000 }] });
    expect(await runtime.pull('small', undefined))
      .to.have.property('digest')
      .that.matches(/^sha256:[0-9a-f]{64}$/);
    let pulled = false;
    void runtime.pull('big/x', undefined).then(() => (pulled = true));
    await clock.advance(4999);
    expect(pulled).to.equal(false);
    await clock.advance(1);
    expect(pulled).to.equal(true);
  });

  it('takes other rules from the next container on, unless they are wrong', async () => {
    const runtime = simulated();
    runtime.simulate([{ exitCode: 9 }], 'seed');
    expect((await ending(await start(runtime))).exit).to.deep.equal({ exitCode: 9 });
    expect(() => runtime.simulate([{ exitCode: 256 }, { durationMs: [5, 1] }], 'seed')).to.throw(
      RangeError,
      /rule 0: exit code 256 is not 0 to 255; rule 1: durationMs is \[5,1\]/,
    );
    expect((await ending(await start(runtime))).exit).to.deep.equal({ exitCode: 9 });
  });

  it('starts nothing after its close, which ends all', async () => {
    const runtime = simulated();
    const running = await start(runtime);
    await runtime.close();
    expect(await running.exit).to.deep.equal({ exitCode: 137 });
    expect(await runtime.start(container({ command: ['x'] }))).to.have.property('kind', 'failed');
    expect(clock.timers).to.equal(0);
  });

  it('holds ten thousand containers with a timer each and none of its own', async () => {
    const runtime = simulated([{ durationMs: 5000 }]);
    const all = await Promise.all(Array.from({ length: 10_000 }, () => start(runtime)));
    expect(clock.timers).to.equal(10_000);
    await runtime.close();
    for (const { exitCode } of await Promise.all(all.map(({ exit }) => exit))) expect(exitCode).to.equal(137);
  });
});
