import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];
const sessionId = '0af1c2d3-aaaa-4bbb-8ccc-ddddeeeeffff';

describe('nf-awsecs run -resume, of what it does not take over', function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  const lasting = (): string => `echo begun >> begun; : > started; sleep ${workspace.nap} & wait`;
  const start = (...options: string[]): ReturnType<Workspace['start']> =>
    workspace.start([...line, '-resume', sessionId, ...options], { env: cloudEnvironment(cloud) });
  const leases = (): Promise<string[]> =>
    readdir(join(workspace.folder, '.nf-awsecs/local/s3/my-bucket/work/.nf-sessions')).catch(() => []);

  /** What all tasks have written into their files of that name. */
  const contents = async (name: string): Promise<string[]> =>
    Promise.all((await workspace.taskFiles(name)).map((file) => readFile(file, 'utf8')));

  /** A run that was killed over its tasks. */
  async function killed(tasks: number): Promise<void> {
    const dead = start('-name', 'dead_run');
    await workspace.taskFolders('started', tasks);
    dead.signal('SIGKILL');
    await dead.exit();
  }

  it('stops on Ctrl-C also the tasks that it has not taken over yet', async () => {
    await workspace.pipeline({ ONE: lasting(), TWO: lasting(), THREE: lasting() });
    await killed(3);
    const run = start('-executor.queueSize', '1');
    await run.says('Adopted');
    run.signal('SIGINT');
    expect(await run.exit(), run.output).to.equal(130);
    expect(run.stdout).to.match(/Stopped 2 tasks of this session that nothing waited for\.\n/);
    expect(run.stdout).to.include('Stopping: 3 of 3 tasks');
    expect(await contents('begun')).to.deep.equal(['begun\n', 'begun\n', 'begun\n']);
    expect([await workspace.processesLeft(), await leases()]).to.deep.equal([[], []]);
  });

  it('stops at its end a task that a changed pipeline does not ask for, and runs the new one once', async () => {
    await workspace.pipeline({ ONE: lasting() });
    await killed(1);
    await workspace.pipeline({ ONE: 'echo again >> ran' });
    const run = start();
    expect(await run.exit(), run.output).to.equal(0);
    expect(run.stdout).to.include('Stopped 1 task of this session that nothing waited for.');
    expect([await contents('begun'), await contents('ran')]).to.deep.equal([['begun\n'], ['again\n']]);
    expect([await workspace.processesLeft(), await leases()]).to.deep.equal([[], []]);
  });

  it('says on a second Ctrl-C that there may be tasks it has not taken over', async () => {
    const stubborn = `trap 'echo asked > trapped' TERM; : > started; while :; do sleep ${workspace.nap} & wait || :; done`;
    await workspace.pipeline({ ONE: stubborn, TWO: stubborn });
    await killed(2);
    const run = start('-executor.queueSize', '1', '-name', 'second_run');
    await run.says('Adopted');
    run.signal('SIGINT');
    await workspace.taskFolders('trapped', 1);
    await run.pressAgain();
    expect(await run.exit(), run.output).to.equal(130);
    expect(run.stderr).to.include(
      'Tasks of earlier runs of the session that were not taken over yet may run as well.\n' +
        '  See all of them: nf-awsecs ps second_run\n',
    );
  });
});
