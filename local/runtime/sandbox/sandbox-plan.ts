import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Clock } from '../../clock.js';
import { fusionMount, fusionPath } from '../fusion-stand-in.js';
import { type Plan } from '../process/confinement.js';
import { processEnvironment } from '../process/process-environment.js';
import { type ProcessSpec, type TaskProcess } from '../process/task-process.js';
import { startFailure } from '../start-failure.js';
import { type ContainerSpec } from '../task-runtime.js';
import {
  bubblewrapArguments,
  sandboxScratch,
  sandboxStandIn,
  type SandboxFiles,
  type SandboxMachine,
} from './bubblewrap.js';
import { SandboxStatus } from './sandbox-status.js';

/** Milliseconds between looks at a sandbox that is being set up; it takes about ten. */
const lookEvery = 2;

/** Starts a container's command in a sandbox, and reaches it there. */
export function sandboxPlan(
  container: ContainerSpec,
  machine: SandboxMachine,
  files: SandboxFiles,
  { clock, path }: { readonly clock: Clock; readonly path: string },
): Plan {
  const [command = '', ...args] = [...container.entryPoint, ...container.command];
  const line = command === fusionPath ? ['/bin/sh', sandboxStandIn, ...args] : [command, ...args];
  const status = new SandboxStatus();
  const output = new HeldOutput(container.output);
  const environment = processEnvironment(container.environment, {
    path,
    scratch: sandboxScratch,
    fusionMount,
  });
  return {
    command: machine.tool,
    args: bubblewrapArguments(container, machine, files, line),
    folder: files.scratch,
    environment,
    output: (text) => output.line(text),
    status: (text) => status.push(text),
    settled: async (process) => {
      const failed = await failsToRun(process, status, machine.tool, clock);
      if (failed) return startFailure(bubblewrapError(output.held), command);
      output.release();
      return undefined;
    },
    signal: (process, name) => signalFirst(process, status, name),
    beside: (probe) => besideFirst(status, { machine, environment, folder: files.scratch }, probe),
  };
}

/** Waits until the command has taken `bwrap`'s place in the sandbox; true where it could not. */
async function failsToRun(
  process: TaskProcess,
  status: SandboxStatus,
  tool: string,
  clock: Clock,
): Promise<boolean> {
  for (;;) {
    if (process.over) {
      await process.exitCode;
      return !status.commandEnded;
    }
    if (status.pid !== undefined && !(await isTool(status.pid, tool))) return failedAfterAll(process, status);
    await new Promise<void>((resolve) => clock.after(lookEvery, resolve));
  }
}

/** It is gone, or another program. Gone, it may have run the command or not: `bwrap` knows when it has ended too. */
async function failedAfterAll(process: TaskProcess, status: SandboxStatus): Promise<boolean> {
  if (status.pid !== undefined && (await commandLine(status.pid)) !== '') return false;
  await process.exitCode;
  return !status.commandEnded;
}

async function isTool(pid: number, tool: string): Promise<boolean> {
  const [program = ''] = (await commandLine(pid)).split('\0');
  return basename(program) === basename(tool);
}

/** Empty where the process has ended. */
async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

/** KILL ends the namespace with its first process; `bwrap` sees it and tells the code. */
function signalFirst(owner: TaskProcess, status: SandboxStatus, name: 'SIGTERM' | 'SIGKILL'): void {
  if (owner.over) return;
  if (status.pid === undefined) {
    owner.signal(name);
    return;
  }
  try {
    process.kill(status.pid, name);
  } catch {
    // It ended meanwhile.
  }
}

/** In the namespaces of the first process, entered by `nsenter` of util-linux. */
function besideFirst(
  status: SandboxStatus,
  {
    machine,
    environment,
    folder,
  }: {
    readonly machine: SandboxMachine;
    readonly environment: Readonly<Record<string, string>>;
    readonly folder: string;
  },
  command: readonly string[],
): ProcessSpec {
  const namespaces = ['--mount', '--pid', '--ipc', '--uts', '--root', '--wd'];
  return {
    command: machine.nsenter,
    args: [
      `--target=${String(status.pid)}`,
      ...(machine.root ? [] : ['--user', '--preserve-credentials']),
      ...namespaces,
      '--',
      ...command,
    ],
    folder,
    environment,
    output: () => undefined,
  };
}

/** Until the command runs, what is said is `bwrap`'s, and no output of the task. */
class HeldOutput {
  private readonly lines: string[] = [];
  private open = false;

  constructor(private readonly output: (line: string) => void) {}

  line(text: string): void {
    if (this.open) this.output(text);
    else this.lines.push(text);
  }

  get held(): readonly string[] {
    return this.lines;
  }

  release(): void {
    this.open = true;
    for (const text of this.lines.splice(0)) this.output(text);
  }
}

/** `bwrap` says what the system said of its `execvp`, and what else it could not do. */
function bubblewrapError(lines: readonly string[]): Error {
  const text = lines.findLast((line) => line.startsWith('bwrap: ')) ?? 'bwrap: ended without a word';
  if (text.endsWith(': No such file or directory') && text.includes('execvp')) {
    return Object.assign(new Error(text), { code: 'ENOENT' });
  }
  if (text.endsWith(': Permission denied') && text.includes('execvp')) {
    return Object.assign(new Error(text), { code: 'EACCES' });
  }
  return new Error(text);
}
