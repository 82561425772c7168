import { writeSync } from 'node:fs';

/** How long the process may take to end by itself, in milliseconds. */
const graceMs = 1000;

/** How the process of a command ends. */
export interface ProcessEnd {
  /** The command is over. What a plugin left open (a timer, a socket) keeps the process no longer than a second. */
  soon(code: number): void;
  /** Leaves at once. */
  now(code: number): void;
}

/** Watches over the end of the process: one that the command did not come to itself is told, and is no success. */
export function watchProcessEnd(): ProcessEnd {
  let expected = false;
  process.once('exit', (code) => {
    // 1 comes with its reason: Node printed the exception, or the output could not be written.
    if (expected || code === 1) return;
    if (code === 0) process.exitCode = 1;
    tell(code);
  });
  return {
    soon: (code) => {
      expected = true;
      process.exitCode = code;
      setTimeout(() => void leaveWritten(code), graceMs).unref();
    },
    now: (code) => {
      expected = true;
      process.exit(code);
    },
  };
}

/** What was said goes out first: a reader of a pipe may be slow. */
async function leaveWritten(code: number): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(written));
  process.exit(code);
}

async function written(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => void stream.write('', () => resolve()));
}

function tell(code: number): void {
  try {
    // Nothing asynchronous is written any more.
    writeSync(
      2,
      `ERROR: The command ended before it was done: something in it, most likely a plugin, ended the process ` +
        `(exit code ${code}). Tasks that were submitted may still run: look for them, and use another version ` +
        `of the plugin.\n[PLUGIN_BROKEN] Read more: nf-awsecs help PLUGIN_BROKEN\n`,
    );
  } catch {
    // Nobody can be told.
  }
}
