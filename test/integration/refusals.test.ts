import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { cloudEnvironment, quickstartConfig, Workspace } from './workspace.js';

const local = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work', '-local'];

describe('nf-awsecs run, before anything is launched', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  /** Runs a pipeline that must be refused; answers what it said. */
  async function refusal(
    config: string,
    args: readonly string[] = local,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    await workspace.pipeline({ HELLO: 'echo hello' }, config);
    return refused(args, env);
  }

  async function refused(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { code, stdout, stderr } = await workspace.run(args, { env });
    expect(code, stderr).to.equal(1);
    expect(stdout).not.to.contain('Submitted');
    expect(await workspace.taskFiles('.command.run')).to.deep.equal([]);
    return stderr;
  }

  it('lists every missing and wrong setting at once, each with the line to add', async () => {
    const said = await refusal(
      `process { executor = 'awsecs' }\naws { region = 'us-east-1'; ecs { logGroup = '/mine' } }\n`,
      ['run', 'main.nf', '-work-dir', 'work', '-local'],
    );
    for (const [problem, mend] of [
      ['aws.ecs.logGroup: is not a setting', 'Did you mean aws.ecs.logsGroup?'],
      [
        'aws.ecs.cluster: is required',
        "Add to nextflow.config: aws { ecs { cluster = 'nextflow-cluster' } }",
      ],
      ['aws.ecs.executionRole: is required', 'Add to nextflow.config: aws { ecs { executionRole = '],
      ['wave.enabled: must be true', 'Add to nextflow.config: wave { enabled = true }'],
      ['fusion.enabled: must be true', 'Add to nextflow.config: fusion { enabled = true }'],
      ['work dir: must be in S3', 'Give a place in S3, e.g. s3://my-bucket/work.'],
    ] as const) {
      const [, behind] = said.split(problem);
      expect(behind, `${problem} in\n${said}`).not.to.equal(undefined);
      expect(behind?.split('\n')[1], said).to.contain(mend);
    }
    expect(said.match(/ERROR/g)).to.have.length(1);
    expect(said).to.contain('6 things must change').and.contain('CONFIG_INVALID');
  });

  it('asks for Wave', async () => {
    const said = await refusal((await quickstartConfig()).replace(/wave \{[^}]*\}/, ''));
    expect(said).to.contain('wave { enabled = true }').and.contain('WAVE_REQUIRED');
    expect(said).not.to.contain('FUSION_REQUIRED');
  });

  it('asks for Fusion', async () => {
    const said = await refusal(
      (await quickstartConfig()).replace(/fusion \{[^}]*\}/, 'fusion.enabled = false'),
    );
    expect(said).to.contain('fusion { enabled = true }').and.contain('FUSION_REQUIRED');
    expect(said).not.to.contain('WAVE_REQUIRED');
  });

  it('asks for a work dir in S3', async () => {
    const said = await refusal(await quickstartConfig(), ['run', 'main.nf', '-w', '/tmp/work', '-local']);
    expect(said).to.contain('found: /tmp/work').and.contain('WORKDIR_NOT_S3');
  });

  it('says how to create a cluster that does not exist', async () => {
    const config = (await quickstartConfig()).replace("'nextflow-cluster'", "'elsewhere'");
    const said = await refusal(config);
    expect(said).to.contain("'elsewhere'").and.contain('CLUSTER_NOT_FOUND');
    expect(said).to.contain('aws ecs create-cluster --cluster-name elsewhere');
  });

  it('says how to give a cluster the provider it lacks', async () => {
    const cloud = await workspace.cloud();
    const { endpoint, region, credentials } = cloud;
    const ecs = new ECSClient({ endpoint, region, credentials });
    await ecs.send(new CreateClusterCommand({ clusterName: 'bare' }));
    ecs.destroy();
    const config = (await quickstartConfig()).replace("'nextflow-cluster'", "'bare'");
    const said = await refusal(config, local.slice(0, -1), cloudEnvironment(cloud));
    expect(said).to.contain("'bare'").and.contain('CAPACITY_PROVIDER_MISSING');
    expect(said).to.contain('aws ecs create-capacity-provider --cluster bare');
    expect(cloud.calls.count('ecs', 'RunTask')).to.equal(0);
    expect(cloud.calls.count('ecs', 'RegisterTaskDefinition')).to.equal(0);
  });

  it('lists the executors there are for one that is not', async () => {
    const said = await refusal((await quickstartConfig()).replace("'awsecs'", "'awsbatch'"));
    expect(said).to.contain('awsbatch').and.contain('available are awsecs').and.contain('UNKNOWN_EXECUTOR');
  });

  it('refuses by name what a directive asks for and ECS cannot do', async () => {
    const wish = "process { containerOptions = '--shm-size 1g'";
    const said = await refusal((await quickstartConfig()).replace('process {', wish));
    expect(said)
      .to.contain('directive containerOptions')
      .and.contain('--shm-size')
      .and.contain('DIRECTIVE_INVALID');
    expect(said).to.contain('process HELLO');
  });

  it('points at the place in a script that it cannot read', async () => {
    await workspace.pipeline({ HELLO: 'echo hello' });
    await workspace.write(
      'main.nf',
      'process HELLO {\n    script:\n    """echo $x"""\n}\nworkflow { HELLO() }\n',
    );
    const said = await refused(local);
    expect(said).to.contain('main.nf:3:13: ').and.contain('SCRIPT_INVALID');
    expect(said).to.contain('3 |     """echo $x"""\n');
  });
});
