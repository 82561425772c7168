import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { FULL } from './full-cluster.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, quickstartConfig, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('nf-awsecs run on a cluster that is full', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  it('waits for room with one notice, however many tasks wait, and completes', async () => {
    await workspace.pipeline({ ONE: 'echo one', TWO: 'echo two', THREE: 'echo three' });
    cloud.control.addFaults({ calls: [{ operation: 'RunTask', times: 3, effect: FULL }] });
    const { code, stdout, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('3 succeeded');
    const said = stdout + stderr;
    expect(count(said, 'the cluster has no room for it now'), said).to.equal(1);
    expect(said).to.contain('within 1 d (aws.ecs.provisioningTimeout)');
    expect(count(said, 'The cluster has room again'), said).to.equal(1);
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(0);
  });

  it('ends a task that found no room for as long as it may wait, and names what ended the wait', async () => {
    await workspace.pipeline(
      { LARGE: 'echo never' },
      `${await quickstartConfig()}\nprocess.maxSubmitAwait = '1 sec'\n`,
    );
    cloud.control.addFaults({ calls: [{ operation: 'RunTask', effect: FULL }] });
    const { code, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(1);
    expect(stderr)
      .to.contain("Error executing process > 'LARGE'")
      .and.contain('ClientException: The maximum number of tasks in the PROVISIONING state has been reached')
      .and.match(/no room for 1 s(?: \d+ ms)?, as long as it may wait by maxSubmitAwait/)
      .and.contain('NO_CAPACITY');
  });

  it('stops a task that stays in PROVISIONING for longer than it may, and says so', async () => {
    await workspace.pipeline(
      { DRY: 'echo never' },
      `${await quickstartConfig()}\naws.ecs.provisioningTimeout = '1 sec'\n`,
    );
    cloud.control.act({ do: 'drought', of: {} });
    const { code, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(1);
    expect(stderr)
      .to.contain("Error executing process > 'DRY'")
      .and.contain('had no instance for it within 1 s (aws.ecs.provisioningTimeout)')
      .and.contain('NO_CAPACITY');
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(1);
  });

  it('submits no faster than executor.submitRateLimit of this executor allows', async () => {
    await workspace.pipeline(
      { ONE: 'echo one', TWO: 'echo two', THREE: 'echo three' },
      `${await quickstartConfig()}\nexecutor { submitRateLimit = '1/h'; $awsecs { submitRateLimit = '2/2s' } }\n`,
    );
    const { code, stdout, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('3 succeeded');
    const times = cloud.calls
      .calls()
      .filter(({ operation }) => operation === 'RunTask')
      .map(({ at }) => at);
    expect(times.length).to.equal(3);
    // Sent two seconds apart; the one may be longer on its way than the other.
    expect(times[2]! - times[0]!).to.be.at.least(1_900);
  });
});
