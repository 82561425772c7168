import { inject, injectable } from 'tsyringe';
import type { RunTaskInput } from '../aws/ecs-api.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import { Session } from '../di/tokens.js';
import type { TaskPlan, TaskWay } from '../request/task-plan.js';
import type { TaskResources } from '../request/resources.js';
import { runTaskInput } from '../request/run-task.js';
import { taskDefinition, type TaskDefinitionContent } from '../request/task-definition.js';
import { Adaptations } from './adaptations.js';
import { clientToken } from './client-token.js';

/** One definite try at a plan, as this session has learned to ask for it. */
export interface SubmitRequest {
  readonly definition: TaskDefinitionContent;
  /** What travels as overrides; absent where the definition holds it. */
  readonly resources?: TaskResources;
  /** The RunTask input for a registered revision of `definition`. */
  input(definitionArn: string): RunTaskInput;
}

/** Plan + what was learned → requests. */
@injectable()
export class SubmitRequests {
  constructor(
    @inject(Adaptations) private readonly adaptations: Adaptations,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
    @inject(Session) private readonly session: Session,
  ) {}

  /** @param n which definite try; see client-token.ts. */
  of(plan: TaskPlan, way: TaskWay, n: number): SubmitRequest {
    // Taken once: what is learned while the definition is looked up belongs to the next try.
    const { resourcesInOverrides, publicIp } = this.adaptations;
    const resources = resourcesInOverrides ? { resources: way.resources } : {};
    return {
      definition: this.definitionOf(plan, way, resourcesInOverrides),
      ...resources,
      input: (definitionArn) =>
        runTaskInput(plan.task, {
          clusterArn: plan.clusterArn,
          definitionArn,
          needs: plan.needs,
          placement: way.placement,
          network: way.network,
          publicIp,
          tags: this.config.tags ?? {},
          session: this.session,
          clientToken: clientToken(plan.clusterArn, plan.task.workDir, n),
          n,
          ...resources,
        }),
    };
  }

  private definitionOf(plan: TaskPlan, way: TaskWay, resourcesInOverrides: boolean): TaskDefinitionContent {
    const { needs, region, task } = plan;
    const { network, resources, placement } = way;
    const request = {
      needs,
      storage: placement.storage,
      network,
      region,
      entryPoint: task.launch.entryPoint,
      ...(!resourcesInOverrides && { resources }),
    };
    return taskDefinition(request, this.config);
  }
}
