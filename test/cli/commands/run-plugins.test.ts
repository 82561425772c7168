import { expect } from 'chai';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../../cli/commands/command-line.js';
import { packageServices } from '../../../cli/commands/package-services.js';
import { memoryPlugin, writeContent, writePlugin } from '../../support/memory-plugin.js';
import { FakeContext } from '../fake-context.js';

describe('nf-awsecs run, about plugins, refuses', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'nf-awsecs-plugins-')));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, content: unknown): Promise<void> => writeContent(join(folder, name), content);

  const plugin = (
    place: string,
    manifest?: Readonly<Record<string, unknown>>,
    entry?: string,
  ): Promise<void> => writePlugin(join(folder, place), manifest, entry);

  async function config(
    plugins: string,
    executor = 'memory',
    more = "acme { greeting = 'hello' }",
  ): Promise<void> {
    await write('nextflow.config', `${plugins}\nprocess.executor = '${executor}'\n${more}\n`);
    await write(
      'main.nf',
      "process HELLO {\ncontainer 'ubuntu'\nscript:\n'echo hello'\n}\nworkflow { HELLO() }\n",
    );
  }

  /** What a run that must not start said: one error, without a stack. The folder's name is left out. */
  async function refused(...args: readonly string[]): Promise<string> {
    const context = new FakeContext({}, folder);
    const line = ['run', join(folder, 'main.nf'), '-work-dir', 's3://my-bucket/work', ...args];
    const code = await runCommandLine(line, context, await packageServices(folder));
    const said = context.stderr.text;
    expect(code, said).to.equal(1);
    expect(context.stdout.text).not.to.contain('Submitted');
    expect(said.match(/ERROR/g), said).to.have.length(1);
    expect(said).not.to.match(/^\s+at /m);
    expect(said).not.to.contain('bug in nf-awsecs');
    return said.replaceAll(`${folder}/`, '');
  }

  it('a version of its own plugin that it has not', async () => {
    await config("plugins {\n  id 'nf-awsecs@^7.0.0'\n}", 'awsecs');
    const said = await refused();
    expect(said)
      .to.contain('nf-awsecs@^7.0.0, asked for by nextflow.config:2:3')
      .and.contain('is version 0.1.0');
    expect(said).to.contain('PLUGIN_VERSION_MISMATCH');
  });

  it('a plugin that is not there, with where it looked and what to do', async () => {
    await plugin('node_modules/nf-memory');
    await config("plugins { id 'nf-memroy' }", 'memroy');
    const said = await refused();
    expect(said).to.contain('Did you mean nf-memory?').and.contain('npm install nf-memroy');
    expect(said).to.contain('PLUGIN_NOT_FOUND').and.not.contain('UNKNOWN_EXECUTOR').and.not.contain('acme:');
  });

  it('two executors of one name, with both plugins and their places', async () => {
    await plugin('one/nf-a', { executors: ['memory'] });
    await plugin('two/nf-b', { executors: ['memory'] });
    await config('');
    const said = await refused('-plugins', './one/nf-a,./two/nf-b');
    expect(said).to.contain('"memory" is brought by plugin nf-a 1.2.0 at one/nf-a/plugin.json');
    expect(said).to.contain('plugin nf-b 1.2.0 at two/nf-b/plugin.json').and.contain('EXECUTOR_DUPLICATE');
  });

  it('two plugins of one id', async () => {
    await plugin('one/nf-memory');
    await plugin('two/nf-memory', { version: '2.0.0' });
    await config('');
    const said = await refused('-plugins', './one/nf-memory', '-plugins', './two/nf-memory');
    expect(said)
      .to.contain('version 1.2.0 at one/nf-memory/plugin.json (-plugins)')
      .and.contain('PLUGIN_CONFLICT');
  });

  it('two versions that are asked for at once, with who asks', async () => {
    await plugin('node_modules/nf-memory');
    await config("plugins { id 'nf-memory@1.2.0' }");
    await write('more.config', "plugins { id 'nf-memory@2.0.0' }\n");
    const said = await refused('-c', join(folder, 'more.config'));
    expect(said).to.contain('nf-memory@1.2.0 is asked for by nextflow.config:1:11');
    expect(said).to.contain('nf-memory@2.0.0 by more.config:1:11').and.contain('PLUGIN_CONFLICT');
  });

  it('all that is wrong with plugins and settings in one error', async () => {
    await plugin('nf-late', { spi: '^9.0.0' });
    await plugin('nf-bad', { version: 'newest', executors: [] });
    await plugin('nf-throws', {}, "throw new Error('no licence for this machine');");
    await write('nf-text/plugin.json', '{ "id": ');
    await write('nf-empty/readme.md', 'nothing');
    await config('', 'memory', 'process.cpus = 0');
    const paths = './nf-late,./nf-bad,./nf-throws,./nf-text,./nf-empty,./nf-none/plugin.json';
    const said = await refused('-plugins', paths);
    for (const part of [
      'process.cpus: must be a number',
      'Cannot load plugin nf-late (nf-late/plugin.json): it was written for SPI ^9.0.0, this engine serves SPI 1.0.0',
      'nf-bad/plugin.json, executors: ',
      "nf-bad/plugin.json, version: must be a semantic version such as 1.2.3 (found: 'newest')",
      'no licence for this machine',
      'The plugin manifest nf-text/plugin.json is no JSON: ',
      'Cannot read the plugin manifest nf-empty/plugin.json: there is no such file',
      'Cannot read the plugin manifest nf-none/plugin.json: there is no such file',
    ]) {
      expect(said).to.contain(part);
    }
    for (const code of ['SPI_UNSUPPORTED', 'MANIFEST_INVALID', 'LOAD_FAILED', 'MANIFEST_UNREADABLE'])
      expect(said).to.contain(`[PLUGIN_${code}]`);
  });

  for (const [what, entry, said] of [
    ['an entry that throws', 'null.x;', 'failed: Cannot read properties of null'],
    ['an entry that ends the import by a value', "throw 'no';", 'failed: no'],
    ['an entry with a syntax error', 'export const plugin = {;', 'failed: Unexpected token'],
    ['an entry without a plugin', 'export const other = {};', 'exports no "plugin"'],
  ] as const) {
    it(`${what}, naming the plugin`, async () => {
      await plugin('nf-memory', {}, entry);
      await config('');
      const all = await refused('-plugins', './nf-memory');
      expect(all).to.contain('nf-memory 1.2.0').and.contain(said).and.contain('PLUGIN_LOAD_FAILED');
    });
  }

  it('an entry outside of its folder', async () => {
    await plugin('nf-memory', { entry: '../outside.mjs' });
    await write('outside.mjs', "throw new Error('must not be loaded');");
    await config('');
    const said = await refused('-plugins', './nf-memory');
    expect(said)
      .to.contain('"../outside.mjs" lies outside of the plugin\'s folder')
      .and.contain('PLUGIN_LOAD_FAILED');
  });

  for (const [what, from, to, said] of [
    [
      'throws where an executor is made',
      'const report',
      'null.x; const report',
      'createExecutor("memory") threw TypeError',
    ],
    [
      'throws where a process is checked',
      'check: (executor) => ',
      'check: (executor) => null.x ?? ',
      'check("memory", process HELLO) threw',
    ],
    [
      'makes no executor',
      'createExecutor };',
      'createExecutor: () => undefined };',
      'returned nothing instead of an executor',
    ],
    [
      'makes an executor of another name',
      '  return {\n    name,',
      "  return {\n    name: 'x',",
      'an executor with the name "x"',
    ],
    ['leaves a capability out', 'taskArrays: false, ', '', 'nothing for the capability taskArrays'],
    [
      'throws where it starts',
      'start: async () => {},',
      "start: async () => { throw new Error('later'); },",
      'start() of executor "memory" threw Error: later',
    ],
  ] as const) {
    it(`a plugin that ${what}, by name and without a stack`, async () => {
      const good = memoryPlugin('memory');
      const bad = good.replace(from, to);
      expect(bad).not.to.equal(good);
      await plugin('nf-memory', {}, bad);
      await config('');
      const all = await refused('-plugins', './nf-memory');
      expect(all).to.contain('Plugin nf-memory 1.2.0 (nf-memory/plugin.json) is broken').and.contain(said);
      expect(all).to.contain('PLUGIN_BROKEN');
    });
  }

  it('what is no id, with its place', async () => {
    await config("plugins {\n    id 'NF-Memory'\n    id 'nf-memory@latest'\n}");
    const said = await refused();
    expect(said).to.contain("nextflow.config:2:5: 'NF-Memory' is no id of a plugin");
    expect(said).to.contain("nextflow.config:3:5: 'latest' of 'nf-memory@latest' is no version");
    expect(said).to.contain('SCRIPT_INVALID');
    await config('');
    expect(await refused('-plugins', 'NF'))
      .to.contain("'NF' is no id of a plugin")
      .and.contain('CONFIG_INVALID');
  });
});
