import { type Clock, type Timer } from '../../clock.js';
import { type LogDelivery } from '../../logs/log-delivery.js';
import { type ContainerExit, type RunningContainer, type TaskRuntime } from '../../runtime/task-runtime.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { containerSpec } from './container-spec.js';
import { logTarget, openLog } from './log-target.js';
import { type EcsTask, type TaskContainer } from './task.js';

export interface ContainerGroupDeps {
  readonly clock: Clock;
  readonly runtime: TaskRuntime;
  readonly logs: LogDelivery;
}

/** The containers of one task: started in order, stopped together, each with its own grace time. */
export class ContainerGroup {
  private readonly running = new Map<TaskContainer, RunningContainer>();
  private readonly kills = new Map<TaskContainer, Timer>();
  private hostLost = false;
  private anEssentialExited = false;

  constructor(
    private readonly task: EcsTask,
    private readonly deps: ContainerGroupDeps,
    /** Called after each container's end. */
    private readonly exited: () => void,
  ) {}

  /** An essential container has ended, so the task has to. */
  get essentialGone(): boolean {
    return this.anEssentialExited;
  }

  /** No container runs. */
  get allGone(): boolean {
    return this.running.size === 0;
  }

  /** Starts all containers; answers why one did not start. Those before it go on running. */
  async start(): Promise<string | undefined> {
    const definitions = this.task.definition.content.containerDefinitions ?? [];
    for (const definition of definitions) {
      const failure = openLog(this.task, definition, this.deps.logs);
      if (failure !== undefined) return failure;
    }
    for (const [index, definition] of definitions.entries()) {
      const container = this.task.containers[index];
      const failure = container === undefined ? undefined : await this.startOne(container, definition);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /** SIGTERM now, SIGKILL after each container's `stopTimeout` in real seconds (facts §3d). */
  stop(): void {
    for (const [container, runner] of this.running) {
      runner.stop('SIGTERM');
      const kill = this.deps.clock.after(container.stopTimeout * 1000, () => runner.stop('SIGKILL'));
      this.kills.set(container, kill);
    }
  }

  /** Ends everything at once and keeps no exit code. */
  lose(): void {
    this.hostLost = true;
    for (const runner of this.running.values()) runner.stop('SIGKILL');
  }

  close(): void {
    for (const timer of this.kills.values()) timer.cancel();
    this.kills.clear();
  }

  private async startOne(
    container: TaskContainer,
    definition: ContainerDefinition,
  ): Promise<string | undefined> {
    const result = await this.deps.runtime.start(
      containerSpec(this.task, definition, this.output(definition)),
    );
    if (result.kind === 'failed') {
      container.lastStatus = 'STOPPED';
      container.reason = result.reason;
      return result.reason;
    }
    container.lastStatus = 'RUNNING';
    container.runtimeId = result.runtimeId;
    this.running.set(container, result);
    if (this.hostLost) result.stop('SIGKILL');
    void result.exit.then((exit) => this.gone(container, exit));
    return undefined;
  }

  private output(definition: ContainerDefinition): (line: string) => void {
    const target = logTarget(this.task, definition);
    if (target === undefined) return () => undefined;
    return (line) => this.deps.logs.append(target.region, target.group, target.stream, line);
  }

  private gone(container: TaskContainer, exit: ContainerExit): void {
    this.running.delete(container);
    this.kills.get(container)?.cancel();
    this.kills.delete(container);
    container.lastStatus = 'STOPPED';
    if (!this.hostLost) {
      if (exit.exitCode !== undefined) container.exitCode = exit.exitCode;
      if (exit.reason !== undefined) container.reason = exit.reason;
    }
    this.anEssentialExited ||= container.essential;
    this.exited();
  }
}
