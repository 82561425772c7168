import { isatty } from 'node:tty';
// Not by way of host/index.js: help would wait for the AWS SDK.
import { systemClock, systemOwner, systemRandom } from '../../host/session/system-sources.js';
import type { CliContext, OutputStream } from './cli-context.js';

/** The context of a command that runs as its own process. */
export function processContext(): CliContext {
  return {
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    env: process.env,
    cwd: currentFolder(),
    owner: systemOwner(),
    clock: systemClock,
    random: systemRandom,
    onSignal: (signal, handler) => {
      process.on(signal, handler);
      return () => void process.off(signal, handler);
    },
    onStray: (handler) => {
      // Rejections come this way too, as long as nobody listens to them by their own name.
      process.on('uncaughtException', handler);
      return () => void process.off('uncaughtException', handler);
    },
    exit: (code) => process.exit(code),
  };
}

/** Asked for before anything else: where it is gone, nothing can be said about paths. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    process.stderr.write(
      `ERROR: Cannot start: the current folder is gone or cannot be read (${code}). Change to another and try again.\n`,
    );
    process.exit(1);
  }
}

function outputStream(stream: typeof process.stdout | typeof process.stderr): OutputStream {
  let closed = false;
  // `nf-awsecs ... | head` closes the pipe early: the run goes on, its lines go nowhere.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') closed = true;
    else stopForOutput(error);
  });
  const terminal = isatty(stream.fd);
  return {
    write: (text) => void stream.write(text),
    taken: () => (stream.writableNeedDrain && !closed ? drained(stream) : Promise.resolve()),
    get closed() {
      return closed;
    },
    isTTY: terminal,
    get columns() {
      return terminal ? sizeOf(stream.columns) : undefined;
    },
    get rows() {
      return terminal ? sizeOf(stream.rows) : undefined;
    },
  };
}

/** A reader that leaves takes nothing more. */
async function drained(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'error', 'close']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) stream.on(event, done);
  });
}

let stopping = false;

/** Output that cannot be written (a full disk) ends the command as SIGTERM does, so that its tasks are stopped. */
function stopForOutput(error: NodeJS.ErrnoException): void {
  if (stopping) return;
  stopping = true;
  process.stderr.write(`ERROR: the output cannot be written (${error.message}); ending.\n`);
  if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM');
  else process.exit(1);
}

/** A terminal without a size, as `script` and some CI runners make it, reports 0. */
function sizeOf(reported: number): number | undefined {
  return reported > 0 ? reported : undefined;
}
