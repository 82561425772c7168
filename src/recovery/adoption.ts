import { isDeepStrictEqual } from 'node:util';
import { inject, injectable } from 'tsyringe';
import { SubmitError } from '../../spi/index.js';
import { CallRepeater, type Repetition } from '../aws/call-repeater.js';
import { EcsApi, type EcsTask, type TaggedTask } from '../aws/ecs-api.js';
import { AwsServiceError, isUnanswered, whyUnanswered, type UnansweredCall } from '../aws/service-error.js';
import { timeSpanText } from '../config/time-span.js';
import { Session } from '../di/tokens.js';
import { startedBy } from '../request/run-task.js';
import type { TaskPlan } from '../request/task-plan.js';
import { SessionTasks } from './session-tasks.js';
import { markOf, tryOf, workDirMark } from './task-identity.js';

/** A task is described within seconds of its RunTask, and by AWS's advice within minutes (RunTask, API reference). */
const DESCRIBED_AFTER_MS = 5 * 60_000;
/** Reads lag behind by seconds: that is no news. */
const QUIET_MS = 30_000;
const NOT_DESCRIBED = 'MISSING';

type Looked = readonly TaggedTask[] | 'forgotten';

/**
 * Finds the task that an earlier send of the same submit started: the answer was lost, and the request has changed since
 * (a resumed run, another revision), so ECS answers ConflictException instead of replaying it.
 */
@injectable()
export class Adoption {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(SessionTasks) private readonly tasks: SessionTasks,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * The one of `holders` that is this work dir and `n`, also where it has ended; undefined where it has ended so long ago
   * that ECS has forgotten it, but not its token: the next try may be sent.
   * @throws SubmitError: TOKEN_CONFLICT where none does, SUBMIT_UNCERTAIN where they cannot be looked at.
   */
  async adopt(plan: TaskPlan, holders: readonly string[], n: number): Promise<EcsTask | undefined> {
    const tasks = await this.tasksOf(plan, holders);
    if (tasks === 'forgotten') {
      this.tellForgotten(plan, holders);
      return undefined;
    }
    const own = tasks.find((task) => this.isOwn(task, plan, n));
    if (own === undefined) throw conflict(plan, holders);
    this.session.logger.debug(`Task ${plan.task.name} is on ECS as ${own.arn}: it was submitted before.`);
    return own;
  }

  /**
   * A task that was stopped has lost its tags. Its token says which attempt and try it is, and that it is of this
   * session and runs this very work dir is looked at all the same.
   */
  private isOwn({ tags, startedBy: by, command }: TaggedTask, { task }: TaskPlan, n: number): boolean {
    const mark = markOf(tags);
    if (mark !== undefined) return mark === workDirMark(task, this.session) && tryOf(tags) === n;
    return by === startedBy(this.session.id) && isDeepStrictEqual(command, [...task.launch.command]);
  }

  private async tasksOf(plan: TaskPlan, holders: readonly string[]): Promise<Looked> {
    const look = (): Promise<readonly TaggedTask[]> => this.look(plan, holders);
    try {
      return await this.calls.repeat('looking for submitted tasks', look, this.wait(plan, holders));
    } catch (error) {
      if (!isUnanswered(error)) throw error;
      if (isNotDescribed(error) && (await this.isForgotten(plan, holders))) return 'forgotten';
      throw unseen(plan, holders, error);
    }
  }

  /** An outage is waited out as any; that ECS answers and does not know the task is for minutes only. */
  private wait({ task }: TaskPlan, holders: readonly string[]): Repetition {
    const { clock, logger } = this.session;
    let since: number | undefined;
    let told = false;
    const missing = (): number => clock.now() - (since ??= clock.now());
    return {
      giveUp: (failure) => isNotDescribed(failure) && missing() >= DESCRIBED_AFTER_MS,
      tells: (failure) => {
        if (!isNotDescribed(failure)) return false;
        if (!told && missing() >= QUIET_MS) {
          told = true;
          logger.info(
            `Task ${task.name} was submitted before, as ${holders.join(', ')}, and ECS does not describe that yet; ` +
              `looking again for up to ${timeSpanText(DESCRIBED_AFTER_MS)}, nothing is lost or doubled.`,
          );
        }
        return true;
      },
    };
  }

  /**
   * ECS keeps a stopped task for an hour at least, and its token for an hour after its end (ECS_Idempotency): the token may
   * outlive the task by a little. One that lives is listed within these minutes.
   */
  private async isForgotten({ clusterArn }: TaskPlan, holders: readonly string[]): Promise<boolean> {
    try {
      return !(await this.tasks.lists(clusterArn, holders));
    } catch (error) {
      if (isUnanswered(error)) return false;
      throw error;
    }
  }

  private tellForgotten({ task }: TaskPlan, holders: readonly string[]): void {
    this.session.logger.info(
      `Task ${task.name} was submitted before, as ${holders.join(', ')}, which has ended and which ECS has forgotten: it is submitted again.`,
    );
  }

  private async look(plan: TaskPlan, holders: readonly string[]): Promise<readonly TaggedTask[]> {
    const tasks = await this.ecs.taggedTasks(plan.clusterArn, holders);
    if (tasks.length > 0) return tasks;
    const why = 'the tasks are not described yet';
    throw new AwsServiceError('ecs:DescribeTasks', 'unavailable', NOT_DESCRIBED, why);
  }
}

function isNotDescribed(error: unknown): boolean {
  return error instanceof AwsServiceError && error.awsCode === NOT_DESCRIBED;
}

function unseen(
  { task, clusterArn }: TaskPlan,
  holders: readonly string[],
  cause: UnansweredCall,
): SubmitError {
  return new SubmitError(
    `Task ${task.name} may run on ECS unseen: it seems to have been submitted before, and what was started then cannot be ` +
      `looked at (${whyUnanswered(cause)}). Look for it, and stop what is not wanted: aws ecs describe-tasks ` +
      `--cluster ${clusterArn} --tasks ${holders.join(' ')}`,
    { code: 'SUBMIT_UNCERTAIN', uncertain: true, cause },
  );
}

function conflict({ task }: TaskPlan, holders: readonly string[]): SubmitError {
  return new SubmitError(
    `Task ${task.name} was not accepted by ECS: its client token belongs to ${holders.join(', ')}, which was not submitted ` +
      `for work dir ${task.workDir}. Use a work dir of its own for each run.`,
    { code: 'TOKEN_CONFLICT' },
  );
}
