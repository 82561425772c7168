import { isDeepStrictEqual } from 'node:util';
import { inject, injectable } from 'tsyringe';
import { SubmitError } from '../../spi/index.js';
import { CallRepeater } from '../aws/call-repeater.js';
import { EcsApi, type EcsTask, type TaggedTask } from '../aws/ecs-api.js';
import { AwsServiceError, isUnanswered, whyUnanswered, type UnansweredCall } from '../aws/service-error.js';
import { Session } from '../di/tokens.js';
import { startedBy } from '../request/run-task.js';
import type { TaskPlan } from '../request/task-plan.js';
import { markOf, tryOf, workDirMark } from './task-identity.js';

/** A task is described within seconds of its RunTask, and by AWS's advice within minutes (RunTask, API reference). */
const DESCRIBED_AFTER_MS = 5 * 60_000;
const NOT_DESCRIBED = 'MISSING';

/**
 * Finds the task that an earlier send of the same submit started: the answer was lost, and the request has changed since
 * (a resumed run, another revision), so ECS answers ConflictException instead of replaying it.
 */
@injectable()
export class Adoption {
  constructor(
    @inject(EcsApi) private readonly ecs: EcsApi,
    @inject(CallRepeater) private readonly calls: CallRepeater,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * The one of `holders` that is this work dir and `n`, also where it has ended.
   * @throws SubmitError: TOKEN_CONFLICT where none does, SUBMIT_UNCERTAIN where they cannot be looked at.
   */
  async adopt(plan: TaskPlan, holders: readonly string[], n: number): Promise<EcsTask> {
    const tasks = await this.tasksOf(plan, holders);
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

  private async tasksOf(plan: TaskPlan, holders: readonly string[]): Promise<readonly TaggedTask[]> {
    const { clock } = this.session;
    const look = (): Promise<readonly TaggedTask[]> => this.look(plan, holders);
    let missingSince: number | undefined;
    // An outage is waited out; that ECS answers and does not know them is not.
    const giveUp = ({ awsCode }: AwsServiceError): boolean => {
      if (awsCode !== NOT_DESCRIBED) return false;
      missingSince ??= clock.now();
      return clock.now() - missingSince >= DESCRIBED_AFTER_MS;
    };
    try {
      return await this.calls.repeat('looking for submitted tasks', look, { giveUp });
    } catch (error) {
      throw isUnanswered(error) ? unseen(plan, holders, error) : error;
    }
  }

  private async look(plan: TaskPlan, holders: readonly string[]): Promise<readonly TaggedTask[]> {
    const tasks = await this.ecs.taggedTasks(plan.clusterArn, holders);
    if (tasks.length > 0) return tasks;
    throw new AwsServiceError(
      'ecs:DescribeTasks',
      'unavailable',
      NOT_DESCRIBED,
      'the tasks are not described yet',
    );
  }
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
