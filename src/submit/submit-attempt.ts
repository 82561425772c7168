import { inject, injectable } from 'tsyringe';
import type { RunTaskAnswer, RunTaskInput } from '../aws/ecs-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { DefinitionStore } from '../definitions/definition-store.js';
import { isFresh } from '../outcome/task-state.js';
import { Adoption } from '../recovery/adoption.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';
import { judgeAnswer, judgeError, submitError, type SubmitVerdict } from './judge-answer.js';
import { unlessKilled } from './killed.js';
import { SubmitCalls } from './submit-calls.js';
import { SubmitRequests } from './submit-requests.js';

/** One definite try: definition, RunTask, and what the answer means. */
@injectable()
export class SubmitAttempt {
  constructor(
    @inject(SubmitRequests) private readonly requests: SubmitRequests,
    @inject(DefinitionStore) private readonly definitions: DefinitionStore,
    @inject(SubmitCalls) private readonly calls: SubmitCalls,
    @inject(Adoption) private readonly adoption: Adoption,
  ) {}

  /**
   * @param n which definite try; see client-token.ts.
   * @param killed aborted when the task is no longer wanted.
   * @throws SubmitError, RequestError, AwsServiceError, or ShutdownError where it was killed before a send.
   */
  async run(plan: TaskPlan, way: TaskWay, n: number, killed: AbortSignal): Promise<SubmitVerdict> {
    const request = this.requests.of(plan, way, n);
    const { definition } = request;
    const definitionArn = await unlessKilled(
      this.definitions.revisionOf(plan.needs.image, definition),
      killed,
    );
    const answer = await this.send(plan, request.input(definitionArn), killed);
    if (!(answer instanceof AwsServiceError)) {
      if (answer.holders !== undefined) {
        const task = await this.adoption.adopt(plan, answer.holders, n);
        return task === undefined ? { kind: 'token-spent' } : { kind: 'adopted', task };
      }
      return resumed(plan, judgeAnswer(plan.task.name, answer, request.resources));
    }
    if (answer.kind === 'conflict' && plan.task.resumes === true) return { kind: 'token-spent' };
    const verdict = judgeError(plan.task.name, answer);
    if (verdict.kind === 'definition-inactive')
      await unlessKilled(this.definitions.replace(plan.needs.image, definition, definitionArn), killed);
    return verdict;
  }

  private async send(
    plan: TaskPlan,
    input: RunTaskInput,
    killed: AbortSignal,
  ): Promise<RunTaskAnswer | AwsServiceError> {
    try {
      return await this.calls.runTask(plan.task, input, killed);
    } catch (error) {
      if (error instanceof AwsServiceError && !error.recoverable) return error;
      throw error instanceof AwsServiceError ? submitError(plan.task.name, error) : error;
    }
  }
}

/** The same bytes replay the task of an engine before this one, of which ECS may say no more than that it has stopped. */
function resumed({ task: { resumes } }: TaskPlan, verdict: SubmitVerdict): SubmitVerdict {
  if (resumes !== true || verdict.kind !== 'accepted' || isFresh(verdict.task)) return verdict;
  return { kind: 'adopted', task: verdict.task };
}
