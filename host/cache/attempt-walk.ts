import { ShutdownError } from '../../spi/index.js';
import { Turnstile } from '../engine/turnstile.js';
import type { FileStore } from '../storage/file-store.js';
import { joinUri } from '../storage/s3-uri.js';
import type { TaskInput } from '../task/task-input.js';
import { WORK_FILES } from '../task/work-dir.js';
import {
  decideAttempt,
  type AttemptDecision,
  type AttemptEvidence,
  type AttemptRules,
  type ExitEvidence,
} from './attempt-decision.js';
import { missingOutputs } from './outputs.js';

/** Looks at the storage at the same time, of all tasks of a session together. */
export const LOOKS_AT_ONCE = 50;

/** A task whose attempts are looked for. */
export interface WalkedTask extends AttemptRules {
  /** URI of the work dir of its `n`-th attempt. */
  readonly workDirOf: (n: number) => string;
  readonly inputs: readonly TaskInput[];
  readonly outputs: readonly string[];
  /** Whether what its command prints is an output as well. */
  readonly outputsStdout: boolean;
}

/** Finds what earlier runs of a session made of its tasks, by their work dirs alone. */
export class AttemptWalk {
  private readonly looks = new Turnstile(LOOKS_AT_ONCE);
  private closed = false;

  constructor(private readonly files: Pick<FileStore, 'exists' | 'list' | 'look' | 'readVersion'>) {}

  /**
   * Goes from attempt to attempt, from the `first` on, up to the last that was begun, and says how the task goes on.
   * @throws ExecutorError STORAGE_FAILED or STORAGE_UNSUPPORTED; ShutdownError once it is closed.
   */
  async walk(task: WalkedTask, first: number): Promise<AttemptDecision> {
    let n = first;
    // The wrapper is written last of a work dir's files: it is there where an attempt may have been submitted.
    while (await this.look(() => this.files.exists(joinUri(task.workDirOf(n), WORK_FILES.run)))) n += 1;
    const last = n === first ? undefined : await this.evidenceOf(task, n - 1);
    return decideAttempt(last, first, task);
  }

  /** From now on nothing is looked at. */
  close(): void {
    this.closed = true;
  }

  private async evidenceOf(task: WalkedTask, n: number): Promise<AttemptEvidence> {
    const workDir = task.workDirOf(n);
    const file = await this.look(() => this.files.readVersion(joinUri(workDir, WORK_FILES.exitCode)));
    const status = file === undefined ? undefined : exitStatusOf(file.text);
    if (file === undefined || status === undefined) return { n };
    const missing = status === 0 && task.caches ? await this.missingOf(task, workDir) : [];
    const exit: ExitEvidence = { status, ageMs: file.ageMs, missing };
    return { n, exit };
  }

  private async missingOf(
    { inputs, outputs, outputsStdout }: WalkedTask,
    workDir: string,
  ): Promise<readonly string[]> {
    const wanted = outputsStdout ? [...outputs, WORK_FILES.stdout] : outputs;
    return wanted.length === 0 ? [] : this.look(() => missingOutputs(workDir, wanted, this.files, inputs));
  }

  private look<T>(act: () => Promise<T>): Promise<T> {
    return this.looks.pass(() => {
      if (!this.closed) return act();
      // Nobody waits for it any more.
      throw new ShutdownError('Earlier attempts are not looked for: the session ends.', {
        code: 'SHUT_DOWN',
      });
    });
  }
}

/** Undefined where the file was cut off as it was written. */
function exitStatusOf(text: string): number | undefined {
  return /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : undefined;
}
