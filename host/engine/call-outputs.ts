import type { FileStore } from '../storage/file-store.js';
import { OutputCheck, stdoutMissing, type MissingOutput } from './missing-output.js';
import type { PlannedCall } from './planned-call.js';
import { StdoutReader } from './task-stdout.js';

/** Where a finished task has left its files. */
export interface LeftFiles {
  /** URI. */
  readonly workDir: string;
  /** Those to make sure of. */
  readonly outputs: readonly string[];
}

/** What a finished task has left, as far as its run has to do with it. */
export interface CallOutput {
  /** Texts to print, in order, as they stand. */
  readonly prints: readonly string[];
  /** What people should know; sentences. */
  readonly warnings: readonly string[];
}

const NOTHING: CallOutput = { prints: [], warnings: [] };

/** Reads what the tasks of a pipeline have left. */
export class CallOutputs {
  private readonly stdout: StdoutReader;
  private readonly check: OutputCheck;

  /** @param describeWorkDir See `StdoutReader`. */
  constructor(store: FileStore, describeWorkDir?: (uri: string) => string) {
    this.stdout = new StdoutReader(store, describeWorkDir);
    this.check = new OutputCheck(store);
  }

  /** Whether anything is to be looked at. */
  matter({ outputsStdout, debug }: PlannedCall, { outputs }: LeftFiles): boolean {
    return outputsStdout || debug || outputs.length > 0;
  }

  /** Never rejects. */
  async read(
    call: PlannedCall,
    { workDir, outputs }: LeftFiles,
  ): Promise<CallOutput | { readonly missing: MissingOutput }> {
    const missing = await this.check.missing({ ...call, outputs }, workDir);
    if (missing !== undefined) return { missing };
    return call.outputsStdout || call.debug ? this.readStdout(call, workDir) : NOTHING;
  }

  private async readStdout(
    { definition, outputsStdout, debug, view }: PlannedCall,
    workDir: string,
  ): Promise<CallOutput | { readonly missing: MissingOutput }> {
    const stdout = await (debug || view ? this.stdout.read(workDir) : this.stdout.find(workDir));
    if ('problem' in stdout) {
      if (outputsStdout) return { missing: stdoutMissing(stdout.problem) };
      const warning = `Cannot print what task ${definition.name} printed: ${stdout.problem}.`;
      return { prints: [], warnings: [warning] };
    }
    const { text, cut } = stdout;
    return {
      // `view` prints each value and a line break, also after a value that ends with one.
      prints: [...(debug && text !== '' ? [text] : []), ...(view ? [`${text}\n`] : [])],
      warnings: cut === undefined ? [] : [`Output of task ${definition.name}: ${cut}`],
    };
  }
}
