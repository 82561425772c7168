import type { RunOwner } from '../../host/lease/run-owner.js';
import type { Clock } from '../../spi/index.js';

/** A stream people or pipes read from. */
export interface OutputStream {
  write(text: string): void;
  /** Settles once what was written is taken, or nobody reads any more: who writes much waits for it. */
  taken(): Promise<void>;
  /** Whether the reader of a pipe has left: what is written goes nowhere. */
  readonly closed: boolean;
  readonly isTTY: boolean;
  /** Width and height of the terminal in characters; undefined where there is none. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

/** The signals that end a command. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export const endSignals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What a shell reports of a program a signal ended: 128 + the signal's number. */
export const signalExitCode: Readonly<Record<EndSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Everything a command touches of the process it runs in, so that a test can run it in-process. */
export interface CliContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the current folder. */
  readonly cwd: string;
  /** This process, as other engines see it. */
  readonly owner: Omit<RunOwner, 'program'>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Calls `handler` whenever the signal arrives; the answer takes the handler away again. */
  onSignal(signal: EndSignal, handler: () => void): () => void;
  /** Calls `handler` with exceptions and rejections that nobody handles; the answer takes the handler away again. */
  onStray(handler: (error: unknown) => void): () => void;
  /** Leaves at once, whatever still runs. */
  exit(code: number): void;
}

/** `NXF_DEBUG`, as in Nextflow: debug lines and the stacks of unexpected errors are shown. */
export function isDebugging(context: Pick<CliContext, 'env'>): boolean {
  const value = context.env['NXF_DEBUG'];
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
