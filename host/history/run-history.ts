import { basename } from 'node:path';
import { reasonOf } from '../report/reason-of.js';
import { historyFiles } from './history-files.js';
import type { HistoryRecord, RunBegun, RunEnded } from './history-record.js';
import { parseRecord } from './parse-record.js';
import { AttemptFold, type PastAttempt } from './past-attempt.js';
import { readLastLine, readLines } from './read-lines.js';

/** A run as its history begins and ends. */
export interface PastRun {
  /** Path of its history. */
  readonly file: string;
  readonly begun: RunBegun;
  /** Absent while it goes on, and where it was killed. */
  readonly ended?: RunEnded;
}

/** A record, and where the next one begins. */
export interface PlacedRecord {
  readonly record: HistoryRecord;
  /** Bytes from the file's start. */
  readonly end: number;
}

/** A line that ends a run takes less. */
const LAST_LINE_BYTES = 4096;
/** Of a session id: fewer may be the beginning of a task's hash as well. */
const LEAST_SESSION_CHARACTERS = 8;

/**
 * Reads the histories of runs, also while they are written. Everything comes as a stream: the history of a hundred
 * thousand tasks is never in memory.
 */
export class RunHistory {
  private readonly told = new Set<string>();

  /**
   * @param folder See `HistoryOptions.folder`.
   * @param tell told of what is damaged, once a file; sentences.
   */
  constructor(
    readonly folder: string,
    private readonly tell: (notice: string) => void,
  ) {}

  /**
   * All runs, newest first. A file that holds none is told and left out.
   * @throws Error of the system where the folder cannot be read.
   */
  async *runs(): AsyncGenerator<PastRun> {
    for (const file of await historyFiles(this.folder)) {
      const run = await this.read(file);
      if (run !== undefined) yield run;
    }
  }

  /**
   * The runs that go by a name, newest first: `last`, a run's name, or a session id or at least eight characters of its
   * beginning, which resumed runs share.
   */
  async *find(name: string): AsyncGenerator<PastRun> {
    for await (const run of this.runs()) {
      if (name === 'last') {
        yield run;
        return;
      }
      if (goesBy(run, name)) yield run;
    }
  }

  /** Every attempt of a run, in the order they ended; then those whose end is not told, as they were submitted. */
  async *tasksOf(run: PastRun): AsyncGenerator<PastAttempt> {
    const fold = new AttemptFold();
    for await (const { record } of this.records(run)) {
      const attempt = fold.add(record);
      if (attempt !== undefined) yield attempt;
    }
    yield* fold.underWay();
  }

  /**
   * The records of a run as they were written. Lines that are none are told and left out.
   * @param from where to read on: the `end` of a record that was read.
   */
  async *records({ file }: PastRun, from = 0): AsyncGenerator<PlacedRecord> {
    for await (const { text, end } of readLines(file, from)) {
      const record = parseRecord(text);
      if (record === 'torn') this.tellOnce(file, `has a line that cannot be read, before byte ${end}`);
      else if (record !== 'foreign') yield { record, end };
    }
  }

  private async read(file: string): Promise<PastRun | undefined> {
    try {
      const begun = await firstRecord(file);
      // Its run begins this moment, or was killed as it did.
      if (begun === undefined) return undefined;
      if (begun === 'other') {
        this.tellOnce(file, 'does not begin with a run');
        return undefined;
      }
      const last = await readLastLine(file, LAST_LINE_BYTES);
      const ended = last === undefined ? undefined : parseRecord(last);
      return isRunEnded(ended) ? { file, begun, ended } : { file, begun };
    } catch (error) {
      // Another run has made room meanwhile.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      this.tellOnce(file, `cannot be read: ${reasonOf(error)}`);
      return undefined;
    }
  }

  private tellOnce(file: string, what: string): void {
    if (this.told.has(file)) return;
    this.told.add(file);
    this.tell(
      `The history ${basename(file)} ${what}. What is damaged in it is left out; remove the file to end this notice.`,
    );
  }
}

async function firstRecord(file: string): Promise<RunBegun | 'other' | undefined> {
  for await (const { text } of readLines(file)) {
    const record = parseRecord(text);
    return typeof record === 'object' && record.event === 'run-begun' ? record : 'other';
  }
  return undefined;
}

function isRunEnded(record: ReturnType<typeof parseRecord> | undefined): record is RunEnded {
  return typeof record === 'object' && record.event === 'run-ended';
}

/** Whether a run is meant by a name: its own, or a session id or at least eight characters of its beginning. */
export function goesBy({ begun }: PastRun, name: string): boolean {
  if (begun.runName === name) return true;
  return name.length >= LEAST_SESSION_CHARACTERS && begun.sessionId.startsWith(name.toLowerCase());
}
