import type { TaskLogPart } from '../../spi/index.js';
import { joinUri } from '../storage/s3-uri.js';
import type { WorkFiles } from '../storage/work-files.js';
import { WORK_FILES } from '../task/work-dir.js';
import type { FilesLog } from './attempt-log.js';
import { LineReader } from './line-reader.js';

/** When the lines of a work dir are said to have come: the files do not tell. */
export interface AttemptTimes {
  /** Whether nothing more is written. */
  isOver(): boolean;
  /** Epoch milliseconds. */
  lineTime(): number;
}

/** What a task printed as its work dir has it: all of standard output, then all of standard error. */
export class WorkDirLog implements FilesLog {
  readonly place: string;
  private readonly streams: readonly LineReader[];

  constructor(
    workDir: string,
    files: WorkFiles,
    private readonly times: AttemptTimes,
  ) {
    this.place = workDir;
    this.streams = [WORK_FILES.stdout, WORK_FILES.stderr].map(
      (name) => new LineReader(files, joinUri(workDir, name)),
    );
  }

  get found(): boolean {
    return this.streams.some(({ found }) => found);
  }

  async read(): Promise<TaskLogPart> {
    // Asked first: what is written between the reading and the answer would be missed.
    const over = this.times.isOver();
    const lines: string[] = [];
    for (const stream of this.streams) {
      const part = await stream.read();
      lines.push(...part.lines);
      if (!part.atEnd) return this.part(lines, 'more');
      if (over) lines.push(...stream.rest());
    }
    return this.part(lines, over ? 'ended' : 'waiting');
  }

  private part(texts: readonly string[], state: TaskLogPart['state']): TaskLogPart {
    const time = this.times.lineTime();
    return { lines: texts.map((text) => ({ time, text })), state };
  }
}
