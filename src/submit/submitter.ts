import { inject, injectable } from 'tsyringe';
import { SubmitError } from '../../spi/index.js';
import type { EcsTask } from '../aws/ecs-api.js';
import { CapacityBook } from '../placement/capacity-book.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';
import { Adaptations } from './adaptations.js';
import { FirstAnswerGate } from './first-answer-gate.js';
import { noCapacity, submitError, type SubmitVerdict } from './judge-answer.js';
import { killedBeforeSubmission } from './killed.js';
import { RoomQueue, type RoomAnswer, type RoomWait } from './room-queue.js';
import { routed, type RoutedTask } from './routed-task.js';
import { SubmitAttempt } from './submit-attempt.js';
import { TaskStopper } from './task-stopper.js';
import type { TimeBound } from '../watch/time-bound.js';

/** How a task goes through its submit. */
export interface SubmitTerms {
  /** How long it waits for room. */
  readonly bound: TimeBound;
  /** What such a wait does to it. */
  readonly wait: RoomWait;
}

/** Plan → running task: tries until ECS has taken it, learning from definite refusals and waiting for room. */
@injectable()
export class Submitter {
  private readonly gate = new FirstAnswerGate();

  constructor(
    @inject(SubmitAttempt) private readonly attempt: SubmitAttempt,
    @inject(RoomQueue) private readonly room: RoomQueue,
    @inject(Adaptations) private readonly adaptations: Adaptations,
    @inject(TaskStopper) private readonly stopper: TaskStopper,
    @inject(CapacityBook) private readonly capacity: CapacityBook,
  ) {}

  /**
   * @param killed aborted when the task is no longer wanted; what was already sent is still seen through, so
   * that the caller knows of every task that exists.
   * @throws SubmitError, RequestError, AwsServiceError, or ShutdownError where it was killed before a send.
   */
  async submit(plan: TaskPlan, killed: AbortSignal, { bound, wait }: SubmitTerms): Promise<RoutedTask> {
    const tries = new Tries();
    const wish = { name: plan.task.name, lane: laneOf(plan), bound, killed, wait };
    const placed = await this.room.place(wish, () => this.ask(plan, tries, killed));
    if (placed.kind === 'room') return placed.value;
    throw noCapacity(plan.task.name, placed.words, placed.waited, bound);
  }

  /** Asks one way after the other, until ECS has taken the task or none of them has room. */
  private async ask(plan: TaskPlan, tries: Tries, killed: AbortSignal): Promise<RoomAnswer<RoutedTask>> {
    const words: string[] = [];
    for (const way of plan.ways) {
      const answer = await this.askOne(plan, way, tries, killed);
      this.capacity.note(way.placement, answer.kind === 'room', answer.kind === 'full' ? answer.words : '');
      if (answer.kind === 'room') return { kind: 'room', value: routed(answer.value, plan, way) };
      words.push(plan.ways.length === 1 ? answer.words : `${way.placement.provider.name}: ${answer.words}`);
    }
    return { kind: 'full', words: words.join('; ') };
  }

  /** Tries until ECS has taken the task or has no room for it; other refusals teach, or end it. */
  private async askOne(
    plan: TaskPlan,
    way: TaskWay,
    tries: Tries,
    killed: AbortSignal,
  ): Promise<RoomAnswer<EcsTask>> {
    for (;;) {
      if (killed.aborted) throw killedBeforeSubmission();
      const verdict = await this.gate.pass(async () => {
        const value = await this.attempt.run(plan, way, tries.next(), killed);
        return { value, proven: value.kind === 'accepted' };
      }, killed);
      if (verdict.kind === 'accepted' || verdict.kind === 'adopted')
        return { kind: 'room', value: verdict.task };
      if (verdict.kind === 'no-room') return { kind: 'full', words: verdict.words };
      await this.learn(plan, verdict);
      if (!tries.isNews(verdict.kind)) throw unteachable(plan, verdict.kind);
    }
  }

  /** Takes in what a refusal teaches; throws where it teaches nothing. */
  private async learn(plan: TaskPlan, verdict: Lesson): Promise<void> {
    switch (verdict.kind) {
      case 'overrides-ignored':
        await this.stopMisfit(plan, verdict.task.arn);
        if (!this.adaptations.ignoredOverrides()) throw ignoredForGood(plan);
        return;
      case 'public-ip-refused':
        if (!this.adaptations.refusedPublicIp()) {
          throw submitError(
            plan.task.name,
            verdict.error,
            " Set aws.ecs.assignPublicIp = false, or networkMode = 'host'.",
          );
        }
        return;
      case 'definition-inactive':
        return;
      case 'refused':
        throw verdict.error;
    }
  }

  private async stopMisfit(plan: TaskPlan, arn: string): Promise<void> {
    try {
      await this.stopper.stop(
        plan.clusterArn,
        arn,
        'Started with other resources than asked; submitted again',
      );
    } catch (error) {
      throw stillRuns(plan, arn, error);
    }
  }
}

type Lesson = Exclude<SubmitVerdict, { kind: 'accepted' | 'adopted' | 'no-room' }>;

/** The definite tries at one task, and what was learned from them: a lesson that did not help is not repeated. */
class Tries {
  private n = -1;
  private readonly learned = new Set<Lesson['kind']>();

  next(): number {
    this.n += 1;
    return this.n;
  }

  isNews(lesson: Lesson['kind']): boolean {
    const news = !this.learned.has(lesson);
    this.learned.add(lesson);
    return news;
  }
}

/**
 * Tasks of one lane ask the same of the same providers, whichever they prefer: that changes as providers run short. Image
 * and disk say nothing of the room on instances.
 */
function laneOf({ ways, needs: { accelerator, architecture } }: TaskPlan): string {
  const asked = ways.map(({ placement: { strategy, constraints }, resources }) =>
    JSON.stringify([strategy, constraints, resources]),
  );
  return JSON.stringify([asked.sort(), accelerator?.count, architecture]);
}

function stillRuns(plan: TaskPlan, arn: string, cause: unknown): SubmitError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SubmitError(
    `Task ${plan.task.name} started with other resources than asked and could not be stopped: ${why} ` +
      `Stop it, should it still run: aws ecs stop-task --cluster ${plan.clusterArn} --task ${arn}`,
    { code: 'STOP_FAILED', uncertain: true, cause },
  );
}

function unteachable(plan: TaskPlan, kind: string): SubmitError {
  return new SubmitError(
    `Task ${plan.task.name} was not accepted by ECS: the same answer (${kind}) came again after the request was changed for it. Report it as a bug of nf-awsecs.`,
    { code: 'INVALID_REQUEST' },
  );
}

function ignoredForGood(plan: TaskPlan): SubmitError {
  return new SubmitError(
    `Task ${plan.task.name} started without the cpu and memory asked for and was stopped: ECS ignores them as ` +
      "overrides here (aws.ecs.resourcesIn is 'overrides'). Set aws.ecs.resourcesIn = 'auto' or 'definition'.",
    { code: 'INVALID_REQUEST' },
  );
}
