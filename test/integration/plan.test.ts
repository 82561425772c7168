import { expect } from 'chai';
import type { PlanDocument } from '../../cli/plan/plan-document.js';
import type { LocalCloud } from '../../local/index.js';
import { RecordingDoor } from './recording-door.js';
import { cloudEnvironment, quickstartConfig, Workspace } from './workspace.js';

const line = ['main.nf', '-work-dir', 's3://my-bucket/work', '-name', 'calm_curie'];

describe('nf-awsecs plan', function () {
  this.timeout(30_000);
  let workspace: Workspace;
  let cloud: LocalCloud;
  let door: RecordingDoor;
  let env: Record<string, string>;

  beforeEach(async () => {
    workspace = await Workspace.open();
    cloud = await workspace.cloud();
    door = await RecordingDoor.before(cloud.endpoint);
    env = { ...cloudEnvironment(cloud), AWS_ENDPOINT_URL: door.endpoint };
    await workspace.pipeline({ ONE: 'echo one', TWO: 'echo two' }, await preinstalled());
  });

  afterEach(async () => {
    await door.close();
    await workspace.close();
  });

  async function plan(): Promise<PlanDocument> {
    const { code, stdout, stderr } = await workspace.run(['plan', ...line, '-o', 'json'], { env });
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout) as PlanDocument;
  }

  it('reads AWS and changes nothing in it', async () => {
    await plan();
    const operations = [...new Set(door.calls.map(({ operation }) => operation))];
    expect(operations).to.include.members(['DescribeClusters', 'DescribeTaskDefinition']);
    const changes = operations.filter(
      (operation) => !/^(?:Describe\w+|HEAD \/my-bucket\/?)$/.test(operation),
    );
    expect(changes).to.deep.equal([]);
    expect(await workspace.taskFiles('.command.run')).to.deep.equal([]);
  });

  it('shows the requests that a run then sends, but for what is new in every run', async () => {
    const planned = (await plan()).awsecs!.processes.map(({ ways }) => ways[0]);
    expect(planned.map(({ definition }) => definition.action)).to.deep.equal(['register', 'register']);
    door.calls.length = 0;
    const { code, stderr } = await workspace.run(['run', ...line], { env });
    expect(code, stderr).to.equal(0);
    const sent = door.bodies('RunTask').map(comparable);
    expect(sent).to.have.deep.members(planned.map(({ runTask }) => comparable(runTask)));
    const [{ family, content }] = planned.map(({ definition }) => definition) as [
      (typeof planned)[number]['definition'],
    ];
    expect(door.bodies('RegisterTaskDefinition')).to.deep.equal([{ family, ...content }]);
  });

  it('asks Wave for nothing, and says what is not known before it is asked', async () => {
    await workspace.write('nextflow.config', await quickstartConfig());
    const [first] = (await plan()).awsecs!.processes;
    expect(first).to.include({ image: 'ubuntu:latest', imagePending: true });
    expect(first!.ways[0].definition.action).to.equal('undecided');
    expect(cloud.calls.calls().filter(({ service }) => service === 'wave')).to.deep.equal([]);
  });

  it('finds what an earlier run registered', async () => {
    await workspace.run(['run', ...line], { env });
    const [{ definition }] = (await plan()).awsecs!.processes[0]!.ways;
    expect(definition.action).to.equal('reuse');
    expect(definition.arn).to.match(/:task-definition\/nf-ubuntu-latest-[0-9a-f]{32}:1$/);
  });

  it('refuses what a run refuses, with its words and exit code', async () => {
    await workspace.write('nextflow.config', `${await preinstalled()}\naws.ecs.cluster = 'nowhere'\n`);
    const planned = await workspace.run(['plan', ...line], { env });
    const run = await workspace.run(['run', ...line], { env });
    expect([planned.code, planned.stdout]).to.deep.equal([1, '']);
    const refusal = (text: string): string | undefined => /ERROR:[^]*$/.exec(text)?.[0];
    expect(refusal(planned.stderr)).to.equal(refusal(run.stderr)).and.include('CLUSTER_NOT_FOUND');
  });

  it('needs no account with -local, where standard output is the document alone', async () => {
    const { code, stdout, stderr } = await workspace.run(['plan', ...line, '-local', '-o', 'json']);
    expect(code, stderr).to.equal(0);
    const { awsecs } = JSON.parse(stdout) as PlanDocument;
    expect(awsecs!.processes.map(({ process }) => process)).to.deep.equal(['ONE', 'TWO']);
  });
});

/** The quickstart's configuration for images that hold Fusion already: what is registered is known before the run. */
async function preinstalled(): Promise<string> {
  return `${await quickstartConfig()}\nfusion.preinstalled = true\n`;
}

/** A request without what is new in every run. */
function comparable(request: unknown): unknown {
  const text = JSON.stringify(request)
    .replace(/"clientToken":"[\w-]+"/, '"clientToken":"-"')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<session>')
    .replace(/\b[0-9a-f]{2}\/[0-9a-f]{30}\b/g, '<work dir>')
    .replace(/(taskHash","value":")[0-9a-f]{32}/, '$1<hash>')
    .replace(/(:task-definition\/[\w-]+):(?:\d+|<revision>)/, '$1');
  return JSON.parse(text);
}
