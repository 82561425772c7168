import { resolve } from 'node:path';
import type { LoggedRun, LoggedTask, RunLog, RunLogOptions } from '../../host/housekeeping/run-log.js';
import type { RunWish } from '../../host/housekeeping/run-choice.js';
import { cellOf } from '../../host/trace/trace-cell.js';
import { printable } from '../../spi/index.js';
import type { CliServices } from '../commands/services.js';
import type { CliContext } from '../context/cli-context.js';
import { historyDir } from '../context/run-history.js';
import { createStyle, wantsColour } from '../progress/style.js';
import { runDocument, runRows, runTitles } from './run-rows.js';
import { fitted, tableLine } from './table.js';
import { fieldsOf, taskFields, type TaskField } from './task-fields.js';

/** What `nf-awsecs log` was asked for. */
export interface LogArguments {
  readonly wish: RunWish;
  /** Fields of tasks, with commas between them; the usual ones where absent. */
  readonly fields?: string;
  readonly listFields: boolean;
  readonly quiet: boolean;
  readonly separator: string;
  readonly format: 'text' | 'json';
}

/** What is told of tasks unasked; the last one is as long as it likes. */
const USUAL = [
  ...fieldsOf('hash,status,exit,attempt,duration,name,workdir').map((field, at) => ({
    field,
    column: { title: field.name.toUpperCase(), width: [9, 9, 4, 7, 8, 20, 0][at] ?? 0 },
  })),
];

/** One `nf-awsecs log`, from the arguments to the exit code. */
export class LogCommand {
  constructor(
    private readonly args: LogArguments,
    private readonly context: CliContext,
    private readonly services: CliServices,
  ) {}

  /**
   * Prints the runs, or their tasks.
   * @returns The exit code: 0.
   * @throws PreconditionError HISTORY_EMPTY or RUN_UNKNOWN.
   */
  async execute(): Promise<number> {
    const { wish, fields, listFields } = this.args;
    if (listFields) await this.printFields();
    else {
      const log = await this.services.openRunLog(this.request());
      if (wish.names.length > 0 || fields !== undefined) await this.printTasks(log);
      else await this.printRuns(await log.runs());
    }
    return 0;
  }

  private request(): RunLogOptions {
    const { cwd, owner, stderr } = this.context;
    const { dim } = createStyle(wantsColour({ ...this.context, stdout: stderr }));
    return {
      history: resolve(cwd, historyDir),
      wish: this.args.wish,
      // What runs on another machine cannot be asked.
      isAlive: (run) => run.host !== owner.host || owner.isAlive(run.pid),
      tell: (notice) => stderr.write(`${dim(printable(notice))}\n`),
    };
  }

  private async printFields(): Promise<void> {
    const columns = fitted(
      ['', ''],
      taskFields.map(({ name, says }) => [name, says]),
    );
    for (const { name, says } of taskFields) await this.print(tableLine([name, says], columns));
  }

  private async printRuns(runs: readonly LoggedRun[]): Promise<void> {
    if (this.args.quiet) {
      for (const { begun } of runs) await this.print(printable(begun.runName));
      return;
    }
    if (this.args.format === 'json') {
      await this.printList(runs.map(runDocument));
      return;
    }
    const rows = runRows(runs, this.context.clock.now());
    const columns = fitted(runTitles, rows);
    for (const row of [runTitles, ...rows]) await this.print(tableLine(row, columns));
  }

  private async printTasks(log: RunLog): Promise<void> {
    const { fields, quiet, format, separator } = this.args;
    const style = { raw: false, separator };
    const chosen = fields === undefined ? undefined : fieldsOf(fields);
    if (format === 'json') {
      await this.printList(documents(log.tasks(), chosen ?? taskFields));
      return;
    }
    const columns = USUAL.map(({ column }) => column);
    let title = chosen === undefined && !quiet;
    for await (const task of log.tasks()) {
      // Behind the first look: a run that is not there has no table.
      if (title)
        await this.print(
          tableLine(
            columns.map((column) => column.title),
            columns,
          ),
        );
      title = false;
      const told = chosen ?? (quiet ? fieldsOf('workdir') : USUAL.map(({ field }) => field));
      const cells = told.map((field) => cellOf(field.value(task), field.type, style));
      await this.print(chosen === undefined ? tableLine(cells, columns) : cells.join(separator));
      if (this.context.stdout.closed) return;
    }
  }

  /** One object a line, so that it can be read before it is whole. */
  private async printList(items: Iterable<object> | AsyncIterable<object>): Promise<void> {
    let before = '[';
    for await (const item of items) {
      await this.print(`${before}${JSON.stringify(item)}`, '');
      if (this.context.stdout.closed) return;
      before = ',\n';
    }
    await this.print(before === '[' ? '[]' : ']');
  }

  private async print(text: string, end = '\n'): Promise<void> {
    const { stdout } = this.context;
    stdout.write(`${text}${end}`);
    await stdout.taken();
  }
}

async function* documents(
  tasks: AsyncIterable<LoggedTask>,
  fields: readonly TaskField[],
): AsyncGenerator<object> {
  for await (const task of tasks)
    yield Object.fromEntries(fields.map((field) => [field.name, field.value(task) ?? null]));
}
