import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { cloudEnvironment, Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];
const sessionId = '0af1c2d3-aaaa-4bbb-8ccc-ddddeeeeffff';

describe('one engine a session', function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let cloud: LocalCloud;

  beforeEach(async () => {
    workspace = await Workspace.open();
    // A task of this moment is to be listed.
    cloud = await workspace.cloud({ consistency: 0 });
  });

  afterEach(() => workspace.close());

  const lasting = (): string => `: > started; sleep ${workspace.nap} & wait`;
  const start = (...options: string[]): ReturnType<Workspace['start']> =>
    workspace.start([...line, ...options], { env: cloudEnvironment(cloud) });
  const run = (...options: string[]): ReturnType<Workspace['run']> =>
    workspace.run([...line, ...options], { env: cloudEnvironment(cloud) });
  const leases = async (): Promise<string[]> =>
    readdir(join(workspace.folder, '.nf-awsecs/local/s3/my-bucket/work/.nf-sessions')).catch(() => []);

  it('refuses a second run of a session, which goes on with its task once the first is killed', async () => {
    await workspace.pipeline({ ONE: lasting() });
    const first = start('-resume', sessionId, '-name', 'first_run');
    await workspace.taskFolders('started', 1);
    const second = await run('-resume', sessionId);
    expect(second.code).to.equal(1);
    expect(second.stderr)
      .to.include(`Cannot go on with session ${sessionId}: run first_run of nf-awsecs`)
      .and.include('SESSION_IN_USE');
    first.signal('SIGKILL');
    await first.exit();
    const third = start('-resume', sessionId);
    await third.says('ONE');
    third.signal('SIGINT');
    expect(await third.exit(), third.output).to.equal(130);
    expect(third.stdout).to.include(`resuming session ${sessionId} of run first_run`);
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(1);
    expect([await workspace.processesLeft(), await leases()]).to.deep.equal([[], []]);
  });

  it('tells of a dead run and its task, and stops that where it was told to', async () => {
    await workspace.pipeline({ ONE: lasting() });
    const dead = start('-name', 'dead_run');
    await workspace.taskFolders('started', 1);
    dead.signal('SIGKILL');
    await dead.exit();
    await workspace.pipeline({ ONE: 'true' });
    const note = 'NOTE: 1 task was left behind by a dead run of this script';
    const told = await run();
    expect([told.code, cloud.calls.count('ecs', 'StopTask')], told.stderr).to.deep.equal([0, 0]);
    expect(told.stdout, told.stderr + told.stdout)
      .to.include(note)
      .and.include('stop them: nf-awsecs stop dead_run');
    const swept = await run('-sweep');
    expect(swept.code, swept.stderr).to.equal(0);
    expect(swept.stdout).to.include('Sweeping: 1 of 1 task of dead runs').and.not.include(note);
    expect([await workspace.processesLeft(), await leases()]).to.deep.equal([[], []]);
  });
});
