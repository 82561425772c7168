import { TaskIndex } from './task-index.js';
import { type EcsTask, type TaskStatus } from './task.js';

/** By what ListTasks may choose, beside the cluster; every member given must match. */
export interface TaskFilter {
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
  readonly startedBy?: string;
  readonly family?: string;
  /** ARN of a container instance. */
  readonly instance?: string;
}

/** How many of a cluster's tasks are where, as DescribeClusters counts them. */
export interface TaskCounts {
  readonly running: number;
  /** On their way to RUNNING. */
  readonly pending: number;
  /** All that are not STOPPED. */
  readonly living: number;
}

interface Place {
  readonly lists: readonly string[];
  readonly status: TaskStatus;
}

const pending: readonly TaskStatus[] = ['PROVISIONING', 'PENDING', 'ACTIVATING'];
const noTasks = new TaskIndex();

/**
 * One cluster's tasks in lists by everything ListTasks filters by, and counted, so that neither a page nor a count
 * looks at all of them. Lists that run empty are dropped: what clients make up (`startedBy`) takes no memory for good.
 */
export class TaskShelf {
  private readonly places = new Map<EcsTask, Place>();
  private readonly lists = new Map<string, TaskIndex>();
  private readonly statuses = new Map<TaskStatus, number>();

  get size(): number {
    return this.places.size;
  }

  get counts(): TaskCounts {
    const count = (status: TaskStatus): number => this.statuses.get(status) ?? 0;
    return {
      running: count('RUNNING'),
      pending: pending.reduce((sum, status) => sum + count(status), 0),
      living: this.places.size - count('STOPPED'),
    };
  }

  /** Files a task, or files it anew where it has changed. */
  file(task: EcsTask): void {
    const before = this.places.get(task);
    const lists = listsOf(task);
    this.places.set(task, { lists, status: task.lastStatus });
    this.count(before?.status, -1);
    this.count(task.lastStatus, 1);
    for (const name of before?.lists ?? []) if (!lists.includes(name)) this.take(name, task);
    for (const name of lists) if (before?.lists.includes(name) !== true) this.put(name, task);
  }

  remove(task: EcsTask): void {
    const before = this.places.get(task);
    this.places.delete(task);
    this.count(before?.status, -1);
    for (const name of before?.lists ?? []) this.take(name, task);
  }

  /** The tasks a filter chooses, in the order of their serials, from those above `serial` on. */
  *after(serial: number, filter: TaskFilter): Generator<EcsTask> {
    const names = filterLists(filter);
    const [first = noTasks, ...others] = names
      .map((name) => this.lists.get(name) ?? noTasks)
      .sort((one, other) => one.size - other.size);
    for (const task of first.after(serial)) {
      if (others.length === 0 || names.every((name) => this.places.get(task)?.lists.includes(name)))
        yield task;
    }
  }

  private count(status: TaskStatus | undefined, by: number): void {
    if (status !== undefined) this.statuses.set(status, (this.statuses.get(status) ?? 0) + by);
  }

  private put(name: string, task: EcsTask): void {
    const list = this.lists.get(name) ?? new TaskIndex();
    this.lists.set(name, list);
    list.add(task);
  }

  private take(name: string, task: EcsTask): void {
    const list = this.lists.get(name);
    list?.remove(task);
    if (list?.size === 0) this.lists.delete(name);
  }
}

const listsOf = (task: EcsTask): string[] =>
  filterLists({
    desiredStatus: task.desiredStatus,
    family: task.definition.family,
    ...(task.startedBy === undefined ? {} : { startedBy: task.startedBy }),
    ...(task.instance === undefined ? {} : { instance: task.instance.arn }),
  });

function filterLists({ desiredStatus, startedBy, family, instance }: TaskFilter): string[] {
  return [
    desiredStatus,
    ...(startedBy === undefined ? [] : [`${desiredStatus} startedBy ${startedBy}`]),
    ...(family === undefined ? [] : [`${desiredStatus} family ${family}`]),
    ...(instance === undefined ? [] : [`${desiredStatus} instance ${instance}`]),
  ];
}
