import sinon from 'sinon';
import type { BatchContext, TaskOutcome, TraceRecord } from '../../spi/index.js';
import type { EcsTask, EcsTaskSnapshot } from '../../src/aws/ecs-api.js';
import { diagnose } from '../../src/outcome/diagnose.js';
import type { RoutedTask } from '../../src/submit/routed-task.js';
import { AwsEcsTaskHandler } from '../../src/task-handler.js';
import { traceRecord } from '../../src/trace/trace-record.js';
import type { TaskServices } from '../../src/task-services.js';
import { taskRun } from '../support/task-run-builder.js';
import { routedTask, TASK_ARN } from './aws-builders.js';
import type { Stubbed } from './stub-ports.js';

/** A handler over stubbed services, and the time they tell. */
export class HandlerRig {
  time = 1_000_000;
  readonly services: Stubbed<TaskServices> = {
    now: sinon.stub<[], number>().callsFake(() => this.time),
    launch: sinon
      .stub<Parameters<TaskServices['launch']>, Promise<RoutedTask>>()
      .resolves(routedTask({ lastStatus: 'PROVISIONING' })),
    stop: sinon.stub<[string], Promise<void>>().resolves(),
    overrun: sinon
      .stub<Parameters<TaskServices['overrun']>, ReturnType<TaskServices['overrun']>>()
      .returns(undefined),
    giveUp: sinon.stub<Parameters<TaskServices['giveUp']>, Promise<boolean>>().resolves(true),
    outcomeOf: sinon
      .stub<Parameters<TaskServices['outcomeOf']>, Promise<TaskOutcome | undefined>>()
      .callsFake((_, task, by) => Promise.resolve(diagnose({ task, exitFile: undefined, ...by }, 5))),
    trace: sinon.stub<Parameters<TaskServices['trace']>, TraceRecord>().callsFake(traceRecord),
  };
  readonly handler = new AwsEcsTaskHandler(taskRun(), this.services);

  /** One poll round in which ECS says this of the task. */
  async round(snapshot?: EcsTaskSnapshot): Promise<[running: boolean, completed: boolean]> {
    const context: BatchContext<EcsTaskSnapshot> = {
      collect: () => undefined,
      get: (id) => (id === TASK_ARN ? snapshot : undefined),
    };
    this.handler.batch(context);
    return [this.handler.checkIfRunning(), await this.handler.checkIfCompleted()];
  }

  found(task: EcsTask): Promise<[boolean, boolean]> {
    return this.round({ kind: 'found', task });
  }

  missing(): Promise<[boolean, boolean]> {
    return this.round({ kind: 'missing' });
  }
}
