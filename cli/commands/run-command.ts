import type { PipelineRun, RunRequest, RunResult } from '../../host/index.js';
import { isExecutorError, ShutdownError, type Timer } from '../../spi/index.js';
import { historyFolder, runHistory, runOwner } from '../context/run-history.js';
import { type CliContext, type EndSignal, isDebugging } from '../context/cli-context.js';
import { GivenUp } from '../interruption/given-up.js';
import { Interruption } from '../interruption/interruption.js';
import { atMost } from '../interruption/patience.js';
import {
  describeLeft,
  describeResume,
  describeUnfinished,
  type RunNames,
} from '../interruption/unfinished-words.js';
import { describeError } from '../problems/describe-error.js';
import { describeStray } from '../problems/describe-stray.js';
import { ConsoleLogger } from '../progress/console-logger.js';
import { ConsoleReporter } from '../progress/console-reporter.js';
import { LiveScreen } from '../progress/live-screen.js';
import { PlainScreen } from '../progress/plain-screen.js';
import { renderSummary } from '../progress/render-lines.js';
import type { Screen } from '../progress/screen.js';
import { createStyle, type Style, wantsColour, wantsLive } from '../progress/style.js';
import { cloudPatience, localDataDir, localFiles, localFolder } from './local-run.js';
import { type PipelineArguments, RunGround } from './run-ground.js';
import { describeRuntime } from './runtime-option.js';
import type { CliServices, RunningCloud } from './services.js';

/** What `nf-awsecs run` was asked for. */
export interface RunArguments extends PipelineArguments {
  /** Redraw progress in place; undefined lets the terminal decide. */
  readonly ansiLog?: boolean;
  /** The session to go on with; see `ResumeWish.wanted`. A new one where absent. */
  readonly resume?: string;
  /** Stop what dead runs of the script left. */
  readonly sweep: boolean;
  /** The command line, for the run's history; see `HistoryOptions.command`. */
  readonly command: string;
}

/** Milliseconds that the reading of a run's files may go on after a signal: a pipe may never answer. */
const preparePatience = 1000;
/** Milliseconds that the end of a run that is left may take to be written down: its file is on this machine. */
const recordPatience = 200;

/** One `nf-awsecs run`, from the arguments to the exit code. */
export class RunCommand {
  private readonly screen: Screen;
  private readonly style: Style;
  private readonly reporter: ConsoleReporter;
  private readonly interruption: Interruption;
  private run: PipelineRun | undefined;
  private patience: Timer | undefined;
  /** Of the run's files. */
  private readonly reading = new GivenUp();
  private readonly ground: RunGround;
  /** Whether an earlier session is gone on with. */
  private resumes = false;
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
    const reporting = { version: services.version, command: args.command };
    this.reporter = new ConsoleReporter(this.screen, this.style, reporting, clock);
    this.ground = new RunGround(args, context, services, {
      started: (cloud, notes) => this.tellCloud(cloud, notes),
      trouble: (line) => this.screen.printError(`local cloud: ${line}`),
    });
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
      this.reporter.finish();
      if (this.reporter.sawTasks) this.tellResume();
      const exitCode = this.interruption.exitCode();
      if (exitCode === undefined) throw error;
      // After an abort a refusal follows from it (a cloud that ended with the same Ctrl-C): it is no error.
      this.screen.printError(
        isExecutorError(error) ? error.message : describeError(error, this.style, isDebugging(this.context)),
      );
      return exitCode;
    } finally {
      this.patience?.cancel();
      this.reporter.finish();
      await this.ground.close();
      this.interruption.release();
      release();
    }
  }

  private async runToEnd(): Promise<number> {
    const run = await this.reading.unless(this.ground.prepare().then((request) => this.prepare(request)));
    this.run = run;
    this.patience?.cancel();
    // The signal may have come before there was a run to tell it to: it then ends without launching a task.
    if (this.interruption.exitCode() !== undefined || this.strayed) run.abort();
    const result = await run.execute();
    this.reporter.finish();
    this.conclude(result);
    if (result.status === 'aborted') return this.interruption.exitCode() ?? 1;
    return result.status === 'succeeded' && !this.strayed ? 0 : 1;
  }

  private async prepare(request: Omit<RunRequest, 'logger'>): Promise<PipelineRun> {
    return this.services.createRun({
      ...request,
      ...(await this.resumed(request.scriptPath)),
      sweep: this.args.sweep,
      ...(this.ground.cloud === undefined ? {} : { describeWorkDir: localFolder }),
      describeLogs: (shortHash) => `nf-awsecs logs ${shortHash}`,
      owner: runOwner(this.context, this.services.version),
      history: runHistory(
        this.context.cwd,
        this.args.command,
        this.ground.cloud === undefined ? undefined : localFiles,
      ),
      logger: new ConsoleLogger(this.screen, this.style, isDebugging(this.context)),
      reporter: this.reporter,
    });
  }

  /** The session to go on with, where one was asked for and is there. */
  private async resumed(scriptPath: string): Promise<Pick<RunRequest, 'resume'>> {
    const { resume: wanted } = this.args;
    if (wanted === undefined) return {};
    const { cwd } = this.context;
    const point = await this.services.findResumePoint(historyFolder(cwd), { wanted, scriptPath, cwd });
    if (point === undefined) {
      const fresh = `NOTE: No run of ${scriptPath} was made in this folder before: -resume begins anew`;
      this.screen.print(this.style.yellow(fresh));
      return {};
    }
    this.resumes = true;
    this.reporter.resumes(point, this.ground.cloud !== undefined);
    return { resume: point.sessionId };
  }

  private tellCloud({ endpoint, runtime }: RunningCloud, notes: readonly string[]): void {
    this.screen.print(`local cloud at ${endpoint}; s3:// is the folder ${localDataDir}/s3 here, and stays`);
    this.screen.print(`tasks: ${describeRuntime(runtime, '-local-runtime')}`);
    for (const line of notes) this.screen.print(`local cloud: ${line}`);
  }

  private conclude(result: RunResult): void {
    if (result.errorReport !== undefined) {
      this.screen.printError(`\n${this.style.red('ERROR ~')} ${result.errorReport}`);
    }
    // A cloud of its own takes its tasks with it.
    const left = this.ground.cloud === undefined ? result.unfinished.length : 0;
    this.warn(describeUnfinished, left);
    this.screen.print(renderSummary(result, this.style));
    if (left === 0 && result.status !== 'succeeded' && this.reporter.sawTasks) this.tellResume();
  }

  private abort(signal: EndSignal): void {
    const count = this.reporter.unfinished().length;
    // What earlier runs left may run unknown to this one.
    const nothing = this.resumes ? 'ending the run' : 'ending the run; no task runs';
    const what = count === 0 ? nothing : `stopping ${count === 1 ? '1 task' : `${count} tasks`}`;
    this.screen.printError(this.style.yellow(`${signal}: ${what}. Ctrl-C again leaves at once.`));
    if (this.run === undefined)
      this.patience = this.context.clock.after(preparePatience, () => this.giveUp(signal));
    else {
      this.reporter.ending();
      this.run.abort();
    }
  }

  private giveUp(signal: EndSignal): void {
    const message = `The run was not begun: ${signal} came while its files were read. Look at the files given by -c.`;
    this.reading.because(new ShutdownError(message, { code: 'SHUT_DOWN' }));
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
    this.reporter.finish();
    const { clock } = this.context;
    const written = atMost(clock, recordPatience, this.run?.leave() ?? Promise.resolve());
    if (this.ground.cloud === undefined) {
      this.warn(describeLeft, this.reporter.left());
      await written;
      return;
    }
    // Its tasks are processes of this machine, outside the terminal's group: nobody else would end them.
    this.screen.printError('Leaving: the local cloud ends with its tasks.');
    await Promise.all([written, atMost(clock, cloudPatience, this.ground.close())]);
  }

  private warn<T>(describe: (tasks: T, run: RunNames) => string[], tasks: T): void {
    const names = this.names();
    const lines = names === undefined ? [] : describe(tasks, names);
    if (lines.length > 0) this.screen.printError(this.style.yellow(lines.join('\n')));
  }

  private tellResume(): void {
    const names = this.names();
    if (names !== undefined) this.screen.print(describeResume(names));
  }

  private names(): RunNames | undefined {
    if (this.run === undefined) return undefined;
    const { runName, sessionId } = this.run;
    return {
      runName,
      sessionId,
      script: this.args.script,
      command: this.args.command,
      resumes: this.resumes,
    };
  }
}
