import { queryObjects } from 'node:v8';
import { ManagedInstance } from '../../local/ecs/capacity/managed-instance.js';
import { TaskClaim } from '../../local/ecs/capacity/task-claim.js';
import { ContainerRun } from '../../local/ecs/container/container-run.js';
import { TaskLife } from '../../local/ecs/task/task-life.js';
import { LogStream } from '../../local/logs/log-stream.js';
import { SimulatedContainer } from '../../local/runtime/simulated/simulated-container.js';

const classes = { TaskLife, TaskClaim, ContainerRun, SimulatedContainer, ManagedInstance, LogStream };

export type ObjectKind = keyof typeof classes;

/** How many objects of each class are alive, after a full collection of garbage: what leaks is among them. */
export function livingObjects(): Readonly<Record<ObjectKind, number>> {
  const counted = Object.entries(classes).map(([name, made]) => [name, queryObjects(made)] as const);
  return Object.fromEntries(counted) as Record<ObjectKind, number>;
}
