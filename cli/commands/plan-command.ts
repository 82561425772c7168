import type { RunPreview } from '../../host/index.js';
import { ShutdownError } from '../../spi/index.js';
import { type CliContext, isDebugging } from '../context/cli-context.js';
import { GivenUp } from '../interruption/given-up.js';
import { Interruption } from '../interruption/interruption.js';
import { ownProcesses, planDocument, type PlanDocument } from '../plan/plan-document.js';
import { renderPlan } from '../plan/render-plan.js';
import { WarningCollector } from '../plan/warning-collector.js';
import { describeStray } from '../problems/describe-stray.js';
import { ConsoleLogger } from '../progress/console-logger.js';
import { PlainScreen } from '../progress/plain-screen.js';
import { createStyle, wantsColour } from '../progress/style.js';
import type { PlanFormat } from './plan-declaration.js';
import { type PipelineArguments, RunGround } from './run-ground.js';
import type { CliServices } from './services.js';

/** What `nf-awsecs plan` was asked for. */
export interface PlanArguments extends PipelineArguments {
  readonly format: PlanFormat;
}

/** One `nf-awsecs plan`, from the arguments to the exit code. */
export class PlanCommand {
  /** Standard output is the plan's alone. */
  private readonly screen: PlainScreen;
  private readonly ground: RunGround;
  private readonly log: WarningCollector;
  private readonly planning = new GivenUp();
  private preview: RunPreview | undefined;

  constructor(
    private readonly args: PlanArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {
    const { stderr } = context;
    this.screen = new PlainScreen(stderr, stderr);
    this.ground = new RunGround(args, context, services, {
      started: ({ endpoint }) => this.screen.print(`local cloud at ${endpoint}, for this plan alone`),
      trouble: (line) => this.screen.print(`local cloud: ${line}`),
    });
    const style = createStyle(wantsColour({ ...context, stdout: stderr }));
    this.log = new WarningCollector(new ConsoleLogger(this.screen, style, isDebugging(context)));
  }

  /**
   * Plans and prints.
   * @returns The exit code: 0, or the signal's that ended it.
   * @throws ExecutorError or ScriptError where a run would be refused.
   */
  async execute(): Promise<number> {
    const interruption = new Interruption(this.context, {
      begin: (signal) => this.giveUp(`${signal} came`),
      leave: () => undefined,
    });
    interruption.listen();
    const release = this.context.onStray((error) =>
      this.giveUp(describeStray(error, isDebugging(this.context))),
    );
    try {
      this.print(await this.planning.unless(this.plan()));
      return 0;
    } catch (error) {
      const exitCode = interruption.exitCode();
      if (exitCode === undefined) throw error;
      this.screen.printError(error instanceof Error ? error.message : String(error));
      return exitCode;
    } finally {
      await Promise.all([this.preview?.close(), this.ground.close()]);
      interruption.release();
      release();
    }
  }

  private async plan(): Promise<PlanDocument> {
    const request = await this.ground.prepare();
    const preview = await this.services.previewRun({ ...request, logger: this.log });
    this.preview = preview;
    const own = ownProcesses(preview);
    const awsecs = own.length === 0 ? undefined : await this.services.planAwsEcs(preview.session, own);
    // Behind the executor's own checks, as in a run.
    await preview.requireWorkDir();
    return planDocument({ script: request.scriptPath, preview, warnings: this.log.warnings }, awsecs);
  }

  private print(document: PlanDocument): void {
    const text =
      this.args.format === 'json'
        ? JSON.stringify(document, null, 2)
        : renderPlan(document, createStyle(wantsColour(this.context)));
    this.context.stdout.write(`${text}\n`);
  }

  private giveUp(why: string): void {
    this.planning.because(new ShutdownError(`The plan was not finished: ${why}.`, { code: 'SHUT_DOWN' }));
  }
}
