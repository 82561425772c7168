import { type Clock, type Timer } from '../../clock.js';
import { type StickingStatus, type TaskFaults } from '../../faults/task-faults.js';
import { type LogDelivery } from '../../logs/log-delivery.js';
import { type TaskRuntime } from '../../runtime/task-runtime.js';
import { type Capacity, type CapacityRequest, type PlacedOn } from '../capacity/capacity.js';
import { ContainerGroup } from '../container/container-group.js';
import { type ResourceSources } from '../container/container-resources.js';
import { withFusionFaults } from '../container/fusion-faults.js';
import { prepareContainers, type PreparedContainer } from '../container/prepare-containers.js';
import { type TaskDoors } from '../metadata/task-doors.js';
import { type EcsNetwork } from '../ecs-network.js';
import { type Random } from '../../random-id.js';
import { type Ending, essentialExited, failedToStart, hostTerminated } from './ending.js';
import { type LifecycleDelays } from './lifecycle-delays.js';
import { settleIn } from './settle-in.js';
import { type SubnetAddresses } from './subnet-addresses.js';
import { taskMark } from './task-mark.js';
import { TaskPlace } from './task-place.js';
import { type TaskSlots } from './task-slots.js';
import { TaskState } from './task-state.js';
import { type EcsTask } from './task.js';

export interface LifeDeps extends ResourceSources {
  readonly clock: Clock;
  readonly random: Random;
  readonly delays: LifecycleDelays;
  readonly runtime: TaskRuntime;
  readonly logs: LogDelivery;
  readonly capacity: Capacity;
  readonly faults: TaskFaults;
  readonly network: EcsNetwork;
  readonly addresses: SubnetAddresses;
  readonly doors: TaskDoors;
  readonly slots: TaskSlots;
  readonly region: string;
  /** Called after every change of the task. */
  readonly changed: (task: EcsTask) => void;
  /** Called once, when the task is STOPPED. */
  readonly stopped: (task: EcsTask) => void;
}

/** Moves one task from PROVISIONING to STOPPED (facts §3b, lifecycle). */
export class TaskLife {
  private readonly containers: ContainerGroup;
  private readonly place: TaskPlace;
  private readonly state: TaskState;
  /** The next step of a task that waits; none while its containers start or run. */
  private next: Timer | undefined;
  /** What a task that is stuck in its ending would do next. */
  private held: (() => void) | undefined;
  private phase: 'waiting' | 'starting' | 'running' | 'ending' | 'closed' = 'waiting';
  private lost = false;

  constructor(
    readonly task: EcsTask,
    private readonly deps: LifeDeps,
  ) {
    this.containers = new ContainerGroup(task, {
      ...deps,
      runtime: withFusionFaults(deps.runtime, () => deps.faults.fusionFailure(taskMark(task))),
      changed: () => deps.changed(task),
      exited: () => this.exited(),
    });
    this.place = new TaskPlace(deps.capacity, deps.slots);
    this.state = new TaskState(
      task,
      () => deps.clock.now(),
      () => deps.changed(task),
    );
  }

  /** Without an instance or a free slot a task stays PROVISIONING, as on AWS without capacity. */
  begin(wanted: CapacityRequest): void {
    if (this.sticks('PROVISIONING')) return;
    this.place.ask(wanted, {
      ready: (instance) => void this.prepare(instance),
      failed: (reason) => this.stop(failedToStart(reason)),
      stop: (ending) => this.stop(ending),
      lost: (ending) => this.loseHost(ending),
    });
  }

  /** Stops the task, gently once it runs; before that it never starts. Where it ends already, only unsticks it. */
  stop(ending: Ending): void {
    if (this.task.ending !== undefined) this.unstick();
    else {
      this.state.settle(ending);
      if (this.phase === 'waiting') this.release();
      else if (this.phase === 'starting') this.containers.giveUp();
      else if (this.phase === 'running') this.windDown();
    }
  }

  /** The host is gone: no signal arrives in time, no exit code is ever known (facts §4, host lost). */
  loseHost(ending: Ending = hostTerminated(this.task.instance?.ec2Id ?? 'not launched')): void {
    this.state.settle(ending);
    this.lost = true;
    this.state.disconnect();
    this.containers.lose();
    if (this.task.lastStatus === 'DEPROVISIONING') this.unstick();
    else if (this.phase !== 'starting' && this.containers.allGone) this.release();
  }

  /** Forgets the task where it is; the runtime ends its processes. */
  close(): void {
    this.phase = 'closed';
    this.next?.cancel();
    this.containers.close();
    this.place.abandon();
  }

  private async prepare(instance: PlacedOn): Promise<void> {
    const refusal = settleIn(this.task, instance, this.deps);
    if (refusal !== undefined) {
      this.stop(failedToStart(refusal));
      return;
    }
    const waits = this.sticks('PENDING');
    this.state.mark('connectivityAt', ...(waits ? [] : (['pullStartedAt'] as const)));
    this.state.move('PENDING');
    if (waits || this.sticks('PULLING')) return;
    const [prepared] = await Promise.all([
      prepareContainers(this.task, this.deps),
      this.pause(this.deps.delays.pulling),
    ]);
    if (this.phase !== 'waiting') return;
    if (prepared.kind === 'failed') this.stop(failedToStart(prepared.reason));
    else await this.activate(prepared.containers);
  }

  private async activate(containers: readonly PreparedContainer[]): Promise<void> {
    const { delays, faults } = this.deps;
    this.state.mark('pullStoppedAt');
    this.state.move('ACTIVATING');
    if (this.sticks('ACTIVATING')) return;
    await this.pause(delays.activating + (this.state.hasVolume ? delays.volume : 0));
    this.state.attachments('ATTACHED');
    const failure = faults.startFailure(taskMark(this.task));
    if (failure === undefined) await this.start(containers);
    else this.stop(failedToStart(failure));
  }

  private async start(containers: readonly PreparedContainer[]): Promise<void> {
    this.phase = 'starting';
    const result = await this.containers.start(containers);
    if (this.closed) return;
    this.phase = 'running';
    if (result.kind === 'failed') this.state.settle(failedToStart(result.reason));
    else if (result.kind === 'started') {
      this.state.mark('startedAt');
      this.state.move('RUNNING');
    } else if (this.containers.essentialGone) this.state.settle(essentialExited);
    // A stop, a lost host or an exit may have come while the containers started.
    if (this.task.ending === undefined) this.exited();
    else if (this.containers.allGone && (result.kind === 'failed' || this.lost)) this.release();
    else this.windDown();
  }

  private exited(): void {
    if (this.closed || this.phase === 'starting') return;
    const { allGone, essentialGone } = this.containers;
    if (allGone) {
      this.state.mark('executionStoppedAt');
      this.place.freeSlot();
    }
    if (allGone && this.lost) this.release();
    else if (this.phase === 'running' && essentialGone) {
      this.state.settle(essentialExited);
      this.windDown();
    } else if (allGone && this.task.lastStatus === 'STOPPING' && this.held === undefined) this.release();
  }

  private windDown(): void {
    this.phase = 'ending';
    this.state.move('DEACTIVATING');
    this.later(this.deps.delays.deactivating, () => {
      this.state.move('STOPPING');
      this.unless('STOPPING', () => {
        if (this.containers.allGone) this.release();
        else this.containers.stop();
      });
    });
  }

  /** Gives back what the task has and lets network and volume go; done once. */
  private release(): void {
    if (this.task.lastStatus === 'DEPROVISIONING' || this.task.lastStatus === 'STOPPED') return;
    this.phase = 'ending';
    this.next?.cancel();
    this.held = undefined;
    this.place.leave();
    void this.deps.runtime.forget(this.task.id);
    if (this.task.times.startedAt !== undefined) this.state.mark('executionStoppedAt');
    for (const container of this.task.containers) container.lastStatus = 'STOPPED';
    this.state.attachments('DETACHING');
    this.state.move('DEPROVISIONING');
    this.unless('DEPROVISIONING', () => {
      const { deprovisioning, volume } = this.deps.delays;
      this.later(deprovisioning + (this.state.hasVolume ? volume : 0), () => this.finish());
    });
  }

  private finish(): void {
    this.state.mark('stoppedAt');
    this.state.attachments('DELETED');
    this.state.move('STOPPED');
    this.deps.stopped(this.task);
  }

  private get closed(): boolean {
    return this.phase === 'closed';
  }

  private sticks(status: StickingStatus): boolean {
    return this.deps.faults.sticksIn(taskMark(this.task), status);
  }

  /** Goes on with an ending, unless the task is made to stay: then with the next StopTask, or without its host. */
  private unless(status: StickingStatus, action: () => void): void {
    if (this.sticks(status)) this.held = action;
    else action();
  }

  private unstick(): void {
    const action = this.held;
    this.held = undefined;
    action?.();
  }

  private later(ms: number, action: () => void): void {
    this.next = this.deps.clock.after(ms, () => {
      this.next = undefined;
      action();
    });
  }

  /** Where the task is released meanwhile, this never ends, and what would come after it never happens. */
  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(ms, resolve));
  }
}
