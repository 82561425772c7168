import { type EcsTask } from './task.js';

/** The tasks of one region: live ones, and stopped ones for as long as AWS still shows them. */
export class TaskStore {
  private readonly tasks = new Map<string, EcsTask>();
  /** Ids of stopped tasks in the order they stopped, with the moment they are forgotten. */
  private readonly stopped = new Map<string, number>();

  constructor(
    private readonly now: () => number,
    /** How long a stopped task stays visible, in milliseconds: at least an hour on AWS (facts §3b). */
    private readonly retention: number,
  ) {}

  add(task: EcsTask): void {
    this.forgetOld();
    this.tasks.set(task.id, task);
  }

  /** Starts the time a stopped task stays visible. */
  retire(task: EcsTask): void {
    this.stopped.set(task.id, this.now() + this.retention);
  }

  /** A task of the cluster that DescribeTasks shows by now. */
  visible(cluster: string, id: string): EcsTask | undefined {
    const task = this.existing(cluster, id);
    return task !== undefined && this.now() >= task.visibleFrom ? task : undefined;
  }

  /** Like {@link visible}, without the delay of reads: StopTask goes to the source. */
  existing(cluster: string, id: string): EcsTask | undefined {
    this.forgetOld();
    const task = this.tasks.get(id);
    return task?.cluster.name === cluster ? task : undefined;
  }

  /** All visible tasks of a cluster, in the order they were created. */
  listed(cluster: string): EcsTask[] {
    this.forgetOld();
    const now = this.now();
    return [...this.tasks.values()].filter(
      (task) => task.cluster.name === cluster && now >= task.visibleFrom,
    );
  }

  /** Tasks of a cluster that are not STOPPED. */
  live(cluster: string): EcsTask[] {
    return [...this.tasks.values()].filter(
      (task) => task.cluster.name === cluster && task.lastStatus !== 'STOPPED',
    );
  }

  /** A task of any cluster by ARN. */
  byArn(arn: string): EcsTask | undefined {
    const task = this.tasks.get(arn.slice(arn.lastIndexOf('/') + 1));
    return task?.arn === arn ? task : undefined;
  }

  /** Done on access instead of by timer: a store nobody asks holds no process awake. */
  private forgetOld(): void {
    const now = this.now();
    for (const [id, until] of this.stopped) {
      if (until > now) return;
      this.stopped.delete(id);
      this.tasks.delete(id);
    }
  }
}
