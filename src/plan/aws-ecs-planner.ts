import { inject, injectable } from 'tsyringe';
import { EcsEndpoint } from '../aws/endpoint.js';
import { AwsEcsConfig } from '../config/awsecs-config.js';
import type { ClusterFacts } from '../placement/cluster-inspector.js';
import { Preflight } from '../preflight.js';
import { RequestPlanner } from '../request/request-planner.js';
import type { TaskWay } from '../request/task-plan.js';
import { quotasOf } from './quotas.js';
import type { AwsEcsPlan, PlannedProcess, PlannedWay, ProcessToPlan } from './run-plan.js';
import { WayPlanner } from './way-planner.js';

/**
 * Says what a session would send to ECS. It comes to that by the very steps that submit, and stops before the first
 * call that would change anything.
 */
@injectable()
export class AwsEcsPlanner {
  constructor(
    @inject(Preflight) private readonly preflight: Preflight,
    @inject(RequestPlanner) private readonly planner: RequestPlanner,
    @inject(WayPlanner) private readonly ways: WayPlanner,
    @inject(EcsEndpoint) private readonly endpoint: EcsEndpoint,
    @inject(AwsEcsConfig) private readonly config: AwsEcsConfig,
  ) {}

  /**
   * @throws whatever a run would be refused with: PreconditionError, RequestError, NetworkDiscoveryError or
   * AwsServiceError.
   */
  async plan(processes: readonly ProcessToPlan[]): Promise<AwsEcsPlan> {
    const { facts } = await this.preflight.look(processes.map(({ definition }) => definition));
    const planned = await Promise.all(processes.map((process) => this.planOf(process, facts)));
    return {
      cluster: facts.arn,
      region: await this.endpoint.region(),
      logsGroup: this.config.logsGroup,
      processes: planned,
      quotas: quotasOf(planned, this.config.queueSize),
    };
  }

  private async planOf(process: ProcessToPlan, facts: ClusterFacts): Promise<PlannedProcess> {
    const { definition, sample, imagePending } = process;
    const plan = await this.planner.plan(sample, facts);
    const planned = (way: TaskWay): Promise<PlannedWay> => this.ways.plan(plan, way, imagePending);
    const [first, ...others] = plan.ways;
    return {
      process: definition.name,
      image: plan.needs.image,
      imagePending,
      notices: this.planner.read(definition).notices,
      ways: [await planned(first), ...(await Promise.all(others.map(planned)))],
    };
  }
}
