import { inject, injectable } from 'tsyringe';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type EcsTask, type EcsTaskSnapshot } from '../aws/ecs-api.js';
import { readTaskArn } from '../aws/task-arn.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Clock } from '../di/tokens.js';
import { hasEnded } from '../outcome/task-state.js';

/** ECS is asked about all open logs together, and no more often than this. */
const ASK_EVERY_MS = 5_000;
/** A log that nobody has read for so long is not asked about any more. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;
/** What a task printed last can reach its stream a moment after its end. */
const SETTLED_AFTER_MS = 2_000;
/** DescribeTasks takes at most 100 tasks. */
const TASKS_PER_CALL = 100;
/** Whoever reads logs asks again, and is told why in time. */
const PATIENCE_MS = 6_000;

interface OpenTask {
  askedAt: number;
  /** `unknown`: ECS does not know it: no more, or not yet. */
  state: 'running' | 'over' | 'unknown';
}

/** Knows of the tasks whose logs are open which are over: one DescribeTasks for 100 of them, whoever asks. */
@injectable()
export class TaskEnds {
  private readonly open = new Map<string, OpenTask>();
  private refreshedAt = -Infinity;
  private refreshing: Promise<void> | undefined;

  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  /** Asks about this task too, from the next time on. */
  join(arn: string): void {
    const { state = 'running' } = this.open.get(arn) ?? {};
    this.open.set(arn, { askedAt: this.clock.now(), state });
  }

  /**
   * Whether the task is over and all it printed had time to arrive; also where ECS does not know it, which is asked anew
   * each time: it can be so young that ECS tells nobody of it yet.
   * @throws AwsServiceError where ECS gives no answer.
   */
  async isOver(arn: string): Promise<boolean> {
    if (this.open.get(arn)?.state === 'over') return true;
    this.join(arn);
    if (this.refreshing === undefined && this.isDue()) {
      this.refreshing = this.refresh().finally(() => (this.refreshing = undefined));
    }
    await this.refreshing;
    return (this.open.get(arn)?.state ?? 'running') !== 'running';
  }

  private isDue(): boolean {
    const passed = this.clock.now() - this.refreshedAt;
    // A clock set back must not put the next time off.
    return passed >= ASK_EVERY_MS || passed < 0;
  }

  private async refresh(): Promise<void> {
    const now = this.clock.now();
    this.refreshedAt = now;
    const byCluster = new Map<string, string[]>();
    for (const [arn, { askedAt, state }] of this.open) {
      if (now - askedAt > FORGOTTEN_AFTER_MS) this.open.delete(arn);
      else if (state !== 'over') {
        // A task of another cluster would spoil the answer on all others.
        const cluster = readTaskArn(arn)?.cluster ?? this.config.cluster;
        byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), arn]);
      }
    }
    for (const [cluster, arns] of byCluster) await this.ask(cluster, arns);
  }

  private async ask(cluster: string, arns: readonly string[]): Promise<void> {
    for (let start = 0; start < arns.length; start += TASKS_PER_CALL) {
      const part = arns.slice(start, start + TASKS_PER_CALL);
      const answer = await this.calls.repeat(
        'asking whether tasks have ended',
        () => this.ecs.describeTasks(cluster, part),
        { patience: PATIENCE_MS },
      );
      for (const arn of part) {
        const task = this.open.get(arn);
        if (task !== undefined) task.state = stateOf(answer.get(arn));
      }
    }
  }
}

function stateOf(snapshot: EcsTaskSnapshot | undefined): OpenTask['state'] {
  if (snapshot === undefined) return 'running';
  if (snapshot.kind === 'missing') return 'unknown';
  return hasEnded(snapshot.task) && hasSettled(snapshot.task) ? 'over' : 'running';
}

/** Both times are ECS's own. */
function hasSettled({ stoppedAt, describedAt }: EcsTask): boolean {
  return stoppedAt === undefined || describedAt === undefined || describedAt - stoppedAt >= SETTLED_AFTER_MS;
}
