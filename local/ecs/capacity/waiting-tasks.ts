import { type CapacityRequest } from './capacity.js';
import { type TaskClaim } from './task-claim.js';
import { shapeKey, shapeOf, type TaskShape } from './task-shape.js';

/** Shapes remembered before those are forgotten of which no task waits. */
const remembered = 1000;

interface Demand {
  cpu: number;
  memoryMiB: number;
  gpus: number;
  tasks: number;
}

/** The tasks of one provider that no instance has room for, by shape, in order of arrival. */
export class WaitingTasks {
  private readonly known = new Map<string, TaskShape>();
  /** Those of which tasks wait, in the order they began to. */
  private readonly active = new Set<TaskShape>();
  private readonly demands = new Map<string, Demand>();
  /** Grows with the shapes that wait, so that looking through them stays rare. */
  private limit = remembered;

  shape(request: CapacityRequest): TaskShape {
    const key = shapeKey(request);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    if (this.known.size >= this.limit) this.forgetIdle();
    const made = shapeOf(request);
    this.known.set(key, made);
    return made;
  }

  get isEmpty(): boolean {
    return this.active.size === 0;
  }

  /** Shapes whose tasks wait, those that began first first; at most `count` of them. */
  *shapes(count = Infinity): Generator<TaskShape> {
    for (const shape of this.active) {
      if (count-- <= 0) return;
      yield shape;
    }
  }

  add(claim: TaskClaim): void {
    const { shape } = claim;
    shape.waiting.add(claim);
    this.active.add(shape);
    this.count(shape, 1);
  }

  remove(claim: TaskClaim): void {
    const { shape } = claim;
    if (!shape.waiting.delete(claim)) return;
    if (shape.waiting.size === 0) this.active.delete(shape);
    this.count(shape, -1);
  }

  /**
   * How many tasks of this shape ask for as much as all do that wait for the same kind of instance, at least 1: tasks
   * whose sizes differ are to share an instance too.
   */
  equivalents({ demand, needs, distinct }: TaskShape): number {
    // Each will have an instance to itself.
    if (distinct) return 1;
    const all = this.demands.get(demand);
    if (all === undefined) return 1;
    const times = (total: number, each: number): number => (each === 0 ? 1 : Math.ceil(total / each));
    return Math.max(
      1,
      times(all.cpu, needs.cpu),
      times(all.memoryMiB, needs.memoryMiB),
      times(all.gpus, needs.gpus),
    );
  }

  private count({ demand, needs }: TaskShape, sign: 1 | -1): void {
    const all = this.demands.get(demand) ?? { cpu: 0, memoryMiB: 0, gpus: 0, tasks: 0 };
    all.cpu += sign * needs.cpu;
    all.memoryMiB += sign * needs.memoryMiB;
    all.gpus += sign * needs.gpus;
    all.tasks += sign;
    if (all.tasks === 0) this.demands.delete(demand);
    else this.demands.set(demand, all);
  }

  private forgetIdle(): void {
    for (const [key, { waiting }] of this.known) if (waiting.size === 0) this.known.delete(key);
    this.limit = Math.max(remembered, 2 * this.known.size);
  }
}
