import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { cloudEnvironment, example, Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

describe('nf-awsecs run, interrupted', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  /** Says that it runs, and that it was asked to end. */
  const orderly = (): string =>
    `trap 'echo asked > trapped; exit 9' TERM; : > started; sleep ${workspace.nap} & wait`;

  /** Lets go of nothing until it is killed: the shell ignores TERM and starts its sleep anew. */
  const stubborn = (): string =>
    `trap 'echo asked > trapped' TERM; : > started; while :; do sleep ${workspace.nap} & wait || :; done`;

  it('stops every task on Ctrl-C, submits no other and exits 130', async () => {
    const cloud = await workspace.cloud();
    await workspace.pipeline({ ONE: orderly(), TWO: orderly(), THREE: orderly() });
    // Room for two: the third would be submitted when the first of them ends.
    const command = workspace.start([...line, '-executor.queueSize', '2'], { env: cloudEnvironment(cloud) });
    const folders = await workspace.taskFolders('started', 2);
    command.signal('SIGINT');
    expect(await command.exit(), command.output).to.equal(130);
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(2);
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(2);
    for (const folder of folders) {
      expect(await readFile(join(folder, 'trapped'), 'utf8')).to.equal('asked\n');
    }
    expect(await workspace.taskFiles('started')).to.have.length(2);
    expect(command.stderr).to.contain('SIGINT: stopping 2 tasks').and.not.contain('may still run');
    expect(command.stdout.trimEnd()).to.match(
      /Stopped after [\d.]+ m?s: 3 aborted\nGo on with it: nf-awsecs run main\.nf .*-resume [0-9a-f-]{36}$/,
    );
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`ends its own cloud and the tasks there on ${signal}, and exits ${code}`, async () => {
      await workspace.pipeline({ ONE: orderly(), TWO: orderly() });
      const command = workspace.start([...line, '-local']);
      await workspace.taskFolders('started', 2);
      command.signal(signal);
      expect(await command.exit(), command.output).to.equal(code);
      expect(await workspace.taskFiles('trapped')).to.have.length(2);
      expect(command.groupLives()).to.equal(false);
      expect(await workspace.processesLeft()).to.deep.equal([]);
    });
  }

  it('stops its tasks and says why when its output cannot be written', async function () {
    // A device whose every write fails for want of space; Linux has it.
    if (!existsSync('/dev/full')) this.skip();
    const { code, stderr } = await workspace.run(
      ['run', example('quickstart'), '-work-dir', 's3://my-bucket/work', '-local'],
      { outputFile: '/dev/full' },
    );
    expect(code).to.be.oneOf([1, 143]);
    expect(stderr).to.include('the output cannot be written (ENOSPC').and.not.include('    at ');
  });

  it('exits 130 when the signal comes before there is a task', async () => {
    await workspace.pipeline({ ONE: orderly() });
    const command = workspace.start([...line, '-local']);
    await command.says('local cloud at');
    command.signal('SIGINT');
    expect(await command.exit(), command.output).to.equal(130);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  it('leaves at once on a second Ctrl-C and says what may still run', async () => {
    const cloud = await workspace.cloud();
    await workspace.pipeline({ ONE: stubborn() });
    const command = workspace.start(line, { env: cloudEnvironment(cloud) });
    await workspace.taskFolders('started', 1);
    command.signal('SIGINT');
    await workspace.taskFolders('trapped', 1);
    expect(command.running).to.equal(true);
    await command.pressAgain();
    expect(await command.exit()).to.equal(130);
    expect(command.stderr).to.include('1 task was told to stop and may still be ending.');
    expect(command.stderr).to.match(/nf-awsecs run main\.nf .*-resume [0-9a-f-]{36}\n/);
  });

  it('takes its own cloud with it on a second Ctrl-C', async () => {
    await workspace.pipeline({ ONE: stubborn() });
    const command = workspace.start([...line, '-local']);
    await workspace.taskFolders('started', 1);
    command.signal('SIGINT');
    await workspace.taskFolders('trapped', 1);
    expect(command.running).to.equal(true);
    await command.pressAgain();
    expect(await command.exit()).to.equal(130);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });
});
