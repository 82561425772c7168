import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Workspace } from './workspace.js';

describe('nf-awsecs', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  it('helps at every level', async () => {
    const [root, run, local] = await Promise.all([
      workspace.run(['--help']),
      workspace.run(['run', '--help']),
      workspace.run(['local', '--help']),
    ]);
    for (const { code, stderr } of [root, run, local]) {
      expect(code).to.equal(0);
      expect(stderr).to.equal('');
    }
    expect(root.stdout)
      .to.match(/^Usage: nf-awsecs /)
      .and.match(/^ {2}run /m)
      .and.match(/^ {2}local /m);
    expect(run.stdout)
      .to.match(/^Usage: nf-awsecs run /)
      .and.match(/^ {2}-work-dir, -w <uri> /m);
    expect(local.stdout)
      .to.match(/^Usage: nf-awsecs local /)
      .and.match(/^ {2}-port <n> /m);
  });

  it('tells its version', async () => {
    const path = fileURLToPath(new URL('../../../package.json', import.meta.url));
    const { version } = JSON.parse(await readFile(path, 'utf8')) as { readonly version: string };
    const { code, stdout } = await workspace.run(['-version']);
    expect(code).to.equal(0);
    expect(stdout).to.equal(`nf-awsecs version ${version}\n`);
  });

  it('suggests the option that was meant, and exits 2', async () => {
    const { code, stdout, stderr } = await workspace.run([
      'run',
      'main.nf',
      '-wrk-dir',
      's3://my-bucket/work',
    ]);
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.contain('Unknown option -wrk-dir').and.contain('Did you mean -work-dir?');
  });
});
