import { type Clock } from '../clock.js';
import { fusionPath } from './fusion-stand-in.js';
import { processEnvironment } from './process-environment.js';
import { noCommand, noGpus, startFailure } from './start-failure.js';
import { TaskFolders } from './task-folders.js';
import { type ProcessSpec, TaskProcess } from './task-process.js';
import {
  type ContainerSpec,
  type PulledImage,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from './task-runtime.js';
import { whenThereIsRoom } from './when-there-is-room.js';

export interface ProcessRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Scratch folders and the Fusion stand-in go below `<dataDir>/runtime`. */
  readonly dataDir: string;
  /** The folder that holds the buckets; tasks see it as `NXF_FUSION_MOUNT`. */
  readonly s3Root: string;
  /** The search path of tasks, usually the host's own PATH. */
  readonly path: string;
  /** Starts one process; for tests. */
  readonly launch?: (wanted: ProcessSpec, clock: Clock) => Promise<TaskProcess>;
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
  readonly description = 'plain processes of this machine';
  private readonly running = new Map<TaskProcess, Promise<unknown>>();
  private readonly starting = new Set<Promise<unknown>>();
  private readonly told = new Set<string>();
  private readonly folders: TaskFolders;
  private closed = false;

  constructor(private readonly deps: ProcessRuntimeDeps) {
    this.folders = new TaskFolders(deps.dataDir, deps.log);
  }

  async start(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    const attempt = this.tryStart(container);
    this.starting.add(attempt);
    try {
      return await attempt;
    } finally {
      this.starting.delete(attempt);
    }
  }

  pull(): Promise<PulledImage> {
    return Promise.resolve({ kind: 'pulled' });
  }

  /** Scratch goes with each container; there are no volumes. */
  forget(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.closed = true;
    // A start on its way either sees `closed` or adds a process before it settles.
    await Promise.all(this.starting);
    for (const process of this.running.keys()) process.signal('SIGKILL');
    await Promise.all(this.running.values());
    await this.folders.close();
  }

  private async tryStart(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    const [command, ...args] = [...container.entryPoint, ...container.command];
    if (command === undefined) return noCommand;
    if (container.gpus > 0) return noGpus(container.gpus);
    this.tellOnce(container);
    try {
      return await whenThereIsRoom(() => this.launch(container, command, args), {
        clock: this.deps.clock,
        wanted: () => !this.closed && container.wanted(),
        full: (code) =>
          this.say(`this machine has no room for another process (${code}): tasks wait until it has`),
      });
    } catch (error) {
      return startFailure(error, command);
    }
  }

  private async launch(
    container: ContainerSpec,
    command: string,
    args: readonly string[],
  ): Promise<RunningContainer | StartFailure> {
    if (this.closed) return stopped;
    const standIn = await this.folders.standIn();
    const scratch = await this.folders.scratch(container.taskId);
    try {
      // Given to sh rather than executed: the data folder may be mounted without permission to execute.
      const line = command === fusionPath ? ['/bin/sh', standIn, ...args] : [command, ...args];
      return await this.follow(container, scratch, await this.spawn(container, scratch, line));
    } catch (error) {
      await this.folders.remove(scratch);
      throw error;
    }
  }

  private spawn(container: ContainerSpec, scratch: string, line: readonly string[]): Promise<TaskProcess> {
    const [command = '', ...args] = line;
    const launch = this.deps.launch ?? ((wanted, clock) => TaskProcess.start(wanted, clock));
    return launch(
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

  private async follow(
    container: ContainerSpec,
    scratch: string,
    process: TaskProcess,
  ): Promise<RunningContainer> {
    const noted = this.folders.note(process.pid);
    const exit = process.exitCode.then(async (exitCode) => {
      await noted;
      await this.folders.remove(scratch, process.pid);
      this.running.delete(process);
      return { exitCode };
    });
    this.running.set(process, exit);
    await noted;
    return {
      kind: 'started',
      runtimeId: `${container.taskId}-${process.pid}`,
      exit,
      stop: (signal) => process.signal(signal),
      probe: () => Promise.resolve(0),
    };
  }

  private tellOnce(container: ContainerSpec): void {
    const settings = container.containerSettings.join(', ');
    this.say(
      'tasks run as plain processes of this machine: images are not pulled, nothing is isolated, cpu and memory are not limited',
    );
    if (settings !== '') this.say(`plain processes cannot have: ${settings}. Tasks run without.`);
  }

  private say(line: string): void {
    if (this.told.has(line)) return;
    this.told.add(line);
    this.deps.log(line);
  }
}
