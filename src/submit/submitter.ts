import { inject, injectable } from 'tsyringe';
import { SubmitError } from '../../spi/index.js';
import type { EcsTask, RunTaskAnswer, RunTaskInput } from '../aws/ecs-api.js';
import { AwsServiceError } from '../aws/service-error.js';
import { SubmitCalls } from './submit-calls.js';
import { taskDefinition, type TaskDefinitionContent } from '../request/task-definition.js';
import { runTaskInput } from '../request/run-task.js';
import type { TaskPlan } from '../request/request-planner.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Session } from '../di/tokens.js';
import { Adaptations } from './adaptations.js';
import { clientToken } from './client-token.js';
import { killedBeforeSubmission, unlessKilled } from './killed.js';
import { FirstAnswerGate } from './first-answer-gate.js';
import { judgeAnswer, judgeError, submitError, type SubmitVerdict } from './judge-answer.js';
import { DefinitionStore } from '../definitions/definition-store.js';

/** Plan → running task: idempotent RunTask, learning from definite refusals. */
@injectable()
export class Submitter {
  private readonly gate = new FirstAnswerGate();

  constructor(
    @inject(SubmitCalls) private readonly calls: SubmitCalls,
    @inject(DefinitionStore) private readonly definitions: DefinitionStore,
    @inject(Adaptations) private readonly adaptations: Adaptations,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
  ) {}

  /**
   * @param killed aborted when the task is no longer wanted; what was already sent is still seen through, so
   * that the caller knows of every task that exists.
   * @throws SubmitError, RequestError, AwsServiceError, or ShutdownError where it was killed before a send.
   */
  async submit(plan: TaskPlan, killed: AbortSignal): Promise<EcsTask> {
    // Each round ends with a task, an error, or something learned; a lesson that did not help is not repeated.
    const learned = new Set<SubmitVerdict['kind']>();
    for (let n = 0; ; n++) {
      if (killed.aborted) throw killedBeforeSubmission();
      const verdict = await this.gate.pass(async () => {
        const value = await this.attempt(plan, n, killed);
        return { value, proven: value.kind === 'accepted' };
      }, killed);
      if (verdict.kind === 'accepted') return verdict.task;
      await this.learn(plan, verdict);
      if (learned.has(verdict.kind)) throw unteachable(plan, verdict.kind);
      learned.add(verdict.kind);
    }
  }

  private async attempt(plan: TaskPlan, n: number, killed: AbortSignal): Promise<SubmitVerdict> {
    const overrides = this.adaptations.resourcesInOverrides ? plan.resources : undefined;
    const content = this.definitionOf(plan, overrides === undefined);
    const definitionArn = await unlessKilled(this.definitions.revisionOf(plan.image, content), killed);
    const input = this.inputOf(plan, definitionArn, overrides !== undefined, n);
    const answer = await this.send(plan, input, n, killed);
    if (!(answer instanceof AwsServiceError)) return judgeAnswer(plan.task.name, answer, overrides);
    const verdict = judgeError(plan.task.name, answer);
    if (verdict.kind === 'definition-inactive')
      await unlessKilled(this.definitions.replace(plan.image, content, definitionArn), killed);
    return verdict;
  }

  private inputOf(plan: TaskPlan, definitionArn: string, withResources: boolean, n: number): RunTaskInput {
    return runTaskInput(plan.task, {
      clusterArn: plan.clusterArn,
      definitionArn,
      strategy: plan.placement.strategy,
      network: plan.network,
      publicIp: this.adaptations.publicIp,
      session: this.session,
      clientToken: clientToken(plan.clusterArn, plan.task.workDir, n),
      n,
      ...(withResources && { resources: plan.resources }),
    });
  }

  private definitionOf(plan: TaskPlan, withResources: boolean): TaskDefinitionContent {
    const { image, network, region, resources, task } = plan;
    const request = {
      image,
      network,
      region,
      entryPoint: task.launch.entryPoint,
      ...(withResources && { resources }),
    };
    return taskDefinition(request, this.config);
  }

  private async send(
    plan: TaskPlan,
    input: RunTaskInput,
    n: number,
    killed: AbortSignal,
  ): Promise<RunTaskAnswer | AwsServiceError> {
    if (n > 0) await this.calls.record(plan.task, n);
    try {
      return await this.calls.runTask(plan.task, input, killed);
    } catch (error) {
      if (error instanceof AwsServiceError && !error.recoverable) return error;
      throw error instanceof AwsServiceError ? submitError(plan.task.name, error) : error;
    }
  }

  private async stopMisfit(plan: TaskPlan, arn: string): Promise<void> {
    try {
      await this.calls.stop(plan.clusterArn, arn, 'Started with other resources than asked; submitted again');
    } catch (error) {
      throw stillRuns(plan, arn, error);
    }
  }

  /** Takes in what a refusal teaches; throws where it teaches nothing. */
  private async learn(plan: TaskPlan, verdict: Exclude<SubmitVerdict, { kind: 'accepted' }>): Promise<void> {
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
}

function stillRuns(plan: TaskPlan, arn: string, cause: unknown): SubmitError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SubmitError(
    `Task ${plan.task.name} started with other resources than asked and could not be stopped: ${why} ` +
      `Stop it, should it still run: aws ecs stop-task --cluster ${plan.clusterArn} --task ${arn}`,
    { code: 'STOP_FAILED', cause },
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
