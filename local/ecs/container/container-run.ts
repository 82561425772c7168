import { type Clock, type Timer } from '../../clock.js';
import { type ContainerExit, type ContainerSpec, type RunningContainer } from '../../runtime/task-runtime.js';
import { type ContainerDependency } from '../definition/container-shape.js';
import { type ContainerDefinition } from '../definition/definition-shape.js';
import { type TaskContainer } from '../task/task.js';
import { Deferred } from './deferred.js';
import { type ContainerStarter } from './fusion-faults.js';
import { HealthCheck, probeOf } from './health-check.js';
import { restarts } from './restart-rule.js';

export interface ContainerRunDeps {
  readonly clock: Clock;
  readonly runtime: ContainerStarter;
  /** Called after every change of what is told of the container. */
  readonly changed: () => void;
  /** Called once it has ended for good. */
  readonly ended: (run: ContainerRun) => void;
}

/** One container of a task, from before its start to its end for good. */
export class ContainerRun {
  private readonly begun = new Deferred<boolean>();
  private readonly exited = new Deferred<ContainerExit>();
  private readonly healthy = new Deferred<boolean>();
  private running: RunningContainer | undefined;
  private check: HealthCheck | undefined;
  private kill: Timer | undefined;
  /** It is to end, or its host is gone: it is not started again, and of a lost host no exit code comes. */
  private leaving: 'no' | 'stopped' | 'lost' = 'no';
  private restarting = false;
  private startedAt = 0;

  constructor(
    readonly container: TaskContainer,
    readonly definition: ContainerDefinition,
    private readonly deps: ContainerRunDeps,
  ) {}

  /** Has a process, or is about to have one again. */
  get isRunning(): boolean {
    return this.running !== undefined || this.restarting;
  }

  /**
   * Whether it got so far as a `dependsOn` condition demands; false once it ended otherwise. Of a container that is
   * never started it never comes.
   */
  async reached(condition: ContainerDependency['condition']): Promise<boolean> {
    switch (condition) {
      case 'COMPLETE':
        return this.exited.promise.then(() => true);
      case 'SUCCESS':
        return (await this.exited.promise).exitCode === 0;
      case 'HEALTHY':
        return this.healthy.promise;
      default:
        return this.begun.promise;
    }
  }

  /** Starts it; answers why it did not start. */
  async start(spec: ContainerSpec): Promise<string | undefined> {
    const result = await this.deps.runtime.start(spec);
    if (result.kind === 'failed') {
      this.fail(result.reason);
      return result.reason;
    }
    this.follow(result, spec);
    this.begun.settle(true);
    return undefined;
  }

  /** It cannot start, and the reason is told of it. */
  fail(reason: string): void {
    this.container.lastStatus = 'STOPPED';
    this.container.reason = reason;
    this.deps.changed();
  }

  /** SIGTERM now, SIGKILL after its `stopTimeout` in real seconds (facts §3d). More than once does nothing. */
  stop(): void {
    if (this.leaving !== 'no') return;
    this.leaving = 'stopped';
    this.check?.end();
    this.running?.stop('SIGTERM');
    this.kill = this.deps.clock.after(this.container.stopTimeout * 1000, () => this.running?.stop('SIGKILL'));
  }

  /** Ends it at once and keeps no exit code. */
  lose(): void {
    this.leaving = 'lost';
    this.check?.end();
    this.running?.stop('SIGKILL');
  }

  /** Lets go of its timers for good. */
  close(): void {
    // What is still on its way sets no timer, and the code of a process that its cloud ended is no task's.
    this.leaving = 'lost';
    this.check?.end();
    this.kill?.cancel();
  }

  private follow(running: RunningContainer, spec: ContainerSpec): void {
    this.running = running;
    this.startedAt = this.deps.clock.now();
    this.container.startedAt = this.startedAt;
    delete this.container.finishedAt;
    this.container.lastStatus = 'RUNNING';
    this.container.runtimeId = running.runtimeId;
    this.deps.changed();
    if (this.leaving !== 'no') running.stop(this.leaving === 'lost' ? 'SIGKILL' : 'SIGTERM');
    else this.watch(running);
    void running.exit.then((exit) => this.gone(exit, spec));
  }

  private watch(running: RunningContainer): void {
    const probe = probeOf(this.definition.healthCheck);
    if (probe === undefined) return;
    this.check = new HealthCheck(probe, running, this.deps.clock, (status) => {
      if (status === 'HEALTHY') this.healthy.settle(true);
      if (this.container.healthStatus === status) return;
      this.container.healthStatus = status;
      this.deps.changed();
    });
    this.check.begin();
  }

  private gone(exit: ContainerExit, spec: ContainerSpec): void {
    this.running = undefined;
    this.check?.end();
    const ran = this.deps.clock.now() - this.startedAt;
    if (this.leaving === 'no' && spec.wanted() && restarts(this.definition.restartPolicy, exit, ran)) {
      void this.again(exit, spec);
      return;
    }
    this.finish(exit);
  }

  private async again(exit: ContainerExit, spec: ContainerSpec): Promise<void> {
    this.restarting = true;
    const result = await this.deps.runtime.start(spec);
    this.restarting = false;
    if (result.kind === 'failed') this.finish({ ...exit, reason: result.reason });
    else this.follow(result, spec);
  }

  private finish(exit: ContainerExit): void {
    this.kill?.cancel();
    this.container.lastStatus = 'STOPPED';
    this.container.finishedAt = this.deps.clock.now();
    if (this.leaving !== 'lost') {
      if (exit.exitCode !== undefined) this.container.exitCode = exit.exitCode;
      if (exit.reason !== undefined) this.container.reason = exit.reason;
    }
    this.exited.settle(exit);
    this.healthy.settle(false);
    this.deps.changed();
    this.deps.ended(this);
  }
}
