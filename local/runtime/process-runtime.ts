import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock } from '../clock.js';
import { fusionPath, fusionStandIn } from './fusion-stand-in.js';
import { processEnvironment } from './process-environment.js';
import { noCommand, startFailure } from './start-failure.js';
import { TaskProcess } from './task-process.js';
import {
  type ContainerSpec,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from './task-runtime.js';

export interface ProcessRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Scratch folders and the Fusion stand-in go below `<dataDir>/runtime`. */
  readonly dataDir: string;
  /** The folder that holds the buckets; tasks see it as `NXF_FUSION_MOUNT`. */
  readonly s3Root: string;
  /** The search path of tasks, usually the host's own PATH. */
  readonly path: string;
}

/** Runs a task's containers as plain processes of this machine. Nothing is isolated and no image is pulled. */
export function createProcessRuntime(deps: ProcessRuntimeDeps): TaskRuntime {
  return new ProcessRuntime(deps);
}

const stopped: StartFailure = {
  kind: 'failed',
  reason: 'CannotStartContainerError: the runtime is shutting down',
};

class ProcessRuntime implements TaskRuntime {
  private readonly running = new Map<TaskProcess, Promise<unknown>>();
  private readonly starting = new Set<Promise<unknown>>();
  private readonly told = new Set<string>();
  private standIn: Promise<string> | undefined;
  private closed = false;

  constructor(private readonly deps: ProcessRuntimeDeps) {}

  async start(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    const attempt = this.tryStart(container);
    this.starting.add(attempt);
    try {
      return await attempt;
    } finally {
      this.starting.delete(attempt);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    // A start on its way either sees `closed` or adds a process before it settles.
    await Promise.all(this.starting);
    for (const process of this.running.keys()) process.signal('SIGKILL');
    await Promise.all(this.running.values());
  }

  private async tryStart(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    if (this.closed) return stopped;
    const [command, ...args] = [...container.entryPoint, ...container.command];
    if (command === undefined) return noCommand;
    this.tellOnce(container);
    let scratch: string | undefined;
    try {
      const standIn = await this.writeStandIn();
      scratch = await mkdtemp(join(this.deps.dataDir, 'runtime', `task-${container.taskId}-`));
      // Given to sh rather than executed: the data folder may be mounted without permission to execute.
      const line = command === fusionPath ? ['/bin/sh', standIn, ...args] : [command, ...args];
      return this.follow(container, scratch, await this.spawn(container, scratch, line));
    } catch (error) {
      if (scratch !== undefined) await this.remove(scratch);
      return startFailure(error, command);
    }
  }

  private spawn(container: ContainerSpec, scratch: string, line: readonly string[]): Promise<TaskProcess> {
    const [command = '', ...args] = line;
    return TaskProcess.start(
      {
        command,
        args,
        folder: scratch,
        environment: processEnvironment(container.environment, {
          path: this.deps.path,
          scratch,
          fusionMount: this.deps.s3Root,
        }),
        output: container.output,
      },
      this.deps.clock,
    );
  }

  private follow(container: ContainerSpec, scratch: string, process: TaskProcess): RunningContainer {
    const exit = process.exitCode.then(async (exitCode) => {
      await this.remove(scratch);
      this.running.delete(process);
      return { exitCode };
    });
    this.running.set(process, exit);
    return {
      kind: 'started',
      runtimeId: `${container.taskId}-${process.pid}`,
      exit,
      stop: (signal) => process.signal(signal),
    };
  }

  private tellOnce(container: ContainerSpec): void {
    const settings = container.containerSettings.join(', ');
    this.say('tasks run as plain processes of this machine: images are not pulled, nothing is isolated');
    if (settings !== '') this.say(`plain processes cannot have: ${settings}. Tasks run without.`);
  }

  private say(line: string): void {
    if (this.told.has(line)) return;
    this.told.add(line);
    this.deps.log(line);
  }

  /** Written once a run, and renamed into place: two clouds may share a data folder. */
  private writeStandIn(): Promise<string> {
    this.standIn ??= (async () => {
      const folder = join(this.deps.dataDir, 'runtime');
      await mkdir(folder, { recursive: true });
      const draft = join(await mkdtemp(join(folder, 'draft-')), 'fusion');
      await writeFile(draft, fusionStandIn, { mode: 0o755 });
      await rename(draft, join(folder, 'fusion'));
      await rm(join(draft, '..'), { recursive: true, force: true });
      return join(folder, 'fusion');
    })();
    // A full disk now must not fail every later task.
    this.standIn.catch(() => (this.standIn = undefined));
    return this.standIn;
  }

  private async remove(scratch: string): Promise<void> {
    try {
      await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      this.deps.log(
        `${scratch} could not be removed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
