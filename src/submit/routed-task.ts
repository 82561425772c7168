import type { EcsTask } from '../aws/ecs-api.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';

/** Where a task went, and how many ways it had. */
export interface Route {
  /** The capacity provider asked for; undefined where ECS chose among those of a strategy. */
  readonly provider: string | undefined;
  /** 1 or more. */
  readonly ways: number;
}

/** A task that ECS has taken, with the way on which it did. */
export interface RoutedTask extends EcsTask {
  readonly route: Route;
}

export function routed(task: EcsTask, { ways }: TaskPlan, { placement }: TaskWay): RoutedTask {
  const provider = placement.strategy.length === 1 ? placement.provider.name : undefined;
  return { ...task, route: { provider, ways: ways.length } };
}
