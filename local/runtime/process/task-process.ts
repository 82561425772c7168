import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { type Readable } from 'node:stream';
import { type Clock } from '../../clock.js';
import { LineSplitter, longestLine } from '../line-splitter.js';
import { endMarked } from './marked-processes.js';

/** Of 20: tasks give way to the cloud that answers for them, and to whoever works at the machine. */
const niceness = 10;

/** How long output may stay open, in milliseconds, held by a process that left the group and could not be found. */
const drainGrace = 2_000;

export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly output: (line: string) => void;
  /** Beginning of the mark in the environment of every process of the task; absent where nothing can leave it. */
  readonly mark?: string;
  /** Gets what the process writes to its file descriptor 3; absent: it has none. */
  readonly status?: (text: string) => void;
}

/**
 * One task's processes: a group of their own, away from the terminal, so that Ctrl-C at the terminal reaches
 * them only through StopTask. A process that makes a new session leaves the group: it is found by its mark.
 */
export class TaskProcess {
  private ended = false;

  private constructor(
    private readonly child: ChildProcess,
    /** The exit code, 128 + n after signal n; resolves when the group is gone and its output is read. */
    readonly exitCode: Promise<number>,
    readonly pid: number,
  ) {}

  /** Rejects with the system's error where the command cannot be run. */
  static async start(spec: ProcessSpec, clock: Clock): Promise<TaskProcess> {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.folder,
      env: spec.environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(spec.status === undefined ? [] : (['pipe'] as const))],
    });
    for (const stream of [child.stdout, child.stderr]) deliver(stream, spec.output);
    listen(child, spec.status);
    const gone = once(child, 'exit');
    const closed = once(child, 'close');
    // `once` rejects on `error`; the one below is what the caller sees.
    gone.catch(() => undefined);
    closed.catch(() => undefined);
    await once(child, 'spawn');
    const { pid } = child;
    if (pid === undefined) throw new Error('the system gave no process id');
    stepBack(pid);
    const exitCode = gone.then(async ([code, signal]) => {
      started.endGroup();
      if (spec.mark !== undefined) await endMarked(spec.mark);
      await drained(child, closed, clock);
      return exitCodeOf(code as number | null, signal as NodeJS.Signals | null);
    });
    const started = new TaskProcess(child, exitCode, pid);
    return started;
  }

  /** As in a container: TERM goes to the first process, which passes it on or not; KILL ends them all. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void {
    if (this.over) return;
    if (name === 'SIGTERM') this.child.kill(name);
    else signalGroup(this.pid, name);
  }

  /** The first process has ended. */
  get over(): boolean {
    return this.ended || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** As in a container, nothing outlives the first process. */
  private endGroup(): void {
    this.ended = true;
    signalGroup(this.pid, 'SIGKILL');
  }
}

/** A process that has ended already has no priority, and a system may allow none: both are as good. */
function stepBack(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    return;
  }
}

function deliver(stream: NodeJS.ReadableStream | null, output: (line: string) => void): void {
  const lines = new LineSplitter(longestLine, output);
  stream?.on('data', (chunk: Buffer) => lines.push(chunk));
  // Not `end`: a stream given up on closes without it, and its last words count too.
  stream?.on('close', () => lines.end());
}

function listen(child: ChildProcess, status: ProcessSpec['status']): void {
  const stream = child.stdio[3] as Readable | null | undefined;
  if (status !== undefined) stream?.on('data', (chunk: Buffer) => status(chunk.toString('utf8')));
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // ESRCH: the group is empty. EPERM: macOS says so of a group of zombies. Either way nothing is left to signal.
  }
}

async function drained(child: ChildProcess, closed: Promise<unknown>, clock: Clock): Promise<void> {
  const timer = clock.after(drainGrace, () => {
    for (const stream of child.stdio) stream?.destroy();
  });
  await closed;
  timer.cancel();
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
