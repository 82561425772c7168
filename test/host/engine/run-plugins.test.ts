import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { createRun } from '../../../host/engine/create-run.js';
import type { PipelineRun, RunOptions } from '../../../host/engine/run-api.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { PluginFolder } from '../plugin/plugin-folder.js';
import { refusalOf } from '../refusal-of.js';
import { RecordingReporter } from './recording-reporter.js';

const SCRIPT = `process HELLO {
    container 'ubuntu:latest'
    script:
    '''
    echo hello
    '''
}
workflow { HELLO() }
`;

/** An entry whose one executor is whole, but for what `changes` says in JavaScript. */
function entry(changes: { check?: string; createExecutor?: string; executor?: string } = {}): string {
  const { check = '() => []', executor = '' } = changes;
  return `const idle = { stopped: 0, unfinished: [] };
const executor = (name) => ({
  name,
  capabilities: { containerNative: true, secretNative: false, fusion: true, taskArrays: false, adoption: false },
  start: async () => {},
  createTaskHandler: () => { throw new Error('no task was to be made'); },
  createTaskMonitor: () => ({ start() {}, schedule() {}, evict: () => true, signal() {}, shutdown: async () => idle }),
  shutdown: async () => idle,
  ${executor}
});
export const plugin = { check: ${check}, createExecutor: ${changes.createExecutor ?? 'executor'} };
`;
}

describe(`${createRun.name}, plugins`, () => {
  let folder: PluginFolder;
  let logger: RecordingLogger;

  beforeEach(async () => {
    folder = await PluginFolder.create();
    logger = new RecordingLogger();
    await folder.write('main.nf', SCRIPT);
  });

  afterEach(() => folder.remove());

  async function run(config: string, options: Partial<RunOptions> = {}): Promise<PipelineRun> {
    await folder.write('nextflow.config', config);
    return createRun({
      scriptPath: folder.at('main.nf'),
      cwd: folder.path,
      workDir: 's3://my-bucket/work',
      clock: new FakeClock(),
      random: () => 0.5,
      logger,
      reporter: new RecordingReporter(),
      ...options,
    });
  }

  it('runs on the plugin that the configuration names, with the settings of its scope', async () => {
    await folder.plugin('node_modules/acme', { settings: { 'acme.batch': { type: 'object' } } }, entry());
    const config = "plugins { id 'acme@^1.0.0' }\nprocess.executor = 'acme'\nacme { batch { x = 1 } }\n";
    expect(await run(config)).to.have.property('sessionId');
    const error = await refusalOf(run(config.replace(/^.*\n/, '')));
    expect(error.problems.map(({ path }) => path)).to.deep.equal([
      'acme',
      'process HELLO, directive executor',
    ]);
  });

  it('says once what is not loaded and why nothing is wrong about it', async () => {
    await folder.plugin('acme', {}, entry());
    await run("plugins { id 'nf-amazon@2.9.0' }\nprocess.executor = 'acme'", {
      builtInPlugins: [folder.at('acme/plugin.json')],
    });
    expect(logger.entries.map(({ level, message }) => [level, message.split(' (')[0]])).to.deep.equal([
      ['warn', 'Plugin nf-amazon@2.9.0'],
    ]);
  });

  it('lists what is wrong with plugins, settings and processes in one error, and judges nothing of the missing ones', async () => {
    await folder.plugin('broken', {}, "throw new Error('no licence');");
    await folder.plugin('invalid', { version: 'new', executors: [] });
    const config =
      "process { executor = 'gone'; cpus = 0 }\ngone { x = 1 }\nfusion.enabled = 'x'\nexecutor.$gone.queueSize = 5\n";
    const error = await refusalOf(run(config, { plugins: ['./broken', './invalid', 'gone', 'Bad'] }));
    expect(error.code).to.equal('CONFIG_INVALID');
    expect(error.problems.map(({ code, path }) => [code, path.replace(`${folder.path}/`, '')])).to.deep.equal(
      [
        [undefined, 'process.cpus'],
        [undefined, 'fusion.enabled'],
        [undefined, '-plugins'],
        ['PLUGIN_MANIFEST_INVALID', 'invalid/plugin.json, executors'],
        ['PLUGIN_MANIFEST_INVALID', 'invalid/plugin.json, version'],
        ['PLUGIN_NOT_FOUND', 'the run'],
        ['PLUGIN_LOAD_FAILED', 'the run'],
      ],
    );
    expect(error.message).to.contain('no licence');
  });

  for (const [does, parts, said] of [
    [
      'createExecutor throws',
      { createExecutor: '() => { null.x }' },
      'createExecutor("acme") threw TypeError',
    ],
    ['check throws', { check: '() => { throw 5 }' }, 'check("acme", process HELLO) threw the value 5'],
    [
      'createExecutor answers nothing',
      { createExecutor: '() => {}' },
      'returned nothing instead of an executor',
    ],
    ['its executor has another name', { executor: "name: 'other'," }, 'an executor with the name "other"'],
    [
      'its executor lacks capabilities',
      { executor: 'capabilities: { fusion: true },' },
      'for the capability adoption',
    ],
  ] as const) {
    it(`tells that a plugin is broken where ${does}`, async () => {
      await folder.plugin('acme', {}, entry(parts));
      const error = await refusalOf(run("process.executor = 'acme'", { plugins: ['./acme'] }));
      expect(error.code).to.equal('PLUGIN_BROKEN');
      expect(error.message)
        .to.contain(`acme 1.0.0 (${folder.at('acme/plugin.json')})`)
        .and.to.contain(said);
    });
  }

  it('tells that a plugin is broken where its executor does not start', async () => {
    await folder.plugin('acme', {}, entry({ executor: "start: () => { throw new RangeError('7') }," }));
    const ready = await run("process.executor = 'acme'", { plugins: ['./acme'] });
    const error = await refusalOf(ready.execute());
    expect(error.code).to.equal('PLUGIN_BROKEN');
    expect(error.message).to.contain('start() of executor "acme" threw RangeError: 7');
  });

  it('lets go of what was made where a plugin’s shutdown throws too', async () => {
    const shutdown = "shutdown() { throw new Error('again') },";
    await folder.plugin('acme', {}, entry({ check: '() => { null.x }', executor: shutdown }));
    const error = await refusalOf(run("process.executor = 'acme'", { plugins: ['./acme'] }));
    expect(error.code).to.equal('PLUGIN_BROKEN');
    await rm(folder.at('acme'), { recursive: true });
  });
});
