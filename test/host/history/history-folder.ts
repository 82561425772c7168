import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFileName } from '../../../host/history/history-files.js';
import type {
  AttemptEnded,
  AttemptSubmitted,
  HistoryRecord,
  RunBegun,
} from '../../../host/history/history-record.js';
import { RunHistory } from '../../../host/history/run-history.js';

const START = Date.UTC(2026, 0, 1);

/** The beginning of a run, so many seconds after the first of January. */
export function begun(second: number, changes: Partial<RunBegun> = {}): RunBegun {
  return {
    event: 'run-begun',
    time: START + second * 1000,
    runName: 'happy_curie',
    sessionId: '0a1b2c3d-0000-4000-8000-000000000001',
    program: 'nf-awsecs 0.1.0',
    scriptPath: 'main.nf',
    configFiles: [],
    workDir: 's3://my-bucket/work',
    executors: ['fake'],
    pid: 4711,
    host: 'desk',
    ...changes,
  };
}

/** The hash of an attempt: its number, written so that two numbers differ from the start. */
export function hashOf(number: number): string {
  return number.toString(16).padStart(8, '0').padEnd(32, 'e');
}

/** An attempt that was submitted a second of its number after the run began. */
export function submitted(number: number, changes: Partial<AttemptSubmitted> = {}): AttemptSubmitted {
  const hash = changes.hash ?? hashOf(number);
  return {
    event: 'submitted',
    time: START + number * 1000,
    hash,
    name: `HELLO (${number})`,
    process: 'HELLO',
    attempt: 1,
    executor: 'fake',
    nativeId: `fake/${number}`,
    workDir: `s3://my-bucket/work/${hash.slice(0, 2)}/${hash.slice(2)}`,
    ...changes,
  };
}

export function ended(number: number, changes: Partial<AttemptEnded> = {}): AttemptEnded {
  return {
    event: 'ended',
    time: START + (number + 1) * 1000,
    hash: hashOf(number),
    kind: 'completed',
    exitStatus: 0,
    action: 'completed',
    ...changes,
  };
}

/** An attempt that was never submitted. */
export function refused(number: number, changes: Partial<AttemptSubmitted> = {}): AttemptEnded {
  const { hash, name, process, attempt, executor, workDir } = submitted(number, changes);
  const unsubmitted = { hash, name, process, attempt, executor, workDir };
  return ended(number, { hash, kind: 'failed-to-start', action: 'failed', unsubmitted });
}

export function runEnded(second: number): HistoryRecord {
  return { event: 'run-ended', time: START + second * 1000, status: 'succeeded', duration: second * 1000 };
}

export function linesOf(records: readonly HistoryRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** A folder of histories on the disk. */
export class HistoryFolder {
  readonly notices: string[] = [];
  readonly history: RunHistory;

  private constructor(readonly path: string) {
    this.history = new RunHistory(path, (notice) => this.notices.push(notice));
  }

  static async create(): Promise<HistoryFolder> {
    return new HistoryFolder(await mkdtemp(join(tmpdir(), 'nxf-history-')));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  /** Writes the history of a run; the first record is its beginning. Answers the file. */
  async write(run: RunBegun, records: readonly HistoryRecord[], rest = ''): Promise<string> {
    const file = join(this.path, historyFileName(run));
    await writeFile(file, linesOf([run, ...records]) + rest);
    return file;
  }
}

/** Everything a stream brings. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
