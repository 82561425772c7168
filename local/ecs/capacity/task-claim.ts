import { type CapacityClaim, type CapacityEvents, type CapacityRequest } from './capacity.js';
import { type ManagedInstance } from './managed-instance.js';
import { type TaskShape } from './task-shape.js';

/**
 * One task's claim. `waiting`: no instance has room; `reserved`: its instance is not up, or its news is under way;
 * `placed`: it has heard of its place; `over`: no event comes any more.
 */
export class TaskClaim implements CapacityClaim {
  state: 'waiting' | 'reserved' | 'placed' | 'over' = 'waiting';
  instance: ManagedInstance | undefined;

  constructor(
    readonly shape: TaskShape,
    readonly request: CapacityRequest,
    readonly events: CapacityEvents,
    private readonly released: (claim: TaskClaim) => void,
  ) {}

  release(): void {
    if (this.state !== 'over') this.released(this);
  }
}
