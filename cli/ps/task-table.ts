import type { SurveyedTask } from '../../host/survey/survey-api.js';
import { printable } from '../../spi/index.js';
import { fitted, tableLine, type Column } from '../log/table.js';
import { formatDuration } from '../progress/duration.js';
import type { Style } from '../progress/style.js';

const TITLES = ['RUN', 'SESSION', 'ENGINE', 'HASH', 'TASK', 'STATE', 'AGE', 'COST', 'ID'] as const;
const ENGINE = TITLES.indexOf('ENGINE');
/** Rows whose widths decide on the columns: a longer list is not held until it is whole. */
const ROWS_LOOKED_AT = 100;

/** Lays tasks out in columns, a line at a time. */
export class TaskTable {
  private columns: readonly Column[] | undefined;
  private held: string[][] = [];

  /** @param now epoch milliseconds, for ages. */
  constructor(
    private readonly style: Style,
    private readonly now: number,
  ) {}

  /** The lines that are ready now that this task is known. */
  add(task: SurveyedTask): readonly string[] {
    const row = cellsOf(task, this.now);
    if (this.columns !== undefined) return [this.line(row, this.columns)];
    this.held.push(row);
    return this.held.length < ROWS_LOOKED_AT ? [] : this.end();
  }

  /** The lines that were held back. */
  end(): readonly string[] {
    if (this.columns !== undefined || this.held.length === 0) return [];
    const columns = fitted(TITLES, this.held);
    this.columns = columns;
    const lines = this.held.map((row) => this.line(row, columns));
    this.held = [];
    return [this.style.bold(tableLine(TITLES, columns)), ...lines];
  }

  private line(row: readonly string[], columns: readonly Column[]): string {
    // Painted once it is padded: what paints has no width.
    const padded = row.map((cell, at) => (at === ENGINE ? cell.padEnd(columns[at]?.width ?? 0) : cell));
    return tableLine(
      padded.map((cell, at) => (at === ENGINE ? this.paint(cell) : cell)),
      columns,
    );
  }

  private paint(engine: string): string {
    if (engine.startsWith('alive')) return this.style.green(engine);
    return engine.startsWith('dead') ? this.style.red(engine) : engine;
  }
}

function cellsOf({ task, engine }: SurveyedTask, now: number): string[] {
  const { runName = '-', sessionId, hash, name, process, state, submittedAt, cost, nativeId } = task;
  return [
    runName,
    sessionId.slice(0, 8),
    engine.state,
    hash === undefined ? '-' : `${hash.slice(0, 2)}/${hash.slice(2, 8)}`,
    name ?? process ?? '-',
    state,
    submittedAt === undefined ? '-' : formatDuration(Math.max(0, now - submittedAt)),
    cost === undefined ? '-' : formatDollars(cost),
    // The end of an ARN is enough for `stop`.
    nativeId.slice(nativeId.lastIndexOf('/') + 1),
  ].map(printable);
}

/** `$0.0031`, `$1.20`: small amounts with as many digits as tell them apart. */
export function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}
