import { type CapacityRequest } from '../capacity/capacity.js';
import { type EcsRegion } from '../ecs-region.js';
import { type LifeDeps, TaskLife } from './task-life.js';
import { TaskSlots } from './task-slots.js';
import { type EcsTask } from './task.js';

export interface TaskLivesDeps extends Omit<LifeDeps, 'slots' | 'region' | 'changed' | 'stopped'> {
  /** Tasks that have processes at once, 1 or more, over all regions. */
  readonly maxRunning: number;
}

/** Every task that is not STOPPED, of all regions, as something that moves. */
export class TaskLives {
  private readonly lives = new Map<string, TaskLife>();
  private readonly slots: TaskSlots;

  constructor(private readonly deps: TaskLivesDeps) {
    this.slots = new TaskSlots(deps.maxRunning);
  }

  readonly begin = (task: EcsTask, state: EcsRegion, wanted: CapacityRequest): void => {
    const life = new TaskLife(task, {
      ...this.deps,
      slots: this.slots,
      region: state.place.region,
      changed: (changed) => state.tasks.changed(changed),
      stopped: ({ arn }) => this.lives.delete(arn),
    });
    this.lives.set(task.arn, life);
    life.begin(wanted);
  };

  /** The life of a task by ARN; `undefined` where it has stopped or never was. */
  of(arn: string): TaskLife | undefined {
    return this.lives.get(arn);
  }

  /** Ends nothing: where tasks are in their lives is where they stay. */
  close(): void {
    for (const life of this.lives.values()) life.close();
    this.lives.clear();
  }
}
