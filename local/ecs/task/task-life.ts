import { type Clock, type Timer } from '../../clock.js';
import { type LogDelivery } from '../../logs/log-delivery.js';
import { type TaskRuntime } from '../../runtime/task-runtime.js';
import { instanceArn, type EcsPlace, resourceId } from '../arns.js';
import { randomBytesHex, type Random } from '../random-id.js';
import { ContainerGroup } from './container-group.js';
import { type Ending, essentialExited, failedToStart, hostTerminated } from './ending.js';
import { type LifecycleDelays } from './lifecycle-delays.js';
import { type EcsTask, type TaskStatus } from './task.js';
import { type Slot, type TaskSlots } from './task-slots.js';

export interface LifeDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly delays: LifecycleDelays;
  readonly runtime: TaskRuntime;
  readonly logs: LogDelivery;
  readonly slots: TaskSlots;
  readonly place: EcsPlace;
  /** Called once, when the task is STOPPED. */
  readonly stopped: (task: EcsTask) => void;
}

/**
 * Moves one task from PROVISIONING to STOPPED (facts §3b, lifecycle). The first ending wins: a StopTask after
 * the process has exited does not turn its result into UserInitiated.
 */
export class TaskLife {
  private readonly containers: ContainerGroup;
  /** The next step of a task that waits; none while its containers start or run. */
  private next: Timer | undefined;
  private slot: Slot | undefined;
  private phase: 'waiting' | 'starting' | 'running' | 'ending' = 'waiting';
  private closed = false;

  constructor(
    readonly task: EcsTask,
    private readonly deps: LifeDeps,
  ) {
    this.containers = new ContainerGroup(task, deps, () => this.exited());
  }

  /** Without a free slot a task stays PROVISIONING, as on AWS without capacity. */
  begin(): void {
    this.later(this.deps.delays.provisioning, () => {
      this.slot = this.deps.slots.take(() => this.pull());
    });
  }

  /** Stops the task, gently once it runs; before that it never starts. Does nothing once it ends. */
  stop(ending: Ending): void {
    if (this.task.ending !== undefined) return;
    this.settle(ending);
    if (this.phase === 'waiting') this.release();
    else if (this.phase === 'running') this.windDown();
  }

  /** The host is gone: no signal arrives in time, no exit code is ever known (facts §4, host lost). */
  loseHost(): void {
    // Before it has a host there is none to lose; the request just ends.
    this.settle(hostTerminated(this.task.instance?.ec2Id ?? 'not launched'));
    this.containers.lose();
    if (this.phase === 'waiting') this.release();
  }

  /** Forgets the task where it is; the runtime ends its processes. */
  close(): void {
    this.closed = true;
    this.next?.cancel();
    this.containers.close();
    this.slot?.release();
  }

  private pull(): void {
    const { place, random } = this.deps;
    // One fresh instance a task: reuse of warm instances is not modelled.
    this.task.instance = {
      arn: instanceArn(place, this.task.cluster.name, resourceId(random)),
      ec2Id: `i-0${randomBytesHex(random, 8)}`,
    };
    this.task.times.pullStartedAt = this.now();
    this.move('PENDING');
    this.later(this.deps.delays.pulling, () => this.activate());
  }

  private activate(): void {
    this.task.times.pullStoppedAt = this.now();
    this.move('ACTIVATING');
    this.later(this.deps.delays.activating, () => void this.start());
  }

  private async start(): Promise<void> {
    this.phase = 'starting';
    const failure = await this.containers.start();
    if (this.closed) return;
    this.phase = 'running';
    if (failure !== undefined) {
      this.settle(failedToStart(failure));
      if (this.containers.allGone) {
        this.release();
        return;
      }
    } else {
      this.task.times.startedAt = this.now();
      this.move('RUNNING');
    }
    // A stop, a lost host or an exit may have come while the containers started.
    if (this.task.ending === undefined) this.exited();
    else this.windDown();
  }

  private exited(): void {
    if (this.closed || this.phase === 'starting') return;
    if (this.containers.allGone) {
      this.task.times.executionStoppedAt ??= this.now();
      this.slot?.release();
    }
    if (this.phase === 'running' && this.containers.essentialGone) {
      this.settle(essentialExited);
      this.windDown();
    } else if (this.task.lastStatus === 'STOPPING' && this.containers.allGone) {
      this.release();
    }
  }

  private windDown(): void {
    this.phase = 'ending';
    this.move('DEACTIVATING');
    this.later(this.deps.delays.deactivating, () => {
      this.move('STOPPING');
      if (this.containers.allGone) this.release();
      else this.containers.stop();
    });
  }

  private release(): void {
    this.phase = 'ending';
    this.next?.cancel();
    this.slot?.release();
    for (const container of this.task.containers) container.lastStatus = 'STOPPED';
    this.move('DEPROVISIONING');
    this.later(this.deps.delays.deprovisioning, () => {
      this.task.times.stoppedAt = this.now();
      this.move('STOPPED');
      this.deps.stopped(this.task);
    });
  }

  private settle(ending: Ending): void {
    if (this.task.ending !== undefined) return;
    this.task.ending = ending;
    this.task.desiredStatus = 'STOPPED';
    this.task.times.stoppingAt = this.now();
    this.task.version++;
  }

  private move(status: TaskStatus): void {
    this.task.lastStatus = status;
    this.task.version++;
  }

  private later(ms: number, action: () => void): void {
    this.next = this.deps.clock.after(ms, () => {
      this.next = undefined;
      action();
    });
  }

  private now(): number {
    return this.deps.clock.now();
  }
}
