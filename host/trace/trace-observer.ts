import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Executor, Logger } from '../../spi/index.js';
import { aRun } from '../engine/asker.js';
import { Refusals } from '../engine/refusals.js';
import type { RunInfo, RunResult } from '../engine/run-api.js';
import type { EndedAttempt, RunObserver } from '../engine/run-observer.js';
import { reasonOf } from '../report/reason-of.js';
import type { MetricsReader } from './metrics-reader.js';
import { isMeasured } from './nextflow-fields.js';
import { cellOf, timestamp } from './trace-cell.js';
import type { TraceColumn } from './trace-column.js';
import { chooseColumns } from './trace-columns.js';
import { createTraceFile, refuseExisting, removeTraceFile } from './trace-file.js';
import type { TraceOptions } from './trace-options.js';
import { traceValues } from './trace-values.js';

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
  readonly file: FileHandle;
  readonly path: string;
  readonly shown: string;
  readonly columns: readonly TraceColumn[];
  /** Whether a column needs what the tasks measured. */
  readonly measures: boolean;
}

/** Writes a row for every attempt that is over, in the order of their ends. */
export class TraceObserver implements RunObserver {
  private table: Table | undefined;
  /** Resolves when every row so far is written. Never rejects. */
  private written: Promise<void> = Promise.resolve();
  private waiting = 0;
  private rows = 0;
  private lost = 0;
  private unmeasured = 0;
  private broken = false;

  constructor(private readonly ground: TraceGround) {}

  /** @throws ConfigError or PreconditionError with everything that keeps the trace from being written. */
  async began(_run: RunInfo, executors: ReadonlyMap<string, Executor>): Promise<void> {
    const { options, cwd, now } = this.ground;
    const shown = options.file ?? `trace-${timestamp(now())}.txt`;
    const path = resolve(cwd, shown);
    const refusals = new Refusals(aRun);
    const columns = refusals.collect(() => chooseColumns(options.fields, [...executors.values()]));
    if (columns === undefined) {
      if (!options.overwrite) refusals.add(await refuseExisting(path, shown));
      refusals.throwIfAny();
      return;
    }
    const file = await createTraceFile(path, shown, options.overwrite);
    this.table = { file, path, shown, columns, measures: columns.some(({ name }) => isMeasured(name)) };
    await this.write(this.table, columns.map(({ name }) => name).join(options.separator));
  }

  submitted(): void {
    // A row is written once, at the end.
  }

  ended(ended: EndedAttempt): void {
    const { table } = this;
    if (table === undefined || this.broken) return;
    if (this.waiting >= MOST_WAITING) {
      this.lost += 1;
      return;
    }
    const row = this.rowOf(ended, table);
    this.waiting += 1;
    this.written = this.written.then(async () => {
      await this.write(table, await row);
      this.waiting -= 1;
      this.rows += 1;
    });
  }

  async close(result: RunResult | undefined): Promise<void> {
    const { table } = this;
    if (table === undefined) return;
    this.table = undefined;
    await this.written;
    if (this.rows === 0 && result === undefined) {
      await letGo(table.file, table.path);
      return;
    }
    await table.file.close().catch((error: unknown) => this.breaks(table, error));
    this.conclude(table);
  }

  private conclude({ shown }: Table): void {
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
    if (!this.broken) logger.info(`trace:    ${shown}`);
  }

  /** What is known now is taken now: only what the task measured is waited for. Never rejects. */
  private rowOf(ended: EndedAttempt, { columns, measures }: Table): Promise<string> {
    const { options, metrics } = this.ground;
    const record = ended.attempt.handler.trace();
    const valueOf = traceValues(ended, record);
    const known = columns.map(({ name }) => valueOf(name));
    const { raw, separator } = options;
    const cells = (at: (name: string, index: number) => ReturnType<typeof valueOf>): string =>
      columns
        .map(({ name, type }, index) => cellOf(at(name, index), type, { raw, separator }))
        .join(separator);
    if (measures && this.waiting >= MOST_MEASURING) this.unmeasured += 1;
    if (!measures || this.waiting >= MOST_MEASURING)
      return Promise.resolve(cells((_name, index) => known[index]));
    return metrics
      .read(record)
      .then((measured) => cells((name, index) => measured.get(name) ?? known[index]));
  }

  private async write(table: Table, row: string): Promise<void> {
    if (this.broken) return;
    try {
      await table.file.appendFile(`${row}\n`);
    } catch (error) {
      this.breaks(table, error);
    }
  }

  private breaks({ shown }: Table, error: unknown): void {
    if (this.broken) return;
    this.broken = true;
    this.ground.logger.warn(
      `The trace ${shown} ends here: ${reasonOf(error)}. The run goes on; make room and start the next one with another file.`,
    );
  }
}

async function letGo(file: FileHandle, path: string): Promise<void> {
  await file.close().catch(() => undefined);
  await removeTraceFile(path);
}
