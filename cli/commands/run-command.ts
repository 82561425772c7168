import { resolve } from 'node:path';
import type { ConfigOverride, PipelineRun, RunResult } from '../../host/index.js';
import { isExecutorError, ShutdownError, type Timer } from '../../spi/index.js';
import { type CliContext, type EndSignal, isDebugging } from '../context/cli-context.js';
import { Interruption } from '../interruption/interruption.js';
import { atMost } from '../interruption/patience.js';
import { describeUnfinished } from '../interruption/stop-command.js';
import { describeError } from '../problems/describe-error.js';
import { describeStray } from '../problems/describe-stray.js';
import { ConsoleLogger } from '../progress/console-logger.js';
import { ConsoleReporter } from '../progress/console-reporter.js';
import { LiveScreen } from '../progress/live-screen.js';
import { PlainScreen } from '../progress/plain-screen.js';
import { renderSummary } from '../progress/render-lines.js';
import type { Screen } from '../progress/screen.js';
import { createStyle, type Style, wantsColour, wantsLive } from '../progress/style.js';
import { refusePipes, resolveScript } from './file-paths.js';
import { readScenarioFile } from './local-files.js';
import {
  cloudPatience,
  localBuckets,
  localDataDir,
  localFolder,
  localOverrides,
  type LocalRun,
} from './local-run.js';
import { describeRuntime } from './runtime-option.js';
import type { CliServices, ConfigRequest, ConfiguredPlace, RunningCloud } from './services.js';
import { type StartedCloud, startCloud } from './start-cloud.js';

/** What `nf-awsecs run` was asked for. */
export interface RunArguments {
  /** As typed: a file, or a folder that holds `main.nf`. */
  readonly script: string;
  readonly workDir?: string;
  readonly configFiles: readonly string[];
  readonly settings: readonly ConfigOverride[];
  /** Ids and paths; empty leaves the choice to the configuration. */
  readonly plugins: readonly string[];
  readonly runName?: string;
  /** Run against a local cloud started for this run. */
  readonly local?: LocalRun;
  /** Redraw progress in place; undefined lets the terminal decide. */
  readonly ansiLog?: boolean;
}

/** Milliseconds that the reading of a run's files may go on after a signal: a pipe may never answer. */
const preparePatience = 1000;

/** One `nf-awsecs run`, from the arguments to the exit code. */
export class RunCommand {
  private readonly screen: Screen;
  private readonly style: Style;
  private readonly reporter: ConsoleReporter;
  private readonly interruption: Interruption;
  private run: PipelineRun | undefined;
  private cloud: RunningCloud | undefined;
  private patience: Timer | undefined;
  private loseBefore: (error: ShutdownError) => void = () => undefined;
  /** Whether something failed where nobody waited for it. */
  private strayed = false;

  constructor(
    private readonly args: RunArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {
    const { stdout, stderr, clock } = context;
    this.style = createStyle(wantsColour(context));
    this.screen = wantsLive(context, args.ansiLog)
      ? new LiveScreen(stdout, stderr, clock)
      : new PlainScreen(stdout, stderr);
    this.reporter = new ConsoleReporter(this.screen, this.style, services.version, clock);
    this.interruption = new Interruption(context, {
      begin: (signal) => this.abort(signal),
      leave: () => this.leave(),
    });
  }

  /**
   * Runs to the end and tells how it went.
   * @returns The exit code: 0, 1, or the signal's that ended the run.
   * @throws ExecutorError when nothing could be launched.
   */
  async execute(): Promise<number> {
    this.interruption.listen();
    const release = this.context.onStray((error) => this.endFor(error));
    try {
      return await this.runToEnd();
    } catch (error) {
      this.screen.finish();
      const exitCode = this.interruption.exitCode();
      if (exitCode === undefined) throw error;
      // After an abort a refusal follows from it (a cloud that ended with the same Ctrl-C): it is no error.
      this.screen.printError(
        isExecutorError(error) ? error.message : describeError(error, this.style, isDebugging(this.context)),
      );
      return exitCode;
    } finally {
      this.patience?.cancel();
      await this.cloud?.close();
      this.interruption.release();
      release();
    }
  }

  private async runToEnd(): Promise<number> {
    const scriptPath = await resolveScript(this.context.cwd, this.args.script);
    const overrides = await this.overrides(scriptPath);
    this.run = await this.unlessGivenUp(this.prepare(scriptPath, overrides));
    // The signal may have come before there was a run to tell it to: it then ends without launching a task.
    if (this.interruption.exitCode() !== undefined || this.strayed) this.run.abort();
    const result = await this.run.execute();
    this.screen.finish();
    this.conclude(result);
    if (result.status === 'aborted') return this.interruption.exitCode() ?? 1;
    return result.status === 'succeeded' && !this.strayed ? 0 : 1;
  }

  private async overrides(scriptPath: string): Promise<readonly ConfigOverride[]> {
    const { configFiles, settings, local } = this.args;
    if (local === undefined) return settings;
    await refusePipes(this.context.cwd, configFiles);
    const place = await this.unlessGivenUp(
      this.services.configuredPlace({
        scriptPath,
        ...this.plugins(),
        configFiles,
        configOverrides: settings,
      }),
    );
    const { cloud, notes } = await this.startLocalCloud(local, place);
    this.cloud = cloud;
    this.screen.print(
      `local cloud at ${cloud.endpoint}; s3:// is the folder ${localDataDir}/s3 here, and stays`,
    );
    this.screen.print(`tasks: ${describeRuntime(cloud.runtime, '-local-runtime')}`);
    for (const line of notes) this.screen.print(`local cloud: ${line}`);
    return [...settings, ...localOverrides(cloud)];
  }

  /** What `work` comes to, unless a signal has asked for the end and it still does not come. */
  private async unlessGivenUp<T>(work: Promise<T>): Promise<T> {
    const givenUp = new Promise<never>((_, reject) => (this.loseBefore = reject));
    try {
      return await Promise.race([work, givenUp]);
    } finally {
      this.loseBefore = () => undefined;
      this.patience?.cancel();
    }
  }

  private async startLocalCloud(local: LocalRun, place: ConfiguredPlace): Promise<StartedCloud> {
    const { cwd } = this.context;
    const { runtime, scenario } = local;
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
      log: (line) => this.screen.printError(`local cloud: ${line}`),
    });
  }

  private plugins(): Pick<ConfigRequest, 'plugins' | 'builtInPlugins'> {
    const { plugins } = this.args;
    return {
      builtInPlugins: [this.services.ownManifest],
      ...(plugins.length === 0 ? {} : { plugins }),
    };
  }

  private prepare(scriptPath: string, configOverrides: readonly ConfigOverride[]): Promise<PipelineRun> {
    const { configFiles, workDir, runName } = this.args;
    const { cwd, clock, random, env } = this.context;
    return this.services.createRun({
      scriptPath,
      cwd,
      configFiles,
      configOverrides,
      ...(workDir === undefined ? {} : { workDir }),
      ...(runName === undefined ? {} : { runName }),
      // Nothing of the environment may lead a run on a local cloud elsewhere, and no token of its user's goes there.
      ...(this.cloud === undefined ? { environment: env } : { describeWorkDir: localFolder }),
      ...this.plugins(),
      clock,
      random,
      logger: new ConsoleLogger(this.screen, this.style, isDebugging(this.context)),
      reporter: this.reporter,
    });
  }

  private conclude(result: RunResult): void {
    if (result.errorReport !== undefined) {
      this.screen.printError(`\n${this.style.red('ERROR ~')} ${result.errorReport}`);
    }
    // A cloud of its own takes its tasks with it.
    if (this.cloud === undefined) this.tellUnfinished(result.unfinished);
    this.screen.print(renderSummary(result, this.style));
  }

  private abort(signal: EndSignal): void {
    const count = this.reporter.unfinished().length;
    const what =
      count === 0 ? 'ending the run; no task runs' : `stopping ${count === 1 ? '1 task' : `${count} tasks`}`;
    this.screen.printError(this.style.yellow(`${signal}: ${what}. Ctrl-C again leaves at once.`));
    if (this.run === undefined)
      this.patience = this.context.clock.after(preparePatience, () => this.giveUp(signal));
    else this.run.abort();
  }

  private giveUp(signal: EndSignal): void {
    const message = `The run was not begun: ${signal} came while its files were read. Look at the files given by -c.`;
    this.loseBefore(new ShutdownError(message, { code: 'SHUT_DOWN' }));
  }

  /** What runs in the cloud must not be left behind because of an exception in a timer. */
  private endFor(error: unknown): void {
    // The first is the cause; an end that is under way often brings more.
    if (this.strayed) return;
    this.strayed = true;
    this.screen.printError(this.style.red(describeStray(error, isDebugging(this.context))));
    this.run?.abort();
  }

  private async leave(): Promise<void> {
    this.screen.finish();
    if (this.cloud === undefined) {
      this.tellUnfinished(this.reporter.unfinished());
      return;
    }
    // Its tasks are processes of this machine, outside the terminal's group: nobody else would end them.
    this.screen.printError('Leaving: the local cloud ends with its tasks.');
    await atMost(this.context.clock, cloudPatience, this.cloud.close());
  }

  private tellUnfinished(nativeIds: readonly string[]): void {
    const lines = describeUnfinished(nativeIds);
    if (lines.length > 0) this.screen.printError(this.style.yellow(lines.join('\n')));
  }
}
