import { type CapacityRequest } from '../capacity/capacity.js';
import { type EcsRegion } from '../ecs-region.js';
import { type NetworkInterface } from '../../ec2/network-interface.js';
import { detailOf } from './attachment.js';
import { SubnetAddresses } from './subnet-addresses.js';
import { taskInterface } from './task-interface.js';
import { type LifeDeps, TaskLife } from './task-life.js';
import { TaskSlots } from './task-slots.js';
import { type EcsTask } from './task.js';

export interface TaskLivesDeps extends Omit<
  LifeDeps,
  'slots' | 'addresses' | 'region' | 'changed' | 'stopped'
> {
  /** Tasks that have processes at once, 1 or more, over all regions. */
  readonly maxRunning: number;
}

/** Every task that is not STOPPED, of all regions, as something that moves. */
export class TaskLives {
  private readonly lives = new Map<string, TaskLife>();
  private readonly slots: TaskSlots;
  private readonly addresses: SubnetAddresses;

  constructor(private readonly deps: TaskLivesDeps) {
    this.slots = new TaskSlots(deps.maxRunning);
    this.addresses = new SubnetAddresses(deps.random);
  }

  readonly begin = (task: EcsTask, state: EcsRegion, wanted: CapacityRequest): void => {
    const life = new TaskLife(task, {
      ...this.deps,
      slots: this.slots,
      addresses: this.addresses,
      region: state.place.region,
      changed: (changed) => state.tasks.changed(changed),
      stopped: (stopped) => this.ended(stopped),
    });
    this.lives.set(task.arn, life);
    life.begin(wanted);
  };

  /** The life of a task by ARN; `undefined` where it has stopped or never was. */
  of(arn: string): TaskLife | undefined {
    return this.lives.get(arn);
  }

  /** The network interfaces of living tasks of a region. */
  interfaces(region: string): readonly NetworkInterface[] {
    return [...this.lives.values()].flatMap(({ task }) => {
      const found = regionOf(task) === region ? taskInterface(task, region, this.deps.network) : undefined;
      return found === undefined ? [] : [found];
    });
  }

  /** Ends nothing: where tasks are in their lives is where they stay. */
  close(): void {
    for (const life of this.lives.values()) life.close();
    this.lives.clear();
  }

  private ended(task: EcsTask): void {
    this.lives.delete(task.arn);
    this.deps.doors.close(task.id);
    for (const attachment of task.attachments) {
      const address = detailOf(attachment, 'privateIPv4Address');
      if (address !== undefined) this.addresses.release(detailOf(attachment, 'subnetId') ?? '', address);
    }
  }
}

const regionOf = ({ arn }: EcsTask): string => arn.split(':')[3] ?? '';
