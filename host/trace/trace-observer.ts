import { resolve } from 'node:path';
import type { Executor, Logger, TraceRecord } from '../../spi/index.js';
import { aRun } from '../engine/asker.js';
import { Refusals } from '../engine/refusals.js';
import type { CachedAttempt } from '../engine/cached-attempt.js';
import type { RunInfo, RunResult } from '../engine/run-api.js';
import type { EndedAttempt, RunObserver } from '../engine/run-observer.js';
import type { TaskOrder } from '../engine/task-order.js';
import { reasonOf } from '../report/reason-of.js';
import { LineFile } from '../storage/line-file.js';
import type { MetricsReader } from './metrics-reader.js';
import { isMeasured } from './nextflow-fields.js';
import { cellOf, timestamp } from './trace-cell.js';
import type { TraceColumn, TraceValue } from './trace-column.js';
import { chooseColumns } from './trace-columns.js';
import { createTraceFile, refuseExisting, removeTraceFile } from './trace-file.js';
import type { TraceOptions } from './trace-options.js';
import { CACHED, cachedRecord, endedTrace, traceValues, type TracedAttempt } from './trace-values.js';

/** What the trace of a run is written with. */
export interface TraceGround {
  readonly options: TraceOptions;
  /** Folder that a relative path of the file starts from; absolute. */
  readonly cwd: string;
  readonly now: () => number;
  readonly metrics: MetricsReader;
  readonly logger: Logger;
}

/** Rows that may wait for the disk or for what their tasks measured. */
export const MOST_WAITING = 20_000;

/** Rows waiting above which nothing is read for another one: the table is to catch up. */
export const MOST_MEASURING = 10_000;

interface Table {
  readonly writer: LineFile;
  readonly path: string;
  /** The path as people gave it. */
  readonly shown: string;
  readonly columns: readonly TraceColumn[];
  /** Whether a column needs what the tasks measured. */
  readonly measures: boolean;
}

/** Writes a row for every attempt that is over, in the order of their ends. */
export class TraceObserver implements RunObserver {
  private table: Table | undefined;
  /** Resolves when every row so far is with the writer. Never rejects. */
  private handed: Promise<void> = Promise.resolve();
  /** Rows that are not with the writer yet. */
  private pending = 0;
  private lost = 0;
  private unmeasured = 0;

  constructor(private readonly ground: TraceGround) {}

  /** @throws ConfigError or PreconditionError with everything that keeps the trace from being written. */
  async began(_run: RunInfo, executors: ReadonlyMap<string, Executor>): Promise<void> {
    const { options, cwd, now } = this.ground;
    const shown = options.file ?? `trace-${timestamp(now())}.txt`;
    const path = resolve(cwd, shown);
    const refusals = new Refusals(aRun);
    const columns = refusals.collect(() => chooseColumns(options.fields, [...executors.values()]));
    if (columns === undefined) {
      refusals.add(await refuseExisting(path, shown, options.overwrite));
      refusals.throwIfAny();
      return;
    }
    const file = await createTraceFile(path, shown, options.overwrite);
    const writer = new LineFile(file, (error) => this.tellBroken(shown, error));
    this.table = { writer, path, shown, columns, measures: columns.some(({ name }) => isMeasured(name)) };
    writer.write(columns.map(({ name }) => name).join(options.separator));
  }

  cached(order: TaskOrder, { run }: CachedAttempt): void {
    this.add({ order, run, status: CACHED }, () => cachedRecord(run));
  }

  submitted(): void {
    // A row is written once, at the end.
  }

  ended(ended: EndedAttempt): void {
    // What is known now is taken now, and here: an executor's exception is the caller's to tell.
    this.add(endedTrace(ended), () => ended.attempt.handler.trace());
  }

  async close(result: RunResult | undefined): Promise<void> {
    const { table } = this;
    if (table === undefined) return;
    this.table = undefined;
    await this.handed;
    await table.writer.close();
    // The header alone is of no use, and would stand in the way of the next run.
    if (table.writer.lines <= 1 && result === undefined) await removeTraceFile(table.path);
    else this.conclude(table);
  }

  private add(traced: TracedAttempt, recordOf: () => TraceRecord): void {
    const { table } = this;
    if (table === undefined || table.writer.broken) return;
    const waiting = this.pending + table.writer.waiting;
    if (waiting >= MOST_WAITING) {
      this.lost += 1;
      return;
    }
    const record = recordOf();
    const valueOf = traceValues(traced, record);
    const known = table.columns.map(({ name }) => valueOf(name));
    const row = this.rowOf(table, known, waiting < MOST_MEASURING ? record : undefined);
    this.pending += 1;
    this.handed = this.handed.then(async () => {
      table.writer.write(await row);
      this.pending -= 1;
    });
  }

  private conclude({ shown, writer }: Table): void {
    const { logger } = this.ground;
    if (this.lost > 0) {
      const attempts = this.lost === 1 ? '1 attempt is' : `${this.lost} attempts are`;
      logger.warn(`${attempts} missing in the trace ${shown}: more ended at once than could be written.`);
    }
    if (this.unmeasured > 0) {
      const rows = this.unmeasured === 1 ? '1 row has' : `${this.unmeasured} rows have`;
      logger.warn(
        `${rows} nothing measured in the trace ${shown}: more tasks ended at once than could be read of.`,
      );
    }
    if (!writer.broken) logger.info(`trace:    ${shown}`);
  }

  /** @param record the attempt's, where what the task measured may be read. */
  private async rowOf(
    { columns, measures }: Table,
    known: readonly TraceValue[],
    record: TraceRecord | undefined,
  ): Promise<string> {
    if (!measures) return this.render(columns, known);
    if (record === undefined) {
      this.unmeasured += 1;
      return this.render(columns, known);
    }
    const measured = await this.ground.metrics.read(record);
    const values = columns.map(({ name }, index) => measured.get(name) ?? known[index]);
    return this.render(columns, values);
  }

  private render(columns: readonly TraceColumn[], values: readonly TraceValue[]): string {
    const { options } = this.ground;
    return columns.map(({ type }, index) => cellOf(values[index], type, options)).join(options.separator);
  }

  private tellBroken(shown: string, error: unknown): void {
    this.ground.logger.warn(
      `The trace ${shown} ends here: ${reasonOf(error)}. The run goes on; make room, and let the next run write another file.`,
    );
  }
}
