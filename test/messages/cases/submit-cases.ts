import type { TaskRun } from '../../../spi/index.js';
import { toServiceError } from '../../../src/aws/service-error.js';
import { S3WorkDirApi } from '../../../src/aws/work-dir-api.js';
import type { AwsEcsConfig } from '../../../src/config/awsecs-config.js';
import { plugin } from '../../../src/plugin.js';
import { awsEcsConfig, ecsTask, TASK_ARN, taskPlan } from '../../src/aws-builders.js';
import { roomWait } from '../../src/room-wait.js';
import { stubEcsApi, stubWorkDirApi } from '../../src/stub-ports.js';
import { submitterOver } from '../../src/submitter-over.js';
import { fakeSession } from '../../support/fake-session.js';
import { taskRun } from '../../support/task-run-builder.js';
import type { MessageCase } from '../message-case.js';
import { sdkError } from '../sdk-error.js';

type Ecs = ReturnType<typeof stubEcsApi>;

interface Submit {
  readonly prepare?: (ecs: Ecs) => void;
  readonly config?: Partial<AwsEcsConfig>;
  readonly task?: Partial<TaskRun>;
  readonly killed?: boolean;
}

/** Submits one task over a stubbed ECS; time goes by until it is settled. */
async function submit({
  prepare,
  config: changes = {},
  task = {},
  killed = false,
}: Submit): Promise<unknown> {
  const session = fakeSession();
  const ecs = stubEcsApi();
  prepare?.(ecs);
  const submitter = submitterOver({ ecs, workDir: stubWorkDirApi(), session, config: awsEcsConfig(changes) });
  const kill = new AbortController();
  if (killed) kill.abort();
  const submitted = submitter.submit(taskPlan({ task: taskRun(task) }), kill.signal, {
    bound: { ms: 600_000, setting: 'maxSubmitAwait' },
    wait: roomWait(),
  });
  submitted.catch(() => undefined);
  await session.clock.advance(13 * 3_600_000);
  return submitted;
}

function placement(reason: string, detail?: string): (ecs: Ecs) => void {
  return ({ runTask }) =>
    void runTask.resolves({ tasks: [], failures: [{ reason, ...(detail !== undefined && { detail }) }] });
}

function refusal(name: string, words: string, status = 400): (ecs: Ecs) => void {
  return ({ runTask }) =>
    void runTask.rejects(toServiceError('ecs:RunTask', sdkError(name, words, { status })));
}

const ignoring = ({ runTask }: Ecs): void =>
  void runTask.resolves({ tasks: [ecsTask({ cpu: '256' })], failures: [] });

/** What keeps a task from running. */
export function submitCases(): readonly MessageCase[] {
  return [
    {
      code: 'NO_CAPACITY',
      title: 'no room for its memory, for as long as it may wait',
      raise: () => submit({ prepare: placement('RESOURCE:MEMORY') }),
    },
    {
      code: 'INVALID_PLACEMENT',
      title: 'no instance with the attribute',
      raise: () => submit({ prepare: placement('ATTRIBUTE', 'ecs.instance-type == r6i.2xlarge') }),
    },
    {
      code: 'INVALID_REQUEST',
      title: 'a role that does not exist',
      raise: () => submit({ prepare: refusal('ClientException', 'Role is not valid') }),
    },
    {
      code: 'INVALID_REQUEST',
      title: 'a public address that the user asked for',
      raise: () =>
        submit({
          prepare: refusal('InvalidParameterException', 'assignPublicIp is not supported'),
          config: { given: new Set(['assignPublicIp']) },
        }),
    },
    {
      code: 'INVALID_REQUEST',
      title: 'overrides that ECS ignores where the user insists on them',
      raise: () => submit({ prepare: ignoring, config: { resourcesIn: 'overrides' } }),
    },
    {
      code: 'INVALID_REQUEST',
      title: 'a definition that stays inactive',
      raise: () => submit({ prepare: refusal('ClientException', 'TaskDefinition is inactive') }),
    },
    {
      code: 'ACCESS_DENIED',
      title: 'a policy without iam:PassRole',
      raise: () =>
        submit({
          prepare: refusal(
            'AccessDeniedException',
            'User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:PassRole on resource: ecsTaskExecutionRole',
          ),
        }),
    },
    {
      code: 'TOKEN_CONFLICT',
      title: 'a work dir that another run uses',
      raise: () =>
        submit({ prepare: refusal('ConflictException', 'The client token was used with other parameters') }),
    },
    {
      code: 'THROTTLED',
      title: 'a submit that stays throttled',
      raise: () => submit({ prepare: refusal('ThrottlingException', 'Rate exceeded') }),
    },
    {
      code: 'SUBMIT_UNCERTAIN',
      title: 'a submit that was never answered',
      raise: () =>
        submit({
          prepare: ({ runTask }) =>
            void runTask.rejects(
              toServiceError('ecs:RunTask', sdkError('TimeoutError', 'Connection timed out')),
            ),
        }),
    },
    {
      code: 'SUBMIT_UNCERTAIN',
      title: 'a task submitted before that may not be looked at',
      raise: () =>
        submit({
          prepare: (ecs) => {
            ecs.runTask.resolves({ tasks: [], failures: [], holders: [TASK_ARN] });
            ecs.taggedTasks.rejects(
              toServiceError(
                'ecs:DescribeTasks',
                sdkError('AccessDeniedException', 'not authorized', { status: 400 }),
              ),
            );
          },
        }),
    },
    {
      code: 'STOP_FAILED',
      title: 'a task with other resources that cannot be stopped',
      raise: () =>
        submit({
          prepare: (ecs) => {
            ignoring(ecs);
            ecs.stopTask.rejects(
              toServiceError(
                'ecs:StopTask',
                sdkError('AccessDeniedException', 'not authorized', { status: 400 }),
              ),
            );
          },
        }),
    },
    {
      code: 'OVERRIDES_TOO_LONG',
      title: 'a variable that is too long',
      raise: () =>
        submit({
          task: {
            launch: { entryPoint: [], command: ['bash'], environment: { FUSION_TAGS: 'x'.repeat(9000) } },
          },
        }),
    },
    { code: 'SHUT_DOWN', title: 'a task killed before its submit', raise: () => submit({ killed: true }) },
    {
      code: 'UNKNOWN_EXECUTOR',
      title: 'another executor asked of the plugin',
      raise: () => Promise.resolve().then(() => plugin.createExecutor('awsbatch', fakeSession())),
    },
    {
      code: 'WORKDIR_NOT_S3',
      title: 'a work file outside S3',
      raise: () => new S3WorkDirApi(undefined as never).readText('/tmp/work/.exitcode'),
    },
  ];
}
