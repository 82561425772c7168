import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRun, type PipelineRun, type RunOptions } from '../../host/index.js';
import { RecordingReporter } from '../host/engine/recording-reporter.js';
import { FakeClock } from '../support/fake-clock.js';
import { RecordingLogger } from '../support/recording-logger.js';

/** Folder of the package, from dist/test/messages. */
export const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));

export const SCRIPT = `process HELLO {
    container 'ubuntu:latest'
    script:
    'echo hello'
}

workflow {
    HELLO()
}
`;

export const CONFIG = `process.executor = 'awsecs'
aws {
    region = 'us-east-1'
    ecs {
        cluster = 'nextflow-cluster'
        executionRole = 'arn:aws:iam::123456789:role/ecsTaskExecutionRole'
    }
}
wave.enabled = true
fusion.enabled = true
`;

/** What differs from the quickstart's run. */
export interface Pipeline extends Partial<Omit<RunOptions, 'pluginManifests' | 'workDir'>> {
  readonly script?: string;
  readonly config?: string;
  readonly workDir?: string;
  /** Further plugins: paths below the place's folder. */
  readonly plugins?: readonly string[];
}

/** A folder of one case, and what was opened in it. */
export class Place {
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(readonly folder: string) {}

  static async open(): Promise<Place> {
    return new Place(await mkdtemp(join(tmpdir(), 'nxf-message-')));
  }

  async close(): Promise<void> {
    for (const close of this.closers.reverse()) await close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Closes something when the case is over. */
  atEnd(close: () => Promise<unknown>): void {
    this.closers.push(close);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, text: string): Promise<string> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
    return this.path(name);
  }

  /** Makes a run of the package's own engine and plugin from files in the folder. */
  async run(pipeline: Pipeline = {}): Promise<PipelineRun> {
    const {
      script = SCRIPT,
      config = CONFIG,
      workDir = 's3://my-bucket/work',
      plugins = [],
      ...more
    } = pipeline;
    await this.write('nextflow.config', config);
    return createRun({
      scriptPath: await this.write('main.nf', script),
      cwd: this.folder,
      workDir,
      builtInPlugins: [join(packageRoot, 'plugin.json')],
      ...(plugins.length === 0 ? {} : { plugins }),
      clock: new FakeClock(),
      random: () => 0.5,
      logger: new RecordingLogger(),
      reporter: new RecordingReporter(),
      ...more,
    });
  }

  /** Writes a plugin and names its manifest. */
  async plugin(name: string, manifest: object | string, entry?: string): Promise<string> {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify({ ...OTHER, ...manifest });
    await this.write(`${name}/plugin.json`, text);
    if (entry !== undefined) await this.write(`${name}/entry.mjs`, entry);
    return `${name}/plugin.json`;
  }
}

const OTHER = {
  id: 'nf-other',
  version: '1.0.0',
  spi: '^1.0.0',
  executors: ['other'],
  entry: 'entry.mjs',
  settings: {},
};
