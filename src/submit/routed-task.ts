import type { EcsTask } from '../aws/ecs-api.js';
import { soleProvider } from '../placement/placement.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';

/** Where a task went, and where else it could have gone. */
export interface Route {
  /** The capacity provider asked for; undefined where ECS chose among those of a strategy. */
  readonly provider: string | undefined;
  /** Capacity providers that it could have gone to, this one among them: 1 or more. */
  readonly providers: number;
}

/** A task that ECS has taken. */
export interface TakenTask extends EcsTask {
  /** Submitted by an engine before this one. */
  readonly adopted?: true;
}

/** A task that ECS has taken, with the way on which it did. */
export interface RoutedTask extends TakenTask {
  /** Absent where it was found running: nobody asked then where it could have gone. */
  readonly route?: Route;
}

export function routed(task: TakenTask, { ways }: TaskPlan, { placement }: TaskWay): RoutedTask {
  const providers = new Set(ways.map((way) => way.placement.provider.name)).size;
  return { ...task, route: { provider: soleProvider(placement), providers } };
}
