import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PipelineRun, RunOptions } from '../../../host/engine/run-api.js';
import { assembleRun } from '../../../host/engine/create-run.js';
import { assemblePreview, type RunPreview } from '../../../host/engine/preview-run.js';
import { FakeClock } from '../../support/fake-clock.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { stage, type FakeExecutor, type Scenario } from './fake-plugin.js';
import { MemoryStore } from './memory-store.js';
import { RecordingReporter } from './recording-reporter.js';

export const CONFIG = "process.executor = 'fake'\n";
export const HELLO =
  process_('HELLO', "output:\nstdout\nscript:\n'''\necho hello\n'''") + workflow('HELLO()');

export function process_(name: string, body: string): string {
  return `process ${name} {\ncontainer 'ubuntu:latest'\n${body}\n}\n`;
}

export function workflow(...calls: string[]): string {
  return `workflow {\n${calls.join('\n')}\n}\n`;
}

/** A folder with a pipeline, its configuration and a plugin, and everything a run is handed. */
export class RunHarness {
  readonly store = new MemoryStore();
  readonly reporter = new RecordingReporter();
  readonly logger = new RecordingLogger();
  readonly clock = new FakeClock();

  private constructor(readonly folder: string) {}

  static async create(): Promise<RunHarness> {
    const harness = new RunHarness(await mkdtemp(join(tmpdir(), 'nxf-run-')));
    await harness.writePlugin();
    stage.executors = [];
    return harness;
  }

  async remove(): Promise<void> {
    stage.scenario = undefined;
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Sets the scene and makes a run of `script`. */
  async make(
    script: string,
    scenario: Partial<Omit<Scenario, 'store'>> = {},
    options: Partial<RunOptions> & { config?: string } = {},
  ): Promise<PipelineRun> {
    const runOptions = await this.options(script, scenario, options);
    return assembleRun(runOptions, () => this.store);
  }

  /** Looks at what a run of `script` would do. */
  async preview(
    script: string,
    scenario: Partial<Omit<Scenario, 'store'>> = {},
    options: Partial<RunOptions> & { config?: string } = {},
  ): Promise<RunPreview> {
    return assemblePreview(await this.options(script, scenario, options), () => this.store);
  }

  /** Sets the scene and names everything a run of `script` is handed. */
  async options(
    script: string,
    scenario: Partial<Omit<Scenario, 'store'>> = {},
    options: Partial<RunOptions> & { config?: string } = {},
  ): Promise<RunOptions> {
    stage.scenario = { attempts: {}, ...scenario, store: this.store };
    const { config = CONFIG, ...others } = options;
    const scriptPath = join(this.folder, 'main.nf');
    await writeFile(scriptPath, script);
    await writeFile(join(this.folder, 'nextflow.config'), config);
    return {
      scriptPath,
      cwd: this.folder,
      workDir: 's3://my-bucket/work',
      builtInPlugins: [join(this.folder, 'plugin.json')],
      clock: this.clock,
      random: () => 0.5,
      logger: this.logger,
      reporter: this.reporter,
      ...others,
    };
  }

  /** Lets go of the executors of the runs before. */
  forget(): void {
    stage.executors = [];
  }

  get executor(): FakeExecutor {
    const [executor] = stage.executors;
    if (executor === undefined) throw new Error('No executor was created.');
    return executor;
  }

  private async writePlugin(): Promise<void> {
    const manifest = {
      id: 'nf-fake',
      version: '1.0.0',
      spi: '^0.1.0',
      executors: ['fake', 'other'],
      entry: 'entry.mjs',
      settings: { 'acme.batch': { type: 'object' } },
    };
    const fake = new URL('./fake-plugin.js', import.meta.url).href;
    await writeFile(join(this.folder, 'plugin.json'), JSON.stringify(manifest));
    await writeFile(join(this.folder, 'entry.mjs'), `export { plugin } from ${JSON.stringify(fake)};\n`);
  }
}
