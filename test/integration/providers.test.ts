import {
  CreateCapacityProviderCommand,
  DescribeCapacityProvidersCommand,
  ECSClient,
  type CapacityOptionType,
} from '@aws-sdk/client-ecs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, quickstartConfig, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

describe('nf-awsecs run on several capacity providers', function () {
  this.timeout(60_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  async function addProvider(name: string, capacityOptionType: CapacityOptionType): Promise<void> {
    const ecs = new ECSClient({
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const cluster = 'nextflow-cluster';
    const { capacityProviders: [seeded] = [] } = await ecs.send(
      new DescribeCapacityProvidersCommand({ cluster }),
    );
    const { infrastructureRoleArn, instanceLaunchTemplate: template } =
      seeded?.managedInstancesProvider ?? {};
    // The same as the quickstart's own, but for how its instances are paid for.
    const managedInstancesProvider = {
      infrastructureRoleArn,
      instanceLaunchTemplate: {
        ec2InstanceProfileArn: template?.ec2InstanceProfileArn,
        networkConfiguration: template?.networkConfiguration,
        capacityOptionType,
      },
    };
    await ecs.send(new CreateCapacityProviderCommand({ name, cluster, managedInstancesProvider }));
    ecs.destroy();
  }

  const configWith = async (more: string): Promise<string> =>
    `${await quickstartConfig()}\naws.ecs.networkMode = 'host'\n${more}\n`;

  it('goes to the next provider where ECS took a task and has no instance for it, without a retry', async () => {
    await addProvider('dry', 'ON_DEMAND');
    await workspace.pipeline(
      { HELLO: 'echo done' },
      await configWith(
        "aws.ecs.capacityProvider = ['dry', 'MANAGED_INSTANCES']\naws.ecs.provisioningTimeout = '2 sec'",
      ),
    );
    cloud.control.act({ do: 'drought', of: { provider: 'dry' } });
    const { code, stdout, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('1 succeeded');
    expect(stdout + stderr).to.contain('had no instance for it within 2 s (aws.ecs.provisioningTimeout)');
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(2);
    expect(cloud.calls.count('ecs', 'StopTask')).to.equal(1);
  });

  it('goes to an on-demand provider once spot machines were taken away twice', async () => {
    await addProvider('cheap', 'SPOT');
    // Long, unless it is let go; a spot machine is taken away before.
    const mayEnd = join(workspace.folder, 'may-end');
    await workspace.pipeline(
      { LONG: `: > started; trap 'exit 143' TERM; until [ -e ${mayEnd} ]; do sleep 0.1; done; echo done` },
      await configWith("aws.ecs.capacityProvider = ['cheap', 'MANAGED_INSTANCES']"),
    );
    const command = workspace.start(line, { env: cloudEnvironment(cloud) });
    for (const attempt of [1, 2]) {
      await workspace.taskFolders('started', attempt);
      cloud.control.act({ do: 'reclaim-spot' });
    }
    await workspace.taskFolders('started', 3);
    // Nothing of it is spot any more: this takes nothing away.
    cloud.control.act({ do: 'reclaim-spot' });
    await workspace.write('may-end', '');
    expect(await command.exit(), command.output).to.equal(0);
    expect(command.stdout).to.contain('1 succeeded');
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(3);
  });
});
