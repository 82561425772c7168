import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, quickstartConfig, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

describe('nf-awsecs run with a time limit', function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  const limitedTo = async (time: string): Promise<string> =>
    `${await quickstartConfig()}\nprocess.time = '${time}'\n`;

  it('stops a task that runs for longer, tells its limit and how long it ran, and leaves nothing running', async () => {
    await workspace.pipeline({ LONG: `echo begun; sleep ${workspace.nap} & wait` }, await limitedTo('2 sec'));
    const { code, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(1);
    expect(stderr)
      .to.contain("Error executing process > 'LONG'")
      .and.match(/was stopped when it had run for \d+ s(?: \d+ ms)?: it may run for 2 s \(time\)/)
      .and.match(/Command exit status:\s+(143|137)/)
      .and.contain('Give the process more time');
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(1);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  it('leaves a task alone that keeps to its limit', async () => {
    await workspace.pipeline({ SHORT: 'echo done' }, await limitedTo('1 hour'));
    const { code, stdout, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('1 succeeded');
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(0);
  });
});
