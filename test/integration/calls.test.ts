import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { eventually } from './within.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, quickstartConfig, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

describe('nf-awsecs run, as its cloud sees it', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  it('registers one definition for two tasks of an image, and none in a later run of the same', async () => {
    // A name that Wave gives holds a token of its own, for each run another.
    const config = `${await quickstartConfig()}\nfusion.preinstalled = true\n`;
    await workspace.pipeline({ ONE: 'echo one', TWO: 'echo two' }, config);
    const calls = (operation: string): number => cloud.calls.count('ecs', operation);
    const first = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(first.code, first.stderr).to.equal(0);
    expect(first.stdout).to.contain('2 succeeded');
    expect(calls('RegisterTaskDefinition')).to.equal(1);
    expect(calls('RunTask')).to.equal(2);
    expect(calls('StopTask')).to.equal(0);
    expect(calls('DescribeClusters')).to.equal(1);
    const polls = calls('DescribeTasks');
    // Both tasks are over in about a second, and no two rounds are less than a tenth of one apart.
    expect(polls).to.be.within(1, 20);
    const second = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(second.code, second.stderr).to.equal(0);
    expect(calls('RegisterTaskDefinition')).to.equal(1);
    expect(calls('RunTask')).to.equal(4);
    expect(cloud.calls.calls().filter(({ status }) => status >= 500)).to.deep.equal([]);
  });

  it('submits a task anew, visibly and in a new work dir, when Spot takes its machine', async () => {
    await workspace.pipeline({ LONG: once() });
    const command = workspace.start([...line, '-process.debug', 'true'], { env: cloudEnvironment(cloud) });
    const [folder = ''] = await workspace.taskFolders('started', 1);
    cloud.interrupt(await runningTask(cloud), 'spot');
    expect(await command.exit(), command.output).to.equal(0);
    expect(command.stdout).to.match(/NOTE: Process `LONG` is submitted again \(1 of at most 5\): .*[Ss]pot/);
    expect(command.stdout).to.contain('second attempt').and.contain('1 succeeded');
    const [other = ''] = (await workspace.taskFolders('done', 1)).filter((path) => path !== folder);
    expect(await readFile(join(other, '.exitcode'), 'utf8')).to.match(/^0\s*$/);
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(2);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  it('fails when Spot takes the machine and maxSpotAttempts is 0', async () => {
    await workspace.pipeline({ LONG: once() }, `${await quickstartConfig()}\naws.ecs.maxSpotAttempts = 0\n`);
    const command = workspace.start(line, { env: cloudEnvironment(cloud) });
    await workspace.taskFolders('started', 1);
    cloud.interrupt(await runningTask(cloud), 'spot');
    expect(await command.exit(), command.output).to.equal(1);
    expect(command.stderr)
      .to.contain("Error executing process > 'LONG'")
      .and.match(/[Ss]pot/);
    expect(command.stdout).not.to.contain('submitted again');
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(1);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  /** Sleeps the first time and succeeds the second; the two know of each other by a file outside their folders. */
  const once = (): string =>
    [
      `if [ -e "${workspace.folder}/before" ]; then echo 'second attempt'; : > done; exit 0; fi`,
      `: > "${workspace.folder}/before"; : > started; sleep ${workspace.nap}`,
    ].join('\n');
});

/** ARN of the only task. */
async function runningTask({ endpoint, region, credentials }: LocalCloud): Promise<string> {
  const ecs = new ECSClient({ endpoint, region, credentials });
  try {
    // A task may run for a while before reads show it, as on AWS.
    const listed = async (): Promise<string | undefined> =>
      (await ecs.send(new ListTasksCommand({ cluster: 'nextflow-cluster' }))).taskArns?.[0];
    return await eventually(listed, () => 'ListTasks shows no task');
  } finally {
    ecs.destroy();
  }
}
