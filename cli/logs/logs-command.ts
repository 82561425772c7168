import { resolve } from 'node:path';
import type { CliServices } from '../commands/services.js';
import type { LogOptions, OpenedLogs } from '../../host/logs/logs-api.js';
import { printable, ShutdownError } from '../../spi/index.js';
import type { CliContext } from '../context/cli-context.js';
import { historyDir } from '../context/run-history.js';
import { GivenUp } from '../interruption/given-up.js';
import { Interruption } from '../interruption/interruption.js';
import { createStyle, wantsColour } from '../progress/style.js';
import { LogPrinter } from './log-printer.js';

/** What `nf-awsecs logs` was asked for. */
export type LogsArguments = Pick<
  LogOptions,
  'what' | 'run' | 'all' | 'lines' | 'since' | 'follow' | 'configFiles'
>;

/** One `nf-awsecs logs`, from the arguments to the exit code. */
export class LogsCommand {
  private readonly reading = new GivenUp();
  private readonly ending = new AbortController();
  private logs: OpenedLogs | undefined;

  constructor(
    private readonly args: LogsArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {}

  /**
   * Prints the logs.
   * @returns The exit code: 0, or the signal's that ended it.
   * @throws ExecutorError or ScriptError where they cannot be had.
   */
  async execute(): Promise<number> {
    const interruption = new Interruption(this.context, { begin: () => this.end(), leave: () => undefined });
    interruption.listen();
    try {
      await this.reading.unless(this.show());
      return interruption.exitCode() ?? 0;
    } catch (error) {
      const exitCode = interruption.exitCode();
      if (exitCode === undefined) throw error;
      return exitCode;
    } finally {
      this.ending.abort();
      await this.logs?.close();
      interruption.release();
    }
  }

  private async show(): Promise<void> {
    const { stdout } = this.context;
    const logs = await this.services.openLogs(this.request());
    this.logs = logs;
    if (logs.several || logs.attempts === 0) this.tell(titleOf(logs));
    const style = createStyle(wantsColour(this.context));
    const printer = new LogPrinter(stdout, style, logs.several, this.args.all);
    for await (const line of logs.lines()) {
      await printer.print(line);
      // As `| head` does once it has what it wants.
      if (stdout.closed || this.ending.signal.aborted) return;
    }
  }

  private request(): LogOptions {
    const { cwd, clock, random, owner } = this.context;
    return {
      ...this.args,
      history: resolve(cwd, historyDir),
      ...{ cwd, clock, random },
      builtInPlugins: [this.services.ownManifest],
      // What runs on another machine cannot be asked.
      isAlive: (run) => run.host !== owner.host || owner.isAlive(run.pid),
      tell: (notice) => this.tell(notice),
      signal: this.ending.signal,
    };
  }

  /** Quietly: whoever presses Ctrl-C has seen enough. */
  private end(): void {
    this.ending.abort();
    this.reading.because(new ShutdownError('The logs were not read to their end.', { code: 'SHUT_DOWN' }));
  }

  private tell(notice: string): void {
    const { stderr } = this.context;
    const style = createStyle(wantsColour({ ...this.context, stdout: stderr }));
    stderr.write(`${style.dim(printable(notice))}\n`);
  }
}

function titleOf({ title, attempts }: OpenedLogs): string {
  if (attempts === 0) return `Logs of ${title}: no task was submitted yet.`;
  return `Logs of ${title}: ${attempts === 1 ? '1 task' : `${attempts} tasks`}.`;
}
