import { type Clock } from '../../clock.js';
import { type LogDelivery } from '../../logs/log-delivery.js';
import { type ContainerSpec } from '../../runtime/task-runtime.js';
import { type ContainerDependency } from '../definition/container-shape.js';
import { type TaskDoors } from '../metadata/task-doors.js';
import { type EcsTask } from '../task/task.js';
import { ContainerRun } from './container-run.js';
import { containerSpec } from './container-spec.js';
import { logTarget, openLog } from './log-target.js';
import { mountsOf } from './mounts.js';
import { Deferred } from './deferred.js';
import { type ContainerStarter } from './fusion-faults.js';
import { type PreparedContainer } from './prepare-containers.js';

export interface ContainerGroupDeps {
  readonly clock: Clock;
  readonly runtime: ContainerStarter;
  readonly logs: LogDelivery;
  /** Where containers ask about themselves. */
  readonly doors: Pick<TaskDoors, 'open'>;
  /** Called after every change of what is told of a container. */
  readonly changed: () => void;
  /** Called after each container's end for good. */
  readonly exited: () => void;
}

export type GroupStart =
  | { readonly kind: 'started' }
  /** Those that started before go on running. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The task was to end before all had started. */
  | { readonly kind: 'given-up' };

/** The containers of one task: started in the order of their dependencies, stopped in the opposite one. */
export class ContainerGroup {
  private runs: readonly ContainerRun[] = [];
  private state: 'starting' | 'given-up' | 'stopping' | 'lost' = 'starting';
  private anEssentialExited = false;
  /** Ends the waiting for dependencies. */
  private readonly over = new Deferred<boolean>();

  constructor(
    private readonly task: EcsTask,
    private readonly deps: ContainerGroupDeps,
  ) {}

  /** An essential container has ended, so the task has to. */
  get essentialGone(): boolean {
    return this.anEssentialExited;
  }

  /** No container runs. */
  get allGone(): boolean {
    return !this.runs.some(({ isRunning }) => isRunning);
  }

  /** Starts all containers, each once its dependencies allow it. */
  async start(prepared: readonly PreparedContainer[]): Promise<GroupStart> {
    for (const { definition } of prepared) {
      const reason = openLog(this.task, definition, this.deps.logs);
      if (reason !== undefined) return { kind: 'failed', reason };
    }
    const deps = { ...this.deps, ended: (run: ContainerRun) => this.ended(run) };
    this.runs = prepared.map(({ container, definition }) => new ContainerRun(container, definition, deps));
    const results = await Promise.all(
      this.runs.map(async (run, index) => {
        const reason = await this.startOne(run, prepared[index]);
        // What waits for others need wait no longer: the task will never run.
        if (reason !== undefined) this.giveUp();
        return reason;
      }),
    );
    const reason = results.find((result) => result !== undefined);
    if (reason !== undefined) return { kind: 'failed', reason };
    return this.runs.every(({ container }) => container.runtimeId !== undefined)
      ? { kind: 'started' }
      : { kind: 'given-up' };
  }

  /** Containers that wait for others will not be started. */
  giveUp(): void {
    if (this.state === 'starting') this.state = 'given-up';
    this.over.settle(false);
  }

  /** Stops what runs; a container others depend on is told only when they have ended (API model, `dependsOn`). */
  stop(): void {
    if (this.state !== 'lost') this.state = 'stopping';
    this.giveUp();
    this.stopNext();
  }

  /** Ends everything at once and keeps no exit code. */
  lose(): void {
    this.state = 'lost';
    this.giveUp();
    for (const run of this.runs) run.lose();
  }

  close(): void {
    this.giveUp();
    for (const run of this.runs) run.close();
  }

  /** Answers why it did not start; nothing where it did, or is not to any more. */
  private async startOne(
    run: ContainerRun,
    prepared: PreparedContainer | undefined,
  ): Promise<string | undefined> {
    for (const dependency of run.definition.dependsOn ?? []) {
      const reached = await this.waitFor(dependency);
      if (this.state !== 'starting' || this.anEssentialExited) return undefined;
      if (reached) continue;
      // The agent's own words for this are not known.
      const why = `CannotStartContainerError: dependency ${dependency.containerName ?? ''} did not reach ${dependency.condition ?? ''}`;
      run.fail(why);
      return why;
    }
    const spec = this.spec(run, prepared);
    if (typeof spec !== 'string') return run.start(spec);
    run.fail(spec);
    return spec;
  }

  /** Waits no longer than the `startTimeout` of the container that is waited for, in real seconds. */
  private async waitFor({ containerName, condition }: ContainerDependency): Promise<boolean> {
    const run = this.runs.find(({ container }) => container.name === containerName);
    if (run === undefined) return false;
    const seconds = run.definition.startTimeout;
    const reachedOrOver = Promise.race([run.reached(condition), this.over.promise]);
    if (seconds === undefined) return reachedOrOver;
    let cancel = (): void => undefined;
    const late = new Promise<boolean>((resolve) => {
      const timer = this.deps.clock.after(seconds * 1000, () => resolve(false));
      cancel = () => timer.cancel();
    });
    const reached = await Promise.race([reachedOrOver, late]);
    cancel();
    return reached;
  }

  /** What the runtime gets, or why the container cannot be made. */
  private spec(run: ContainerRun, prepared: PreparedContainer | undefined): ContainerSpec | string {
    const { definition, container } = run;
    const mounts = mountsOf(this.task.definition.content, definition, this.task.instance?.ec2Id ?? '');
    if (mounts.kind === 'failed') return mounts.reason;
    return containerSpec(this.task, definition, {
      mounts: mounts.mounts,
      environment: prepared?.resources.environment ?? {},
      gpuIds: container.gpuIds ?? [],
      agent: this.deps.doors.open({ task: this.task, container, definition }),
      output: this.output(run),
    });
  }

  private output({ definition }: ContainerRun): (line: string) => void {
    const target = logTarget(this.task, definition);
    if (target === undefined) return () => undefined;
    return (line) => this.deps.logs.append(target.region, target.group, target.stream, line);
  }

  private stopNext(): void {
    for (const run of this.runs) {
      if (run.isRunning && !this.runs.some((other) => other.isRunning && dependsOn(other, run))) run.stop();
    }
  }

  private ended(run: ContainerRun): void {
    this.anEssentialExited ||= run.container.essential;
    if (run.container.essential) this.giveUp();
    if (this.state === 'stopping') this.stopNext();
    this.deps.exited();
  }
}

const dependsOn = (one: ContainerRun, other: ContainerRun): boolean =>
  one.definition.dependsOn?.some(({ containerName }) => containerName === other.container.name) === true;
