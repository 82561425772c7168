import type { Executor, TaskLog } from '../../spi/index.js';
import type { Backend } from '../backend/backend.js';
import type { PastAttempt } from '../history/past-attempt.js';
import type { RunWatch } from '../history/run-watch.js';
import { isExecutorError } from '../../spi/index.js';
import { Answering } from './answering.js';
import { AttemptLog, type AttemptLogGround } from './attempt-log.js';
import { LogCursor, type LogWindow, type TaskLine } from './log-cursor.js';
import { LogFollow } from './log-follow.js';
import { LogMerge } from './log-merge.js';
import { LogNotices } from './log-notices.js';
import type { LogSubject } from './log-subject.js';
import type { LogOptions, OpenedLogs } from './logs-api.js';
import type { WorkFiles } from '../storage/work-files.js';
import { WorkDirLog } from './work-dir-log.js';

/** What of a backend logs are read from. */
export interface LogSource extends Pick<Backend, 'close'> {
  readonly files: WorkFiles;
  executor(name: string): Pick<Executor, 'openLog'> | undefined;
}

/** The parts that logs are read by; they own and close `backend`. */
export interface RunLogsParts {
  readonly subject: LogSubject;
  /** Has been polled for `attempts`. */
  readonly watch: RunWatch;
  /** In the order they were submitted. */
  readonly attempts: readonly PastAttempt[];
  readonly backend: LogSource;
  readonly options: LogOptions;
}

/** Of each task, where there are many and nobody says how many: as kubectl does. */
const LINES_OF_MANY = 10;
/** With {@link FILES_PATIENCE_MS} the longest that anybody waits where nothing answers; an executor tries again within it. */
const KEPT_PATIENCE_MS = 8000;
const FILES_PATIENCE_MS = 6000;

/** The logs of some attempts of a run: first what there is, in the order of time, then what comes. */
export class RunLogs implements OpenedLogs {
  readonly title: string;
  readonly attempts: number;
  readonly several: boolean;
  private readonly notices: LogNotices;
  private readonly answers: AttemptLogGround['answers'];

  constructor(private readonly parts: RunLogsParts) {
    const { subject, attempts, watch, options } = parts;
    this.title = subject.title;
    this.attempts = attempts.length;
    this.several = attempts.length > 1 || (options.follow && !subject.one && !watch.over);
    this.notices = new LogNotices(options.tell);
    const { clock, signal } = options;
    const onWait = (): void =>
      this.notices.once('No answer yet from where the logs are: waiting for a while longer.');
    this.answers = {
      kept: new Answering({ clock, signal, patience: KEPT_PATIENCE_MS, onWait }),
      files: new Answering({ clock, signal, patience: FILES_PATIENCE_MS, onWait }),
    };
  }

  async *lines(): AsyncGenerator<TaskLine> {
    const { attempts, watch, subject, options } = this.parts;
    const { signal, clock, follow } = options;
    const window = this.window();
    const merge = new LogMerge(attempts, (attempt) => this.cursor(attempt, window));
    yield* untilAborted(merge.lines(), signal);
    if (merge.cut && options.lines === undefined)
      options.tell(`The last ${LINES_OF_MANY} lines of each task are shown; -n all shows every line.`);
    if (follow) {
      const openCursor = (attempt: PastAttempt): LogCursor => this.cursor(attempt, {});
      const ground = { watch, openCursor, closed: subject.one, clock, signal };
      yield* untilAborted(new LogFollow(merge.waiting, ground).lines(), signal);
    }
    this.notices.close();
  }

  async close(): Promise<void> {
    await this.parts.backend.close();
  }

  private window(): LogWindow {
    const { lines = this.several ? LINES_OF_MANY : 'all', since } = this.parts.options;
    return { ...(lines === 'all' ? {} : { lines }), ...(since === undefined ? {} : { since }) };
  }

  private cursor(attempt: PastAttempt, window: LogWindow): LogCursor {
    const { backend, subject, watch, options } = this.parts;
    const { clock, follow, since } = options;
    const { notices, answers } = this;
    const isOver = (): boolean => watch.isOver(attempt.hash);
    const lineTime = (): number => attempt.end?.time ?? clock.now();
    const files = new WorkDirLog(attempt.workDir, backend.files, { isOver, lineTime });
    const log = new AttemptLog({
      attempt,
      kept: this.keptLog(attempt),
      files,
      ...{ isOver, notices, answers, follow },
      ownCloud: subject.run.begun.localFiles !== undefined,
      alone: !this.several,
      since: since !== undefined,
    });
    return new LogCursor(attempt, log, window);
  }

  private keptLog({ executor, nativeId, name }: PastAttempt): TaskLog | undefined {
    const { backend, subject, watch } = this.parts;
    if (nativeId === undefined) return undefined;
    try {
      const log = backend.executor(executor)?.openLog?.(nativeId);
      if (log === undefined)
        this.notices.say('none-kept', noneKept(executor, subject.run.begun.localFiles, watch.over));
      return log;
    } catch (error) {
      // Settings and plugins concern all of them; anything else is about this task.
      if (isExecutorError(error)) throw error;
      this.notices.say('unreadable', `Task ${name}: its log cannot be opened: ${String(error)}.`);
      return undefined;
    }
  }
}

function noneKept(executor: string, localFiles: string | undefined, over: boolean): string {
  const order = 'standard output before standard error';
  if (localFiles === undefined)
    return `Executor ${executor} keeps no logs: shown are the files of work dirs, ${order}.`;
  return over
    ? `The cloud of this run ended with it: shown are the files in ${localFiles}, ${order}.`
    : `The run goes on, and its own cloud keeps its logs to itself: shown are the files in ${localFiles} so far, ${order}.`;
}

async function* untilAborted(lines: AsyncGenerator<TaskLine>, signal: AbortSignal): AsyncGenerator<TaskLine> {
  for await (const line of lines) {
    if (signal.aborted) return;
    yield line;
  }
}
