import { ExecutorError, isExecutorError, type TaskLog, type TaskLogPart } from '../../spi/index.js';
import type { PastAttempt } from '../history/past-attempt.js';
import { reasonOf } from '../report/reason-of.js';
import { shortHash } from '../task/work-dir.js';
import { Unanswered, type Answering } from './answering.js';
import type { LogNotices, NoticeKind } from './log-notices.js';

/** What a work dir has of the output. */
export interface FilesLog extends TaskLog {
  /** Whether any file of it was there so far. */
  readonly found: boolean;
}

/** What the log of an attempt is read from. */
export interface AttemptLogGround {
  readonly attempt: PastAttempt;
  /** What its backend kept; undefined where it keeps nothing. */
  readonly kept: TaskLog | undefined;
  /** What its work dir has. */
  readonly files: FilesLog;
  readonly isOver: () => boolean;
  readonly notices: LogNotices;
  /** Those that are asked for every log of the run. */
  readonly answers: { readonly kept: Answering; readonly files: Answering };
  /** The run had a cloud of its own, which kept its logs to itself. */
  readonly ownCloud: boolean;
  /** No other log is shown: where it cannot be had, nothing can. */
  readonly alone: boolean;
  /** What comes later is shown too. */
  readonly follow: boolean;
  /** Only what was printed since some moment is wanted. */
  readonly since: boolean;
}

const NOTHING: TaskLogPart = { lines: [], state: 'more' };

/**
 * What an attempt printed: as its backend kept it; and where that has nothing, or cannot be read, as its work dir does.
 */
export class AttemptLog implements TaskLog {
  private kept: TaskLog | undefined;
  private lines = 0;
  /** Why what the backend kept is not read. */
  private trouble: unknown;

  constructor(private readonly ground: AttemptLogGround) {
    this.kept = ground.kept;
  }

  get place(): string {
    return (this.kept ?? this.ground.files).place;
  }

  /** @throws ExecutorError LOGS_UNREADABLE where nothing can be read for any log, or for the only one. */
  async read(): Promise<TaskLogPart> {
    const part = await (this.kept === undefined ? this.readFiles() : this.readKept(this.kept));
    this.lines += part.lines.length;
    if (part.state === 'waiting' && this.lines === 0 && !this.ground.follow)
      this.say('quiet', 'it printed nothing yet');
    return part;
  }

  private async readKept(kept: TaskLog): Promise<TaskLogPart> {
    // Asked first, as in the work dir's log.
    const over = this.ground.isOver();
    let part: TaskLogPart;
    try {
      part = await this.ground.answers.kept.ask(() => kept.read());
      // A backend may not know a task yet that it has just taken, and call its log ended: the run knows better.
      if (part.state === 'ended' && !over) part = { ...part, state: 'waiting' };
    } catch (error) {
      this.kept = undefined;
      this.trouble = error;
      return NOTHING;
    }
    const empty = this.lines === 0 && part.lines.length === 0;
    if (!empty || part.state === 'more' || (part.state === 'waiting' && !over)) return part;
    this.kept = undefined;
    const instead = await this.readFiles();
    if (instead.lines.length > 0)
      this.say('empty', `its log at ${kept.place} is empty or gone. Shown are the files of its work dir`);
    return instead;
  }

  private async readFiles(): Promise<TaskLogPart> {
    const { answers, files, notices, since } = this.ground;
    let part: TaskLogPart;
    try {
      part = await answers.files.ask(() => files.read());
    } catch (error) {
      return this.giveUp(error);
    }
    this.tellTrouble();
    if (since && part.lines.length > 0)
      notices.once(
        '-since cannot be applied to the files of work dirs, whose lines have no times: all of a task is shown that had ' +
          'not ended by then.',
      );
    if (part.state === 'ended' && this.lines + part.lines.length === 0) this.saySilent();
    return part;
  }

  /** Says what is true of a task that is over and has no line. */
  private saySilent(): void {
    const { files, ownCloud, kept } = this.ground;
    if (files.found || (kept !== undefined && this.trouble === undefined)) {
      this.say('nothing', 'it printed nothing');
      return;
    }
    const fate = ownCloud ? 'what it printed went with the cloud of its run' : 'what it printed is not kept';
    this.say('gone', `${fate}: its work dir has no .command.out or .command.err`);
  }

  private tellTrouble(): void {
    const { trouble } = this;
    const { kept, attempt, notices } = this.ground;
    if (trouble === undefined || kept === undefined) return;
    const why = wordsOf(trouble);
    if (trouble instanceof Unanswered) {
      notices.once(
        `The logs that executor ${attempt.executor} keeps cannot be read: ${why}. Shown are the files of work dirs.`,
      );
      return;
    }
    const what = `its log at ${kept.place} cannot be read: ${why}. Shown are the files of its work dir`;
    this.say('unreadable', what, isExecutorError(trouble) ? trouble.code : why);
  }

  private giveUp(error: unknown): TaskLogPart {
    const { alone, kept, files } = this.ground;
    const own = this.trouble === undefined ? '' : `its log at ${kept?.place}: ${wordsOf(this.trouble)}; `;
    const what = `${own}${own === '' ? '' : 'nor '}the files of its work dir ${files.place}: ${wordsOf(error)}`;
    const nothingAnswers =
      error instanceof Unanswered && (kept === undefined || this.trouble instanceof Unanswered);
    if (alone || nothingAnswers)
      throw new ExecutorError(
        `Cannot read the log of task ${this.who()}: ${what}. Make what is named reachable and readable from here, with the ` +
          'endpoint and credentials that the run had, and ask again.',
        { code: 'LOGS_UNREADABLE', recoverable: nothingAnswers, cause: error },
      );
    this.say('unreadable', `cannot be read: ${what}`, isExecutorError(error) ? `files ${error.code}` : what);
    return { lines: [], state: 'ended' };
  }

  private who(): string {
    const { name, hash } = this.ground.attempt;
    return `${name} (${shortHash(hash)})`;
  }

  /** @param like what is like this is not said again, but counted. */
  private say(kind: NoticeKind, what: string, like?: string): void {
    this.ground.notices.say(kind, `Task ${this.who()}: ${what}.`, like);
  }
}

function wordsOf(error: unknown): string {
  return reasonOf(error).replace(/\.$/, '');
}
