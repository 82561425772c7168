import type { SurveyedTask, SurveyOptions, TaskSurvey } from '../../host/survey/survey-api.js';
import { ShutdownError } from '../../spi/index.js';
import type { CliServices } from '../commands/services.js';
import type { CliContext } from '../context/cli-context.js';
import { GivenUp } from '../interruption/given-up.js';
import { Interruption } from '../interruption/interruption.js';
import { PlainScreen } from '../progress/plain-screen.js';
import { createStyle, wantsColour } from '../progress/style.js';
import { FirstAnswer } from './first-answer.js';
import { surveyRequest } from './survey-request.js';
import { TaskTable } from './task-table.js';
import { TaskTotals } from './task-totals.js';

/** What `nf-awsecs ps` was asked for. */
export interface PsArguments extends Pick<SurveyOptions, 'names' | 'configFiles'> {
  readonly format: 'text' | 'json' | 'ids';
}

/** One `nf-awsecs ps`, from the arguments to the exit code. */
export class PsCommand {
  private readonly listing = new GivenUp();
  /** Standard output is the list's alone. */
  private readonly screen: PlainScreen;
  private readonly answer: FirstAnswer;
  private readonly totals = new TaskTotals();
  private survey: TaskSurvey | undefined;

  constructor(
    private readonly args: PsArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {
    this.screen = new PlainScreen(context.stderr, context.stderr);
    this.answer = new FirstAnswer(context.clock, this.screen);
  }

  /**
   * Prints the tasks.
   * @returns The exit code: 0, or the signal's that ended it.
   * @throws ExecutorError or ScriptError where they cannot be listed.
   */
  async execute(): Promise<number> {
    const interruption = new Interruption(this.context, {
      begin: () => this.listing.because(new ShutdownError('The list is not whole.', { code: 'SHUT_DOWN' })),
      leave: () => undefined,
    });
    interruption.listen();
    try {
      await this.listing.unless(this.list());
      return 0;
    } catch (error) {
      const exitCode = interruption.exitCode();
      if (exitCode === undefined) throw error;
      return exitCode;
    } finally {
      this.answer.over();
      await this.survey?.close();
      interruption.release();
    }
  }

  private async list(): Promise<void> {
    const { args, context, services } = this;
    this.survey = await services.openSurvey(surveyRequest(args, context, services, this.screen));
    this.answer.await();
    const tasks = this.counted(this.survey.tasks());
    if (args.format === 'json') await this.printDocuments(tasks);
    else if (args.format === 'ids')
      for await (const { task } of tasks) await this.print(`${task.nativeId}\n`);
    else await this.printTable(tasks);
  }

  private async *counted(tasks: AsyncIterable<SurveyedTask>): AsyncGenerator<SurveyedTask> {
    for await (const task of tasks) {
      // As `| head` does once it has what it wants.
      if (this.context.stdout.closed) return;
      this.answer.over();
      this.totals.add(task);
      yield task;
    }
  }

  private async printTable(tasks: AsyncIterable<SurveyedTask>): Promise<void> {
    const table = new TaskTable(createStyle(wantsColour(this.context)), this.context.clock.now());
    for await (const task of tasks) for (const line of table.add(task)) await this.print(`${line}\n`);
    for (const line of table.end()) await this.print(`${line}\n`);
    const { names } = this.args;
    const nothing =
      names.length === 0 ? 'No task of a run is running.' : `No task of ${names.join(', ')} is running.`;
    this.screen.printError(this.totals.count === 0 ? nothing : this.totals.render());
  }

  /** One object a line, so that it can be read before it is whole. */
  private async printDocuments(tasks: AsyncIterable<SurveyedTask>): Promise<void> {
    let before = '[';
    for await (const { task, engine } of tasks) {
      const { workDir, ...facts } = task;
      await this.print(`${before}${JSON.stringify({ ...facts, workDir, engine: engine.state })}`);
      before = ',\n';
    }
    await this.print(before === '[' ? '[]\n' : ']\n');
  }

  private async print(text: string): Promise<void> {
    this.context.stdout.write(text);
    await this.context.stdout.taken();
  }
}
