import { resolve } from 'node:path';
import type { CleanResult } from '../../host/housekeeping/clean-api.js';
import type { CleanGround } from '../../host/housekeeping/open-cleaning.js';
import type { RunWish } from '../../host/housekeeping/run-choice.js';
import { printable } from '../../spi/index.js';
import type { CliServices } from '../commands/services.js';
import type { CliContext } from '../context/cli-context.js';
import { historyDir, runOwner } from '../context/run-history.js';
import { Interruption } from '../interruption/interruption.js';
import { ConsoleLogger } from '../progress/console-logger.js';
import { PlainScreen } from '../progress/plain-screen.js';
import { createStyle, type Style, wantsColour } from '../progress/style.js';
import { isDebugging } from '../context/cli-context.js';
import { definitionsSummary, folderLine, keptLine, momentText, runsSummary } from './clean-words.js';

/** What `nf-awsecs clean` was asked for. */
export interface CleanArguments {
  readonly wish: RunWish;
  readonly force: boolean;
  readonly keepLogs: boolean;
  readonly quiet: boolean;
  readonly configFiles: readonly string[];
  /** Task definitions of before this moment, epoch milliseconds, instead of runs. */
  readonly definitionsBefore?: number;
}

/** One `nf-awsecs clean`, from the arguments to the exit code. */
export class CleanCommand {
  private readonly ending = new AbortController();
  private readonly style: Style;

  constructor(
    private readonly args: CleanArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {
    this.style = createStyle(wantsColour({ ...context, stdout: context.stderr }));
  }

  /**
   * Cleans, or tells what it would.
   * @returns The exit code: 0, 1 where a run that was named stays, or the signal's that ended it.
   * @throws ExecutorError or ScriptError where it cannot.
   */
  async execute(): Promise<number> {
    const interruption = new Interruption(this.context, {
      begin: (signal) => {
        this.ending.abort();
        this.tell(`${signal}: ending behind what is under way. Ctrl-C again leaves at once.`);
      },
      leave: () => undefined,
    });
    interruption.listen();
    try {
      const { definitionsBefore } = this.args;
      const code =
        definitionsBefore === undefined ? await this.cleanRuns() : await this.deregister(definitionsBefore);
      return interruption.exitCode() ?? code;
    } finally {
      interruption.release();
    }
  }

  private async cleanRuns(): Promise<number> {
    const { wish, force, keepLogs } = this.args;
    const { cwd, owner } = this.context;
    const result = await this.services.cleanRuns(
      {
        history: resolve(cwd, historyDir),
        ...{ wish, force, keepLogs },
        // What runs on another machine cannot be asked.
        isAlive: (run) => run.host !== owner.host || owner.isAlive(run.pid),
        tell: (notice) => this.tell(notice),
        cleared: (folder) => this.item(folderLine(folder, force)),
        signal: this.ending.signal,
      },
      { ...this.ground(), owner: runOwner(this.context, this.services.version) },
    );
    for (const kept of result.kept) this.tell(keptLine(kept));
    for (const line of runsSummary(result, { force, keepLogs })) await this.print(line);
    return this.codeOf(result);
  }

  private async deregister(before: number): Promise<number> {
    const { force } = this.args;
    const deed = force ? 'Deregistered' : 'Would deregister';
    const result = await this.services.cleanRegistrations(
      {
        ...{ before, force },
        cleared: ({ name, registeredAt }) => {
          const since = registeredAt === undefined ? '' : ` (of ${momentText(registeredAt, before)})`;
          return this.item(`${deed} ${name}${since}`);
        },
        signal: this.ending.signal,
      },
      this.ground(),
    );
    for (const line of definitionsSummary(result, { force, before })) await this.print(line);
    return 0;
  }

  private ground(): CleanGround {
    const { cwd, clock, random, stderr } = this.context;
    const logger = new ConsoleLogger(new PlainScreen(stderr, stderr), this.style, isDebugging(this.context));
    const { configFiles } = this.args;
    return { cwd, configFiles, builtInPlugins: [this.services.ownManifest], clock, random, logger };
  }

  /** Who names a run wants it gone; a choice of many leaves out what goes on. */
  private codeOf({ kept }: CleanResult): number {
    return kept.length > 0 && this.args.wish.names.length > 0 ? 1 : 0;
  }

  private async item(line: string): Promise<void> {
    if (!this.args.quiet) await this.print(line);
  }

  private async print(line: string): Promise<void> {
    const { stdout } = this.context;
    stdout.write(`${printable(line)}\n`);
    await stdout.taken();
  }

  private tell(notice: string): void {
    this.context.stderr.write(`${this.style.dim(printable(notice))}\n`);
  }
}
