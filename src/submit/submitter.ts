import { inject, injectable } from 'tsyringe';
import { SubmitError } from '../../spi/index.js';
import { CapacityBook } from '../placement/capacity-book.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';
import { Adaptations } from './adaptations.js';
import { FirstAnswerGate } from './first-answer-gate.js';
import { noCapacity, submitError, type SubmitVerdict } from './judge-answer.js';
import { killedBeforeSubmission } from './killed.js';
import { NextTry } from './next-try.js';
import { RoomQueue, type RoomAnswer, type RoomWait } from './room-queue.js';
import { routed, type RoutedTask, type TakenTask } from './routed-task.js';
import { SubmitAttempt } from './submit-attempt.js';
import type { TimeBound } from '../watch/time-bound.js';

/** How a task goes through its submit. */
export interface SubmitTerms {
  /** How long it waits for room. */
  readonly bound: TimeBound;
  /** What such a wait does to it. */
  readonly wait: RoomWait;
  /** The definite try that it begins with; see client-token.ts. Default 0. */
  readonly from?: number;
}

/** Plan → running task: tries until ECS has taken it, learning from definite refusals and waiting for room. */
@injectable()
export class Submitter {
  private readonly gate = new FirstAnswerGate();

  constructor(
    @inject(SubmitAttempt) private readonly attempt: SubmitAttempt,
    @inject(RoomQueue) private readonly room: RoomQueue,
    @inject(Adaptations) private readonly adaptations: Adaptations,
    @inject(CapacityBook) private readonly capacity: CapacityBook,
    @inject(NextTry) private readonly nextTry: NextTry,
  ) {}

  /**
   * @param killed aborted when the task is no longer wanted; what was already sent is still seen through, so
   * that the caller knows of every task that exists.
   * @throws SubmitError, RequestError, AwsServiceError, or ShutdownError where it was killed before a send.
   */
  async submit(
    plan: TaskPlan,
    killed: AbortSignal,
    { bound, wait, from = 0 }: SubmitTerms,
  ): Promise<RoutedTask> {
    const tries = new Tries(from);
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
  ): Promise<RoomAnswer<TakenTask>> {
    for (;;) {
      if (killed.aborted) throw killedBeforeSubmission();
      const verdict = await this.gate.pass(async () => {
        const value = await this.attempt.run(plan, way, tries.n, killed);
        return { value, proven: value.kind === 'accepted' };
      }, killed);
      if (verdict.kind === 'accepted') return { kind: 'room', value: verdict.task };
      if (verdict.kind === 'adopted') return { kind: 'room', value: { ...verdict.task, adopted: true } };
      if (verdict.kind === 'refused') throw verdict.error;
      await this.spend(plan, tries, verdict, killed);
      if (verdict.kind === 'no-room') return { kind: 'full', words: verdict.words };
      this.learn(plan, verdict);
      if (!tries.isNews(verdict.kind)) throw unteachable(plan, verdict.kind);
    }
  }

  /** A token that was answered is spent. A misfit is seen to even where the task was killed. */
  private async spend(
    { task, clusterArn }: TaskPlan,
    tries: Tries,
    verdict: SubmitVerdict,
    killed: AbortSignal,
  ): Promise<void> {
    const misfit = verdict.kind === 'overrides-ignored' ? verdict.task.arn : undefined;
    if (killed.aborted && misfit === undefined) throw killedBeforeSubmission();
    tries.n += 1;
    await this.nextTry.begin(task, clusterArn, { n: tries.n, misfit, killed });
  }

  /** Takes in what a refusal teaches; throws where it teaches nothing. */
  private learn(plan: TaskPlan, verdict: Lesson): void {
    switch (verdict.kind) {
      case 'overrides-ignored':
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
      case 'token-spent':
        return;
    }
  }
}

type Lesson = Exclude<SubmitVerdict, { kind: 'accepted' | 'adopted' | 'no-room' | 'refused' }>;

/** The definite tries at one task, and what was learned from them: a lesson that did not help is not repeated. */
class Tries {
  private readonly learned = new Set<Lesson['kind']>();

  /** @param n the one to come; see client-token.ts. */
  constructor(public n: number) {}

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
