import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { within } from './within.js';

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));

/** No command of these tests takes this many milliseconds unless it hangs. */
const patience = 25_000;

/** The command's own limit, in milliseconds, between a Ctrl-C and its echo by a parent such as npm. */
const echo = 250;

export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment but PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** Run on a terminal of its own (Linux only: by `script`). Both streams then come as standard output. */
  readonly terminal?: boolean;
  /** A file that takes standard output instead. */
  readonly outputFile?: string;
}

/** The real command as a child process, alone in a process group, as a shell starts it. */
export class Command {
  stdout = '';
  stderr = '';
  private readonly watchers = new Set<() => void>();
  private readonly closed: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.read('stdout', text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.read('stderr', text));
    this.closed = once(child, 'close');
  }

  static start(args: readonly string[], options: CommandOptions): Command {
    const { cwd, env = {}, terminal = false, outputFile } = options;
    const line = [process.execPath, main, ...args];
    const [program = '', ...rest] = terminal ? onTerminal(line) : line;
    const output = outputFile === undefined ? undefined : openSync(outputFile, 'w');
    const child = spawn(program, rest, {
      cwd,
      detached: true,
      env: { PATH: process.env['PATH'], HOME: cwd, ...coverage(), ...env },
      stdio: ['ignore', output ?? 'pipe', 'pipe'],
    });
    if (output !== undefined) closeSync(output);
    return new Command(child);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('the command did not start');
    return this.child.pid;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** All of standard output, then all of standard error. */
  get output(): string {
    return `${this.stdout}\n${this.stderr}`;
  }

  /** Waits for the end; answers the exit code, or the name of the signal that killed it. */
  async exit(): Promise<number | NodeJS.Signals> {
    await within(patience, this.closed, () => `the command did not end. It said:\n${this.output}`);
    const { exitCode, signalCode } = this.child;
    return exitCode ?? signalCode ?? 'SIGKILL';
  }

  /** Waits until either stream holds the text. */
  async says(text: string | RegExp): Promise<void> {
    const said = (): boolean => this.output.search(text) >= 0;
    const heard = new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (said()) resolve();
      };
      this.watchers.add(look);
      look();
      void this.closed.then(() => {
        if (!said()) reject(new Error(`the command ended without ${String(text)}:\n${this.output}`));
      });
    });
    await within(patience, heard, () => `the command did not say ${String(text)}:\n${this.output}`);
  }

  /** Signals the whole process group, as a terminal does. */
  signal(name: NodeJS.Signals): void {
    process.kill(-this.pid, name);
  }

  /** Presses Ctrl-C again once the first was heard: what comes right behind that is taken for its echo. */
  async pressAgain(): Promise<void> {
    await this.says('SIGINT: stopping');
    await pause(echo + 50);
    this.signal('SIGINT');
  }

  /** Whether anything of the process group is alive. */
  groupLives(): boolean {
    try {
      process.kill(-this.pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  private read(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    for (const look of this.watchers) look();
  }
}

function onTerminal(line: readonly string[]): readonly string[] {
  const quoted = line.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return ['script', '-qfec', quoted, '/dev/null'];
}

/** Lets `npm run coverage` see what the child executes. */
function coverage(): Record<string, string> {
  const folder = process.env['NODE_V8_COVERAGE'];
  return folder === undefined ? {} : { NODE_V8_COVERAGE: folder };
}
