import { resolve } from 'node:path';
import type { ConfigOverride, RunRequest } from '../../host/index.js';
import type { CliContext } from '../context/cli-context.js';
import { refusePipes, resolveScript } from './file-paths.js';
import { readScenarioFile, readSecretsFile } from './local-files.js';
import { localBuckets, localDataDir, localOverrides, type LocalRun } from './local-run.js';
import type { CliServices, ConfigRequest, ConfiguredPlace, RunningCloud } from './services.js';
import { type StartedCloud, startCloud } from './start-cloud.js';

/** What a pipeline is run, or planned, with. */
export interface PipelineArguments {
  /** As typed: a file, or a folder that holds `main.nf`. */
  readonly script: string;
  readonly workDir?: string;
  readonly configFiles: readonly string[];
  readonly settings: readonly ConfigOverride[];
  /** Ids and paths; empty leaves the choice to the configuration. */
  readonly plugins: readonly string[];
  readonly runName?: string;
  /** On a local cloud started for this command. */
  readonly local?: LocalRun;
}

/** What people are told of the cloud. */
export interface CloudTold {
  started(cloud: RunningCloud, notes: readonly string[]): void;
  trouble(line: string): void;
}

/** What `run` and `plan` stand on: the script, the settings and, with -local, a cloud of their own. */
export class RunGround {
  private started: RunningCloud | undefined;
  private starting: Promise<StartedCloud> | undefined;

  constructor(
    private readonly args: PipelineArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
    private readonly told: CloudTold,
  ) {}

  /** With -local, once it is there. */
  get cloud(): RunningCloud | undefined {
    return this.started;
  }

  /**
   * Finds the script and starts the cloud.
   * @returns what the engine is to be asked for; whoever asks adds the logger.
   * @throws PreconditionError where the script is not there, or the cloud cannot start.
   */
  async prepare(): Promise<Omit<RunRequest, 'logger'>> {
    const { configFiles, workDir, runName } = this.args;
    const { cwd, clock, random, env } = this.context;
    const scriptPath = await resolveScript(cwd, this.args.script);
    const configOverrides = await this.overrides(scriptPath);
    return {
      ...{ scriptPath, cwd, configFiles, configOverrides, clock, random },
      // Nothing of the environment may lead a run on a local cloud elsewhere, and no token of its user's goes there.
      ...(this.started === undefined ? { environment: env } : {}),
      ...this.plugins(),
      ...(workDir === undefined ? {} : { workDir }),
      ...(runName === undefined ? {} : { runName }),
    };
  }

  /** Ends the cloud, also one that is still starting. Idempotent. */
  async close(): Promise<void> {
    const started = await this.starting?.catch(() => undefined);
    await started?.cloud.close();
  }

  private async overrides(scriptPath: string): Promise<readonly ConfigOverride[]> {
    const { configFiles, settings, local } = this.args;
    if (local === undefined) return settings;
    await refusePipes(this.context.cwd, configFiles);
    const place = await this.services.configuredPlace({
      ...{ scriptPath, configFiles, configOverrides: settings },
      ...this.plugins(),
    });
    this.starting = this.startLocalCloud(local, place);
    const { cloud, notes } = await this.starting;
    this.started = cloud;
    this.told.started(cloud, notes);
    return [...settings, ...localOverrides(cloud)];
  }

  private async startLocalCloud(local: LocalRun, place: ConfiguredPlace): Promise<StartedCloud> {
    const { cwd } = this.context;
    const { runtime, scenario, secrets } = local;
    return startCloud(this.services, {
      dataDir: resolve(cwd, localDataDir),
      port: 0,
      region: place.region ?? 'us-east-1',
      buckets: localBuckets(this.args.workDir ?? place.workDir),
      runtime,
      // Runs side by side share the folder; what one of them registered is nothing to the next.
      keep: false,
      // A hundredth of AWS's, like all the rest at this speed: a run of seconds is not to wait two of them for a read.
      consistency: 20,
      ...(scenario === undefined
        ? {}
        : { scenario: await readScenarioFile(scenario, { cwd, runtime, virtualTime: false }) }),
      ...(secrets === undefined ? {} : { secrets: await readSecretsFile(secrets, cwd) }),
      log: (line) => this.told.trouble(line),
    });
  }

  private plugins(): Pick<ConfigRequest, 'plugins' | 'builtInPlugins'> {
    const { plugins } = this.args;
    return {
      builtInPlugins: [this.services.ownManifest],
      ...(plugins.length === 0 ? {} : { plugins }),
    };
  }
}
