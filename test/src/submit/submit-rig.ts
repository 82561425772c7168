import type { RunTaskInput } from '../../../src/aws/ecs-api.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import type { TaskPlan } from '../../../src/request/task-plan.js';
import { clientToken } from '../../../src/submit/client-token.js';
import type { RoutedTask } from '../../../src/submit/routed-task.js';
import type { Submitter } from '../../../src/submit/submitter.js';
import type { TimeBound } from '../../../src/watch/time-bound.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import { awsEcsConfig, CLUSTER_ARN, taskPlan } from '../aws-builders.js';
import { roomWait } from '../room-wait.js';
import { stubEcsApi, stubWorkDirApi } from '../stub-ports.js';
import { submitterOver } from '../submitter-over.js';

export const BOUND: TimeBound = { ms: 86_400_000, setting: 'aws.ecs.provisioningTimeout' };

/** A submitter on stubs of AWS. */
export class SubmitRig {
  readonly session = fakeSession();
  readonly ecs = stubEcsApi();
  readonly workDir = stubWorkDirApi();
  readonly kill = new AbortController();
  readonly submitter: Submitter;

  constructor(changes: Partial<AwsEcsConfig> = {}) {
    const { ecs, workDir, session } = this;
    this.submitter = submitterOver({ ecs, workDir, session, config: awsEcsConfig(changes) });
  }

  passed = 0;

  submit(changes: Partial<TaskPlan> = {}, from?: number): Promise<RoutedTask> {
    return this.submitter.submit(taskPlan(changes), this.kill.signal, {
      bound: BOUND,
      wait: roomWait({ begin: () => void (this.passed += 1) }),
      ...(from !== undefined && { from }),
    });
  }

  get sent(): RunTaskInput[] {
    return this.ecs.runTask.args.map(([input]) => input);
  }

  get tokens(): (string | undefined)[] {
    return this.sent.map((input) => input.clientToken);
  }
}

/** The client token of a try at the task. */
export function token(n: number, task = taskRun()): string {
  return clientToken(CLUSTER_ARN, task.workDir, n);
}
