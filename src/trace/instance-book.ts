import { inject, injectable } from 'tsyringe';
import { EcsApi, type EcsInstance, type EcsTaskSnapshot } from '../aws/ecs-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Session } from '../di/tokens.js';
import { hasEnded } from '../outcome/task-state.js';
import { RecentMap } from './recent-map.js';

/** DescribeContainerInstances takes at most 100. */
const MOST_ASKED = 100;
/** Instances that are remembered, some 3 MB. */
const MOST_KNOWN = 10_000;
/** So long instances gather that no ended task needs yet, so that one call asks for many. */
const GATHER_MS = 2_000;
/** So long the news of tasks waits for the instances they ended on. */
const PATIENCE_MS = 3_000;
/** Pause after a call that failed; it doubles from one to the next. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** Answers without an instance after which it is not asked for again. */
const MOST_DOUBTS = 3;

/** Learns on what instances tasks run, while ECS still knows them, in as few calls as can be. It never fails a round. */
@injectable()
export class InstanceBook {
  /** `unknown`: ECS was asked often enough. */
  private readonly known = new RecentMap<string, EcsInstance | 'unknown'>(MOST_KNOWN);
  /** To be asked for, in the order they were seen; stays until it is answered for. */
  private readonly wanted = new Set<string>();
  private readonly doubts = new RecentMap<string, number>(MOST_KNOWN);
  private gathersSince = 0;
  private failures = 0;
  private pausedUntil = 0;
  private denied = false;
  private asking: Promise<void> | undefined;

  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
  ) {}

  /** What is known of a container instance by now. No I/O. */
  of(arn: string | undefined): EcsInstance | undefined {
    const found = arn === undefined ? undefined : this.known.get(arn);
    return found === 'unknown' ? undefined : found;
  }

  /**
   * Takes in what a status call said of tasks. Waits a few seconds at most, and only where one of them has ended on an
   * instance not known yet: its trace is written next. Never rejects.
   */
  async look(snapshots: Iterable<EcsTaskSnapshot>): Promise<void> {
    if (this.denied) return;
    let urgent = false;
    for (const snapshot of snapshots) {
      if (snapshot.kind !== 'found' || !this.want(snapshot.task.instanceArn)) continue;
      urgent ||= hasEnded(snapshot.task);
    }
    if (!this.isDue(urgent)) return;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    if (urgent) await this.patiently(this.asking);
  }

  /** Whether it is one that has to be asked for. */
  private want(arn: string | undefined): boolean {
    if (arn === undefined || this.known.get(arn) !== undefined) return false;
    if (this.wanted.size === 0) this.gathersSince = this.session.clock.now();
    if (this.wanted.size < MOST_KNOWN) this.wanted.add(arn);
    return true;
  }

  private isDue(urgent: boolean): boolean {
    const now = this.session.clock.now();
    if (this.wanted.size === 0 || now < this.pausedUntil) return false;
    return urgent || this.wanted.size >= MOST_ASKED || now - this.gathersSince >= GATHER_MS;
  }

  private async ask(): Promise<void> {
    while (this.wanted.size > 0) {
      const arns = [...this.wanted].slice(0, MOST_ASKED);
      try {
        this.learn(arns, await this.ecs.describeContainerInstances(this.config.cluster, arns));
        this.failures = 0;
      } catch (error) {
        this.fail(arns, error);
        return;
      }
    }
  }

  private learn(arns: readonly string[], answer: readonly EcsInstance[]): void {
    const found = new Map(answer.map((instance) => [instance.arn, instance]));
    for (const arn of arns) {
      const instance = found.get(arn);
      this.wanted.delete(arn);
      if (instance === undefined) this.doubt(arn);
      else this.known.set(arn, instance);
    }
  }

  /** It is asked for again when a task on it is seen again, unless that happened often enough. */
  private doubt(arn: string): void {
    const doubts = (this.doubts.get(arn) ?? 0) + 1;
    this.doubts.set(arn, doubts);
    if (doubts >= MOST_DOUBTS) this.known.set(arn, 'unknown');
  }

  private fail(arns: readonly string[], error: unknown): void {
    if (error instanceof AwsServiceError && error.kind === 'denied') this.giveUp(error);
    // What ECS cannot do now stays wanted; what it refuses would be refused for ever.
    else if (error instanceof AwsServiceError && error.kind === 'refused') this.learn(arns, []);
    this.pausedUntil =
      this.session.clock.now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
  }

  private giveUp({ operation, awsCode, awsMessage }: AwsServiceError): void {
    this.denied = true;
    this.wanted.clear();
    this.session.logger.warn(
      `Traces will lack instance ids, instance types and costs: ECS does not tell of the instances ` +
        `(${operation}: ${awsCode}: ${awsMessage}). Allow ecs:DescribeContainerInstances to the credentials in use.`,
    );
  }

  private patiently(work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.session.clock.after(PATIENCE_MS, resolve);
      void work.then(() => {
        timer.cancel();
        resolve();
      });
    });
  }
}
