import { type Clock } from '../../clock.js';
import { SayOnce } from '../say-once.js';
import { noCommand, shuttingDown, startFailure } from '../start-failure.js';
import { type TaskFolders } from '../task-folders.js';
import { probeNotFound, probeTimedOut } from '../probe-code.js';
import { StartsUnderWay } from '../starts-under-way.js';
import {
  type ContainerSpec,
  type PulledImage,
  type RunningContainer,
  type StartFailure,
  type TaskRuntime,
} from '../task-runtime.js';
import { type Confinement, type Plan } from './confinement.js';
import { type ProcessSpec, TaskProcess } from './task-process.js';
import { whenThereIsRoom } from './when-there-is-room.js';

/** Starts one process; another for tests. */
export type Launch = (wanted: ProcessSpec, clock: Clock) => Promise<TaskProcess>;

export interface HostRuntimeDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly folders: TaskFolders;
  readonly launch?: Launch | undefined;
}

/** Runs a task's containers as processes of this machine, as far from the rest of it as its confinement keeps them. */
export class HostRuntime implements TaskRuntime {
  private readonly running = new Map<TaskProcess, Promise<unknown>>();
  private readonly starts = new StartsUnderWay();
  private readonly told: SayOnce;
  private readonly launch: Launch;
  private closed = false;

  constructor(
    private readonly confinement: Confinement,
    private readonly deps: HostRuntimeDeps,
  ) {
    this.told = new SayOnce(deps.log);
    this.launch = deps.launch ?? ((wanted, clock) => TaskProcess.start(wanted, clock));
  }

  get description(): string {
    return this.confinement.description;
  }

  /** No confinement takes the machine's network away. */
  reachesHost(): boolean {
    return true;
  }

  start(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    return this.starts.follow(this.tryStart(container));
  }

  /** The tools are the machine's own: there is no image to get. */
  pull(): Promise<PulledImage> {
    return Promise.resolve({ kind: 'pulled' });
  }

  forget(taskId: string): Promise<void> {
    return this.confinement.forget(taskId);
  }

  async close(): Promise<void> {
    this.closed = true;
    // A start on its way either sees `closed` or adds a process before it settles.
    for (const process of this.running.keys()) process.signal('SIGKILL');
    await this.starts.settled();
    for (const process of this.running.keys()) process.signal('SIGKILL');
    await Promise.all(this.running.values());
    await this.deps.folders.close();
  }

  private async tryStart(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    const [command] = [...container.entryPoint, ...container.command];
    if (command === undefined) return noCommand;
    this.tell(container);
    try {
      return await whenThereIsRoom(() => this.prepare(container), {
        clock: this.deps.clock,
        wanted: () => !this.closed && container.wanted(),
        full: (code) =>
          this.told.say(`this machine has no room for another process (${code}): tasks wait until it has`),
      });
    } catch (error) {
      return startFailure(error, command);
    }
  }

  private async prepare(container: ContainerSpec): Promise<RunningContainer | StartFailure> {
    if (this.closed) return shuttingDown;
    const { folders } = this.deps;
    const standIn = await folders.standIn();
    const scratch = await folders.scratch(container.taskId);
    try {
      const plan = await this.confinement.plan(container, { scratch, standIn });
      if (!('kind' in plan)) return await this.run(container, scratch, plan);
      await folders.remove(scratch);
      return plan;
    } catch (error) {
      await folders.remove(scratch);
      throw error;
    }
  }

  private async run(
    container: ContainerSpec,
    scratch: string,
    plan: Plan,
  ): Promise<RunningContainer | StartFailure> {
    const process = await this.launch(plan, this.deps.clock);
    const exit = this.follow(process, scratch);
    const failure = await plan.settled?.(process);
    if (failure !== undefined) {
      process.signal('SIGKILL');
      await exit;
      return failure;
    }
    return {
      kind: 'started',
      runtimeId: `${container.taskId}-${process.pid}`,
      exit,
      stop: (signal) => {
        if (plan.signal === undefined) process.signal(signal);
        else plan.signal(process, signal);
      },
      probe: (command, timeoutMs) => this.probe(plan.beside(command), process, timeoutMs),
    };
  }

  private follow(process: TaskProcess, scratch: string): Promise<{ readonly exitCode: number }> {
    const { folders } = this.deps;
    const noted = folders.note(process.pid);
    const exit = process.exitCode.then(async (exitCode) => {
      await noted;
      await folders.remove(scratch, process.pid);
      this.running.delete(process);
      return { exitCode };
    });
    this.running.set(process, exit);
    return noted.then(() => exit);
  }

  private async probe(spec: ProcessSpec, owner: TaskProcess, timeoutMs: number): Promise<number> {
    if (this.closed || owner.over) return probeNotFound;
    let process: TaskProcess;
    try {
      process = await this.launch(spec, this.deps.clock);
    } catch {
      return probeNotFound;
    }
    const time = { up: false };
    const timer = this.deps.clock.after(timeoutMs, () => {
      time.up = true;
      process.signal('SIGKILL');
    });
    // With the container its probe ends: it must not hold the container's folder or outlive the cloud.
    void owner.exitCode.then(() => process.signal('SIGKILL'));
    const code = await process.exitCode;
    timer.cancel();
    return time.up ? probeTimedOut : code;
  }

  private tell(container: ContainerSpec): void {
    this.told.say(this.confinement.notice);
    const missing = this.confinement.lacks(container);
    // A call may ask for GPUs beside the definition: its resourceRequirements alone do not tell.
    const lacks =
      container.gpus > 0 ? ['GPUs', ...missing.filter((name) => name !== 'resourceRequirements')] : missing;
    if (lacks.length > 0)
      this.told.say(`${this.description} cannot have: ${lacks.join(', ')}. Tasks run without.`);
  }
}
