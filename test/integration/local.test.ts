import { expect } from 'chai';
import { example, Workspace } from './workspace.js';

describe('nf-awsecs local', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  it('prints what a shell must export for a run to reach it, and ends with 0 on Ctrl-C', async () => {
    const cloud = workspace.start(['local']);
    await cloud.says('Ctrl-C stops it.');
    // A shell that was set up for AWS: what is printed must take all of that away.
    const misled = {
      AWS_PROFILE: 'work',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_ECS: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    };
    const { code, stdout, stderr } = await workspace.run(
      ['run', example('quickstart'), '-work-dir', 's3://my-bucket/work', '-process.debug', 'true'],
      { env: pasted(cloud.stdout, misled) },
    );
    expect(code, stderr).to.equal(0);
    expect(stdout).to.contain('Hello from ECS Managed Instances!').and.not.contain('local cloud at');
    cloud.signal('SIGINT');
    expect(await cloud.exit(), cloud.output).to.equal(0);
    expect(cloud.groupLives()).to.equal(false);
  });

  it('takes its tasks with it on SIGTERM, and exits 0', async () => {
    const cloud = workspace.start(['local']);
    await cloud.says('Ctrl-C stops it.');
    await workspace.pipeline({ SLEEPS: `: > started; exec sleep ${workspace.nap}` });
    const run = workspace.start(['run', 'main.nf', '-work-dir', 's3://my-bucket/work'], {
      env: pasted(cloud.stdout, {}),
    });
    await workspace.taskFolders('started', 1);
    cloud.signal('SIGTERM');
    expect(await cloud.exit(), cloud.output).to.equal(0);
    expect(await workspace.processesLeft()).to.deep.equal([]);
    // Its cloud is gone for good; a user would press Ctrl-C and lose patience.
    run.signal('SIGINT');
    await run.pressAgain();
    expect(await run.exit(), run.output).to.equal(130);
    expect(run.stderr).to.contain('1 task may still run');
  });

  it('refuses a port that is taken, with the mend', async () => {
    const { endpoint } = await workspace.cloud();
    const port = new URL(endpoint).port;
    const { code, stderr } = await workspace.run(['local', '-port', port]);
    expect(code).to.equal(1);
    expect(stderr).to.contain(port).and.contain('PORT_UNAVAILABLE').and.contain('-port');
  });
});

/** What a shell's environment is after the printed lines were pasted into it. */
function pasted(printed: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const lines = printed.split('\n');
  const assignments = lines
    .filter((line) => line.startsWith('export '))
    .flatMap((line) => line.slice('export '.length).split(' '))
    .map((assignment) => assignment.split('=') as [string, string]);
  const unset = lines.filter((line) => line.startsWith('unset ')).flatMap((line) => line.split(' ').slice(1));
  const kept = Object.entries(before).filter(([name]) => !unset.includes(name));
  return Object.fromEntries([...kept, ...assignments]);
}
