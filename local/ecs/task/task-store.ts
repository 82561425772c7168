import { type StateBook } from '../../state/state-book.js';
import { type TaskCounts, type TaskFilter, TaskShelf } from './task-shelf.js';
import { recordOf } from './task-record.js';
import { type EcsTask } from './task.js';

export interface TaskStoreDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long a stopped task stays visible, in milliseconds: at least an hour on AWS (facts §3b). */
  readonly retention: number;
  readonly state: StateBook;
  /** Under which tasks are kept. */
  readonly kind: string;
}

const nobody: TaskCounts = { running: 0, pending: 0, living: 0 };

/** The tasks of one region: live ones, and stopped ones for as long as AWS still shows them. */
export class TaskStore {
  private readonly tasks = new Map<string, EcsTask>();
  /** By name of their cluster. */
  private readonly shelves = new Map<string, TaskShelf>();
  /** Ids of stopped tasks in the order they stopped, with the moment they are forgotten. */
  private readonly stopped = new Map<string, number>();
  private last = -1;

  constructor(private readonly deps: TaskStoreDeps) {}

  /** The serial of the next task. */
  get nextSerial(): number {
    return this.last + 1;
  }

  add(task: EcsTask): void {
    this.forgetOld();
    this.last = Math.max(this.last, task.serial);
    this.tasks.set(task.id, task);
    const shelf = this.shelves.get(task.cluster.name) ?? new TaskShelf();
    this.shelves.set(task.cluster.name, shelf);
    shelf.file(task);
    if (task.times.stoppedAt !== undefined) this.retire(task);
    this.keep(task);
  }

  /** To be called after every change of a task: files it anew, raises its version, keeps it. */
  changed(task: EcsTask): void {
    task.version++;
    this.shelves.get(task.cluster.name)?.file(task);
    if (task.lastStatus === 'STOPPED' && !this.stopped.has(task.id)) this.retire(task);
    this.keep(task);
  }

  /** A task of the cluster that DescribeTasks shows by now. */
  visible(cluster: string, id: string): EcsTask | undefined {
    const task = this.existing(cluster, id);
    return task !== undefined && this.deps.now() >= task.visibleFrom ? task : undefined;
  }

  /** Like {@link visible}, without the delay of reads: StopTask goes to the source. */
  existing(cluster: string, id: string): EcsTask | undefined {
    const task = this.byId(id);
    return task?.cluster.name === cluster ? task : undefined;
  }

  /** Visible tasks of a cluster in the order they were created, from those above a serial on. */
  *listed(cluster: string, serial: number, filter: TaskFilter): Generator<EcsTask> {
    this.forgetOld();
    const now = this.deps.now();
    for (const task of this.shelves.get(cluster)?.after(serial, filter) ?? []) {
      if (now >= task.visibleFrom) yield task;
    }
  }

  counts(cluster: string): TaskCounts {
    return this.shelves.get(cluster)?.counts ?? nobody;
  }

  /** All there are, whether or not reads know them by now, in the order they were created. */
  all(): readonly EcsTask[] {
    this.forgetOld();
    return [...this.tasks.values()].sort((one, other) => one.serial - other.serial);
  }

  /** A task of any cluster. */
  byId(id: string): EcsTask | undefined {
    this.forgetOld();
    return this.tasks.get(id);
  }

  /** A task of any cluster by ARN. */
  byArn(arn: string): EcsTask | undefined {
    const task = this.byId(arn.slice(arn.lastIndexOf('/') + 1));
    return task?.arn === arn ? task : undefined;
  }

  /** Tasks that are not STOPPED, of one cluster or of all; looks at every task. */
  living(of?: string): EcsTask[] {
    return [...this.tasks.values()].filter(
      ({ cluster, lastStatus }) => lastStatus !== 'STOPPED' && (of === undefined || cluster.name === of),
    );
  }

  private retire(task: EcsTask): void {
    this.stopped.set(task.id, (task.times.stoppedAt ?? this.deps.now()) + this.deps.retention);
  }

  private keep(task: EcsTask): void {
    this.deps.state.note(this.deps.kind, task.id, () => recordOf(task));
  }

  /** Done on access instead of by timer: a store nobody asks holds no process awake. */
  private forgetOld(): void {
    const now = this.deps.now();
    for (const [id, until] of this.stopped) {
      if (until > now) return;
      this.stopped.delete(id);
      const task = this.tasks.get(id);
      this.tasks.delete(id);
      this.deps.state.drop(this.deps.kind, id);
      if (task !== undefined) this.unshelve(task);
    }
  }

  private unshelve(task: EcsTask): void {
    const shelf = this.shelves.get(task.cluster.name);
    shelf?.remove(task);
    if (shelf?.size === 0) this.shelves.delete(task.cluster.name);
  }
}
