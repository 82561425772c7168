import { expect } from 'chai';
import type { LocalCloud } from '../../local/index.js';
import { FULL } from './full-cluster.js';
import { useCloud } from './use-cloud.js';
import { cloudEnvironment, quickstartConfig, type Workspace } from './workspace.js';

const line = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work'];

/** A process of one line. */
function process(name: string, ...directives: readonly string[]): string {
  const lines = ["container 'ubuntu:latest'", ...directives].map((one) => `    ${one}\n`).join('');
  return `process ${name} {\n${lines}\n    script:\n    'echo ${name}'\n}\n`;
}

describe('nf-awsecs run on a cluster with Spot and GPU providers', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  useCloud((opened) => ({ workspace, cloud } = opened));

  async function run(
    processes: readonly (readonly [name: string, ...directives: readonly string[]])[],
  ): Promise<{ readonly code: number | string; readonly said: string }> {
    const calls = processes.map(([name]) => `    ${name}()\n`).join('');
    const script = `${processes.map((one) => process(...one)).join('\n')}\nworkflow {\n${calls}}\n`;
    await workspace.write('main.nf', script);
    const config = (await quickstartConfig()).replace('nextflow-cluster', 'mixed-cluster');
    await workspace.write('nextflow.config', config);
    const { code, stdout, stderr } = await workspace.run(line, { env: cloudEnvironment(cloud) });
    return { code, said: stdout + stderr };
  }

  it('goes from Spot to on demand within the list where Spot has no room', async () => {
    cloud.control.addFaults({ calls: [{ operation: 'RunTask', times: 1, effect: FULL }] });
    const { code, said } = await run([['CHEAP', "queue 'spot', 'MANAGED_INSTANCES'"]]);
    expect(code, said).to.equal(0);
    expect(said).to.contain(
      'Tasks run on capacity provider spot, else on MANAGED_INSTANCES (named by directive queue)',
    );
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(2);
  });

  it('tells where each process runs and why, having asked EC2 once', async () => {
    const { code, said } = await run([
      ['PLAIN'],
      ['TRAIN', "accelerator 1, type: 't4'"],
      ['PINNED', "machineType 'r6i.2xlarge'", "memory '64 GB'"],
      ['SMALL_DISK', "disk '20 GB'"],
    ]);
    expect(code, said).to.equal(0);
    expect(said)
      .to.contain(
        "Tasks of PLAIN, PINNED, SMALL_DISK run on capacity provider MANAGED_INSTANCES (the cluster's default strategy)",
      )
      .and.contain(
        "Tasks of TRAIN run on capacity provider gpu (the cluster's first on-demand provider that has what the task asks for)",
      )
      .and.contain('Process PINNED: memory 64 GiB is all that r6i.2xlarge has')
      .and.contain("Process SMALL_DISK: disk 20 GiB is the instance's own volume");
    expect(cloud.calls.count('ec2', 'DescribeInstanceTypes')).to.equal(1);
  });

  it('refuses every process that no provider can take in one error, before anything is launched', async () => {
    const { code, said } = await run([
      ['FINE'],
      ['BIG', "machineType 'm6i.large'", 'cpus 64'],
      ['MANY', "accelerator 16, type: 'h100'"],
      ['TYPO', "machineType 'm6i.3xlarge'"],
      ['LARGE', "disk '500 GB'"],
    ]);
    expect(code, said).to.equal(1);
    expect(said)
      .to.contain('process BIG, directive cpus, machineType: ')
      .and.contain('has at most 2 vCPUs an instance')
      .and.contain('process MANY, directive accelerator: ')
      .and.contain('has at most 8 GPUs of type h100 an instance')
      .and.contain('process TYPO, directive machineType: ')
      .and.contain('cannot launch m6i.3xlarge: EC2 has none in this region')
      .and.contain('process LARGE, directive disk: ')
      .and.contain('Set aws.ecs.volumeRole')
      .and.contain('CAPACITY_PROVIDER_UNSUITABLE')
      .and.not.contain('process FINE');
    expect(cloud.calls.count('ecs', 'RunTask') + cloud.calls.count('ecs', 'RegisterTaskDefinition')).to.equal(
      0,
    );
  });

  it('goes on by names and ranges where EC2 may not be asked, and says what to allow', async () => {
    cloud.control.addFaults({
      calls: [{ operation: 'DescribeInstanceTypes', effect: { kind: 'access-denied' } }],
    });
    const { code, said } = await run([['TRAIN', "accelerator 1, type: 't4'"]]);
    expect(code, said).to.equal(0);
    expect(said)
      .to.contain('Tasks run on capacity provider gpu')
      .and.contain('Allow ec2:DescribeInstanceTypes to the credentials in use.');
  });
});
