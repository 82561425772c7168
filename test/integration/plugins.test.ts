import { copyFile, mkdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { memoryPlugin, writeContent, writePlugin } from '../support/memory-plugin.js';
import { example, quickstartConfig, Workspace } from './workspace.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const local = ['run', 'main.nf', '-work-dir', 's3://my-bucket/work', '-process.debug', 'true', '-local'];

describe('nf-awsecs run, plugins', function () {
  this.timeout(30_000);
  let workspace: Workspace;

  beforeEach(async () => {
    workspace = await Workspace.open();
  });

  afterEach(() => workspace.close());

  const write = (name: string, content: unknown): Promise<void> =>
    writeContent(join(workspace.folder, name), content);

  const plugin = (
    place: string,
    manifest?: Readonly<Record<string, unknown>>,
    entry?: string,
  ): Promise<void> => writePlugin(join(workspace.folder, place), manifest, entry);

  async function config(
    plugins: string,
    executor = 'memory',
    more = "acme { greeting = 'hello' }",
  ): Promise<void> {
    const text = `${plugins}\nprocess.executor = '${executor}'\n${more}\n`;
    await workspace.pipeline({ HELLO: 'echo hello' }, text);
  }

  async function succeeds(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    const { code, stdout, stderr } = await workspace.run(args);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/: 1 succeeded$/m);
    return { stdout, stderr };
  }

  /** What a run that must not start said: one error, and nothing was launched. */
  async function refused(args: readonly string[] = local): Promise<string> {
    const { code, stdout, stderr } = await workspace.run(args);
    expect(code, stderr).to.equal(1);
    expect(stdout).not.to.contain('Submitted');
    expect(stderr.match(/ERROR/g), stderr).to.have.length(1);
    expect(stderr).not.to.match(/^\s+at /m);
    expect(stderr).not.to.contain('bug in nf-awsecs');
    expect(await workspace.taskFiles('.command.run')).to.deep.equal([]);
    return stderr.replaceAll(`${workspace.folder}/`, '');
  }

  it("runs the quickstart whose configuration names this package's own plugin", async () => {
    await copyFile(example('quickstart'), join(workspace.folder, 'main.nf'));
    await write('nextflow.config', `plugins {\n    id 'nf-awsecs@0.1.0'\n}\n${await quickstartConfig()}`);
    const { stdout } = await succeeds(local);
    expect(stdout).to.contain('Hello from ECS Managed Instances!');
  });

  it('runs on an installed plugin that the configuration names, and reads the settings of its scope', async () => {
    await plugin('node_modules/nf-memory');
    await config("plugins { id 'nf-memory@~1.2.0' }");
    const { stdout } = await succeeds(local);
    expect(stdout).to.contain('Submitted process > HELLO').and.contain('greeting of the plugin: hello');
  });

  it('runs on a plugin given by its folder, in place of what the configuration names', async () => {
    await plugin('elsewhere/nf-memory');
    await config("plugins { id 'nf-gone@1.0.0' }");
    const { stderr } = await succeeds([...local, '-plugins', './elsewhere/nf-memory']);
    expect(stderr).to.contain(
      'Not loaded, since -plugins takes the place of the plugins block: nf-gone@1.0.0',
    );
    await succeeds([...local, '-plugins', 'elsewhere/nf-memory/plugin.json']);
  });

  it("finds installed plugins from the script's folder, whatever the current folder is", async () => {
    await plugin('deep/node_modules/nf-memory');
    await config("plugins { id 'nf-memory' }");
    const { main, settings } = {
      main: join(workspace.folder, 'main.nf'),
      settings: join(workspace.folder, 'nextflow.config'),
    };
    await copyFile(main, join(workspace.folder, 'deep/main.nf'));
    await copyFile(settings, join(workspace.folder, 'deep/nextflow.config'));
    await write('nextflow.config', '');
    await succeeds(local.with(1, 'deep/main.nf'));
  });

  it('takes a package that is linked into node_modules for what it is', async () => {
    await plugin('sources/nf-memory');
    await mkdir(join(workspace.folder, 'node_modules'));
    await symlink(
      join(workspace.folder, 'sources/nf-memory'),
      join(workspace.folder, 'node_modules/nf-memory'),
    );
    await config('');
    await succeeds([...local, '-plugins', 'nf-memory,sources/nf-memory']);
  });

  it('goes on without plugins of Nextflow that this engine stands in for', async () => {
    await write('nextflow.config', '');
    await copyFile(example('quickstart'), join(workspace.folder, 'main.nf'));
    await write('nextflow.config', `plugins { id 'nf-amazon@2.9.0' }\n${await quickstartConfig()}`);
    const { stderr } = await succeeds(local);
    expect(stderr).to.contain('Plugin nf-amazon@2.9.0').and.contain('nextflow.config:1:11) is not loaded');
  });

  it('loads the plugin of another copy of this package by its path', async () => {
    await copyFile(example('quickstart'), join(workspace.folder, 'main.nf'));
    await write('nextflow.config', await quickstartConfig());
    await mkdir(join(workspace.folder, 'copy'));
    await copyFile(join(root, 'plugin.json'), join(workspace.folder, 'copy/plugin.json'));
    await write('copy/dist/src/index.js', "throw new Error('the copy is loaded');");
    expect(await realpath(workspace.folder)).to.equal(workspace.folder);
    expect(await refused([...local, '-plugins', './copy'])).to.contain('the copy is loaded');
  });

  it('refuses to start with what is wrong about all plugins and settings in one error', async () => {
    await plugin('nf-late', { spi: '^9.0.0' });
    await plugin('nf-throws', {}, "throw new Error('no licence for this machine');");
    await config('', 'memory', 'process.cpus = 0');
    const said = await refused([...local, '-plugins', './nf-late,./nf-throws,nf-gone']);
    for (const part of ['process.cpus: must be a number', 'SPI ^9.0.0', 'no licence', '[PLUGIN_NOT_FOUND]'])
      expect(said).to.contain(part);
  });

  it('tells of a plugin that breaks where it starts, by name and without a stack', async () => {
    const good = memoryPlugin('memory');
    const bad = good.replace('start: async () => {},', "start: async () => { throw new Error('later'); },");
    await plugin('nf-memory', {}, bad);
    await config('');
    const said = await refused([...local, '-plugins', './nf-memory']);
    expect(said)
      .to.contain('Plugin nf-memory 1.2.0 (nf-memory/plugin.json) is broken: start()')
      .and.contain('later');
    expect(said).to.contain('PLUGIN_BROKEN');
  });

  it('ends in order where a plugin lets an exception escape from a timer, without a stack', async () => {
    const stray = 'schedule() { setTimeout(() => null.x, 10); }';
    await plugin('nf-memory', {}, memoryPlugin('memory').replace('schedule: run', stray));
    await config('');
    const { code, stdout, stderr } = await workspace.run([...local, '-plugins', './nf-memory']);
    expect(code, stderr).to.equal(1);
    expect(stderr).to.contain('Unexpected failure in a plugin or in nf-awsecs: TypeError: Cannot read');
    expect(stderr).not.to.match(/^\s+at /m);
    expect(stdout).to.contain('1 aborted');
  });

  it('shows -plugins with an example in its help', async () => {
    const { stdout } = await workspace.run(['run', '-help']);
    expect(stdout).to.match(/^ {2}-plugins <names> /m);
    expect(stdout).to.contain('-plugins nf-hello@^1.0.0,../my-plugin');
  });
});
