import { choosePlacement } from './choose-provider.js';
import type { PlacementChoice, PlacementWish } from './placement.js';

/** Distinct wishes that are remembered: a process has a few, but one with a memory of its own for each task has many. */
const MOST_CHOICES = 1000;

/**
 * {@link choosePlacement}, worked out once for tasks that wish the same: with 20 providers and a thousand types it takes
 * milliseconds, and ten thousand tasks have it done one after the other.
 */
export class ChoiceMemo {
  private choices = new Map<string, PlacementChoice>();
  /** What all the choices rest on. */
  private ground: readonly unknown[] = [];

  choose(wish: PlacementWish): PlacementChoice {
    this.standOn([
      wish.providers,
      wish.defaultStrategy,
      wish.instanceTypes,
      wish.configured,
      wish.volumeRole,
    ]);
    const key = keyOf(wish);
    const known = this.choices.get(key);
    if (known !== undefined) return known;
    const choice = choosePlacement(wish);
    const [oldest] = this.choices.keys();
    if (this.choices.size >= MOST_CHOICES && oldest !== undefined) this.choices.delete(oldest);
    this.choices.set(key, choice);
    return choice;
  }

  /** Choices that rest on what another cluster has, or on less than EC2 has told since, are forgotten. */
  private standOn(ground: readonly unknown[]): void {
    if (ground.every((part, index) => part === this.ground[index])) return;
    this.choices = new Map();
    this.ground = ground;
  }
}

/** Everything of a wish that differs from task to task. What a task needs of its container has no say in its place. */
function keyOf({ needs, preferOnDemand, strained }: PlacementWish): string {
  const { cpu, memory, architecture, queue, machineTypes, accelerator, disk } = needs;
  return JSON.stringify([
    [cpu, memory, architecture, queue, machineTypes, accelerator, disk],
    preferOnDemand,
    [...strained].sort(),
  ]);
}
