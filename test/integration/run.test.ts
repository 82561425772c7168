import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { example, Workspace } from './workspace.js';

const quickstart = [
  'run',
  example('quickstart'),
  '-work-dir',
  's3://my-bucket/work',
  '-process.debug',
  'true',
];
const escape = '\u001b[';

/** Whether one of the text's escape codes sets a colour or a weight. */
const coloured = (text: string): boolean =>
  text
    .split(escape)
    .slice(1)
    .some((code) => /^[\d;]*m/.test(code));

describe('nf-awsecs run', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  it('runs the quickstart and shows what it prints', async () => {
    const { code, stdout, stderr } = await workspace.run([...quickstart, '-local']);
    expect(code, stderr).to.equal(0);
    const lines = stdout.trimEnd().split('\n');
    const greeting = lines.indexOf('Hello from ECS Managed Instances!');
    expect(greeting, stdout).to.be.greaterThan(0);
    expect(lines[greeting + 1]).to.equal(hostname());
    expect(stdout).to.match(/^\[[0-9a-f]{2}\/[0-9a-f]{6}\] Submitted process > HELLO$/m);
    expect(lines.at(-1)).to.match(/^Completed in [\d.]+ m?s: 1 succeeded$/);
    expect(stderr).not.to.contain('ERROR');
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  it('writes lines without escape codes where the output is no terminal', async () => {
    const { code, stdout, stderr } = await workspace.run([...quickstart, '-local'], {
      env: { TERM: 'xterm-256color', FORCE_COLOR: '1', COLORTERM: 'truecolor' },
    });
    expect(code).to.equal(0);
    expect(stdout + stderr).not.to.contain(escape);
  });

  it('redraws progress on a terminal, in colour unless NO_COLOR forbids it', async function () {
    // The `script` of other systems takes other arguments.
    if (process.platform !== 'linux') this.skip();
    const env = { TERM: 'xterm-256color' };
    const [painted, plain] = await Promise.all([
      workspace.run([...quickstart, '-local'], { env, terminal: true }),
      workspace.run([...quickstart, '-local'], { env: { ...env, NO_COLOR: '1' }, terminal: true }),
    ]);
    for (const { code, stdout } of [painted, plain]) {
      expect(code, stdout).to.equal(0);
      expect(stdout).to.contain(escape);
      expect(stdout).to.match(/executor > {2}awsecs \(1\)/);
      expect(stdout).to.match(/HELLO \| 1 of 1.*✔/);
    }
    expect(coloured(painted.stdout)).to.equal(true);
    expect(coloured(plain.stdout)).to.equal(false);
  });

  it('explains a failing task: cause, command, status, tails and a work dir that exists', async () => {
    const { code, stdout, stderr } = await workspace.run([
      'run',
      example('failing'),
      '-work-dir',
      's3://my-bucket/work',
      '-local',
    ]);
    expect(code).to.equal(1);
    for (const section of [
      "ERROR ~ Error executing process > 'FAILING'\n",
      'Caused by:\n  Process `FAILING` terminated with an error exit status (3)\n',
      'Command executed:\n  echo "counting the samples"\n  echo "cannot read sample 7" >&2\n  exit 3\n',
      'Command exit status:\n  3\n',
      'Command output:\n  counting the samples\n',
      'Command error:\n  cannot read sample 7\n',
    ]) {
      expect(stderr).to.contain(section);
    }
    const [, key = ''] = /Work dir:\n {2}s3:\/\/(my-bucket\/work\/\S+)\n/.exec(stderr) ?? [];
    const exitFile = join(workspace.folder, '.nf-awsecs/local/s3', key, '.exitcode');
    expect((await readFile(exitFile, 'utf8')).trim()).to.equal('3');
    expect(stdout).to.match(
      /\nFailed after [\d.]+ m?s: 1 failed\nGo on with it: .* -resume [0-9a-f-]{36}\n$/,
    );
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });

  it('stops what still runs when a task fails', async () => {
    await workspace.pipeline({
      // The failure comes once the other task runs, whose folder no task can name.
      FAILS: `while [ ! -e "${workspace.folder}/started" ]; do sleep 0.05; done; exit 4`,
      SLEEPS: `: > "${workspace.folder}/started"; sleep ${workspace.nap}`,
    });
    const { code, stdout, stderr } = await workspace.run([
      'run',
      'main.nf',
      '-work-dir',
      's3://my-bucket/work',
      '-local',
      // In a sandbox or container there is no folder that both tasks can name.
      '-local-runtime',
      'process',
    ]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("Error executing process > 'FAILS'");
    expect(stdout.trimEnd()).to.match(/1 failed, 1 aborted\nGo on with it: .*$/);
    expect(await workspace.processesLeft()).to.deep.equal([]);
  });
});
