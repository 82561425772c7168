import { stopLeftTasks, type UnstoppedTask } from '../../host/leftovers/stop-left-tasks.js';
import type { SurveyedTask, SurveyOptions, TaskSurvey } from '../../host/survey/survey-api.js';
import { printable, ShutdownError } from '../../spi/index.js';
import type { CliServices } from '../commands/services.js';
import type { CliContext } from '../context/cli-context.js';
import { GivenUp } from '../interruption/given-up.js';
import { Interruption } from '../interruption/interruption.js';
import { LiveScreen } from '../progress/live-screen.js';
import { PlainScreen } from '../progress/plain-screen.js';
import type { Screen } from '../progress/screen.js';
import { createStyle, type Style, wantsColour, wantsLive } from '../progress/style.js';
import { FirstAnswer } from '../ps/first-answer.js';
import { surveyRequest } from '../ps/survey-request.js';
import { TaskTable } from '../ps/task-table.js';
import { counted } from '../ps/task-totals.js';
import { sparedLines, unstoppedLines } from './stop-words.js';

/** What `nf-awsecs stop` was asked for. */
export interface StopArguments extends Pick<SurveyOptions, 'names' | 'configFiles'> {
  /** Only tasks whose engine is dead. */
  readonly dead: boolean;
  readonly dryRun: boolean;
  readonly force: boolean;
}

/** For whoever looks at a task later. */
const REASON = 'Stopped by nf-awsecs stop.';

/** One `nf-awsecs stop`, from the arguments to the exit code. */
export class StopCommand {
  private readonly screen: Screen;
  private readonly style: Style;
  private readonly looking = new GivenUp();
  private readonly interruption: Interruption;
  private readonly answer: FirstAnswer;
  private survey: TaskSurvey | undefined;
  private stopped = 0;
  private total = 0;

  constructor(
    private readonly args: StopArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {
    const { stdout, stderr, clock } = context;
    this.style = createStyle(wantsColour(context));
    this.screen = wantsLive(context, undefined)
      ? new LiveScreen(stdout, stderr, clock)
      : new PlainScreen(stdout, stderr);
    this.answer = new FirstAnswer(clock, this.screen);
    this.interruption = new Interruption(context, {
      begin: () => this.looking.because(new ShutdownError('Nothing was stopped.', { code: 'SHUT_DOWN' })),
      leave: () => this.tellHowFar(),
    });
  }

  /**
   * Stops the tasks, or shows which it would.
   * @returns The exit code: 0, 1 where something that was named goes on, or the signal's that ended it.
   * @throws ExecutorError or ScriptError where tasks cannot be looked for.
   */
  async execute(): Promise<number> {
    this.interruption.listen();
    try {
      const { chosen, spared } = await this.looking.unless(this.find());
      const exitCode = this.args.dryRun ? this.show(chosen) : await this.stop(chosen);
      for (const line of sparedLines(spared)) this.screen.printError(this.style.yellow(printable(line)));
      if (chosen.length + spared.length === 0) this.screen.print(this.nothing());
      return exitCode === 0 && spared.length > 0 && !this.args.dryRun ? 1 : exitCode;
    } catch (error) {
      const exitCode = this.interruption.exitCode();
      if (exitCode === undefined) throw error;
      this.screen.printError(error instanceof Error ? error.message : String(error));
      return exitCode;
    } finally {
      this.answer.over();
      this.screen.finish();
      await this.survey?.close();
      this.interruption.release();
    }
  }

  /** All are found before the first is stopped: what is listed meanwhile would change under the list. */
  private async find(): Promise<{ readonly chosen: SurveyedTask[]; readonly spared: SurveyedTask[] }> {
    const { args, context, services, screen } = this;
    this.survey = await services.openSurvey(surveyRequest(args, context, services, screen));
    const chosen: SurveyedTask[] = [];
    const spared: SurveyedTask[] = [];
    this.answer.await();
    for await (const found of this.survey.tasks()) {
      this.answer.over();
      const isDead = found.engine.state === 'dead';
      if (args.dead && !isDead) continue;
      (isDead || args.force ? chosen : spared).push(found);
    }
    this.answer.over();
    return { chosen, spared };
  }

  private show(chosen: readonly SurveyedTask[]): number {
    const table = new TaskTable(this.style, this.context.clock.now());
    for (const task of chosen) for (const line of table.add(task)) this.screen.print(line);
    for (const line of table.end()) this.screen.print(line);
    if (chosen.length > 0)
      this.screen.printError(
        `${counted(chosen.length, 'task')} would be stopped. Leave out -n to stop what is listed.`,
      );
    return 0;
  }

  private async stop(chosen: readonly SurveyedTask[]): Promise<number> {
    if (chosen.length === 0) return 0;
    this.total = chosen.length;
    this.screen.draw(() => [`stopping: ${this.stopped} of ${counted(this.total, 'task')}`]);
    const unstopped = await stopLeftTasks(chosen, {
      reason: REASON,
      told: { sweeping: (stopped) => this.progress(stopped) },
      halted: () => this.interruption.exitCode() !== undefined,
    });
    return this.conclude(unstopped);
  }

  private progress(stopped: number): void {
    this.stopped = stopped;
    this.screen.draw(() => [`stopping: ${stopped} of ${counted(this.total, 'task')}`]);
  }

  private conclude(unstopped: readonly UnstoppedTask[]): number {
    this.screen.draw(() => []);
    const exitCode = this.interruption.exitCode();
    if (exitCode !== undefined && unstopped.length > 0) {
      this.tellHowFar();
      return exitCode;
    }
    this.screen.print(`${counted(this.stopped, 'task')} told to stop.`);
    for (const line of unstoppedLines(unstopped)) this.screen.printError(this.style.red(printable(line)));
    return unstopped.length > 0 ? 1 : 0;
  }

  private tellHowFar(): void {
    this.screen.finish();
    const left = this.total - this.stopped;
    this.screen.printError(
      this.style.yellow(
        `Interrupted: ${counted(this.stopped, 'task')} told to stop, ${left} not. Give the same command again to go on.`,
      ),
    );
  }

  private nothing(): string {
    const { names, dead } = this.args;
    const whose = names.length === 0 ? '' : ` of ${names.join(', ')}`;
    return `Nothing to stop: no task${whose} is running${dead ? ' whose engine is dead' : ''}.`;
  }
}
