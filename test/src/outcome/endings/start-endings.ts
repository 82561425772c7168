import {
  counted,
  disturbance,
  elsewhere,
  failedStart,
  never,
  reason,
  withoutCode,
  type Ending,
} from './ending.js';

const page = 'DG resource-initialization-error';
const unable =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:';

interface StartCase {
  readonly title: string;
  readonly words: string;
  readonly fact: string;
  readonly rule: string;
  readonly code: string;
  readonly retry: Ending['outcome']['retry'];
  readonly kind?: Ending['outcome']['kind'];
}

const role = { rule: 'role not assumed', code: 'ROLE_NOT_ASSUMED', retry: never };
const noSecret = { rule: 'secret not found', code: 'SECRET_NOT_FOUND', retry: never };
const notMine = { rule: 'secret not allowed', code: 'SECRET_DENIED', retry: never };
const login = {
  rule: 'registry login not allowed',
  code: 'IMAGE_UNAUTHORIZED',
  retry: never,
  kind: 'image-pull-failed',
} as const;
const silent = { rule: 'AWS did not answer the agent', code: 'NETWORK_UNREACHABLE', retry: disturbance };
const closed = { rule: 'no way from the agent to AWS', code: 'NETWORK_UNREACHABLE', retry: counted };
const log = { rule: 'log driver failed', code: 'LOG_DRIVER_FAILED', retry: never };
const volume = { rule: 'volume failed', code: 'VOLUME_FAILED', retry: never };
const interfaces = { rule: 'network interface failed', code: 'NETWORK_INTERFACE_FAILED', retry: disturbance };
const full = { rule: 'no disk for the container', code: 'DISK_FULL', retry: counted };

const setupCases: readonly StartCase[] = [
  {
    ...role,
    title: 'a role that ECS may not assume',
    fact: 'facts §4, agent set-up, PassRole',
    words:
      "ResourceInitializationError: ECS was unable to assume the role 'arn:aws:iam::111122223333:role/r' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.",
  },
  {
    ...noSecret,
    title: 'a secret that is not there',
    fact: 'DG resource-not-found-error; AGENT asm',
    words: `${unable} ResourceNotFoundException: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:us-east-1:111122223333:secret:key' from AWS Secrets Manager. Check whether the secret exists in the specified Region`,
  },
  {
    ...noSecret,
    title: 'a parameter that is not there',
    fact: `${page}, secrets; AGENT ssm`,
    words: `${unable} unable to retrieve secrets from ssm: invalid ssm parameters: /key`,
  },
  {
    ...noSecret,
    title: 'a secret without the JSON key',
    fact: `${page}, secrets; AGENT asm`,
    words: `${unable} unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key user`,
  },
  {
    ...notMine,
    title: 'a secret that the execution role may not read',
    fact: `${page}, secrets`,
    words: `${unable} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:111122223333:secret:key from secrets manager: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/r/x is not authorized to perform: secretsmanager:GetSecretValue`,
  },
  {
    ...notMine,
    title: 'a secret whose key is kept back',
    fact: 'DG secrets-envvar-secrets-manager, KMS',
    words: `${unable} AccessDeniedException: Access to KMS is not allowed`,
  },
  {
    ...notMine,
    title: 'secrets of Parameter Store that are kept back, without the action',
    fact: `${page}, secrets`,
    words: `${unable} unable to retrieve secrets from ssm: AccessDeniedException`,
  },
  {
    ...login,
    title: 'an execution role that may not log in to ECR',
    fact: `${page}, registry auth; DG task_execution_IAM_role`,
    words: `${unable} unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: x is not authorized to perform: ecr:GetAuthorizationToken`,
  },
  {
    ...login,
    title: 'a login to ECR that is refused without the action',
    fact: `${page}, registry auth`,
    words: `${unable} unable to retrieve ecr registry auth: AccessDeniedException`,
  },
  {
    ...silent,
    title: 'no answer from ECR',
    fact: `${page}, verify-connectivity`,
    words: `${unable} unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 52.46.128.1:443: i/o timeout. Please check your task network configuration.`,
  },
  {
    ...silent,
    title: 'no answer from Secrets Manager',
    fact: `${page}, secrets`,
    words: `${unable} unable to retrieve secret from asm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`,
  },
  {
    ...silent,
    title: 'no answer from CloudWatch Logs',
    fact: 'facts §6a; DG resource-initialization-error, logger args',
    words: 'ResourceInitializationError: failed to validate logger args: : signal: killed',
  },
  {
    ...closed,
    title: 'no way to the endpoint of ECR',
    fact: `${page}, verify-connectivity`,
    words:
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration.',
  },
  {
    ...closed,
    title: 'an endpoint whose name nobody knows',
    fact: 'DG stopped-task-error-codes, DNS resolution',
    words: `${unable} dial tcp: lookup api.ecr.us-east-1.amazonaws.com: no such host`,
  },
  {
    ...log,
    title: 'a log group that is missing',
    fact: 'facts §6a, no group',
    words:
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.: exit status 1',
  },
  {
    ...log,
    title: 'a log that may not be written',
    fact: 'facts §6a, no permission',
    words:
      'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: AccessDeniedException: not authorized to perform: logs:CreateLogStream',
  },
  {
    ...silent,
    title: 'a file of variables that S3 does not give in time',
    fact: 'facts §4, agent set-up, env file download',
    words:
      'ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 5 time(s): RequestCanceled: request context canceled',
  },
  {
    title: 'a file of variables that is missing',
    fact: 'facts §4, agent set-up, env file download',
    rule: 'environment file failed',
    code: 'ENV_FILE_FAILED',
    retry: counted,
    words:
      'ResourceInitializationError: failed to download env files: file download command: non empty error stream: NoSuchKey',
  },
  {
    ...interfaces,
    title: 'a network interface that is late',
    fact: 'facts/peers.md §1.5 and ask 16',
    words: 'Timeout waiting for network interface provisioning to complete.',
  },
  {
    ...interfaces,
    title: 'an ENI that may not be attached yet',
    fact: 'facts/peers.md §1.5, ENI AuthFailure',
    words: 'Unexpected EC2 error while attempting to attach ENI: AuthFailure',
  },
];

const volumeCases: readonly StartCase[] = [
  {
    title: 'a volume role that ECS may not assume',
    fact: 'DG troubleshoot-ebs-volumes-scenarios',
    rule: 'volume role not assumed',
    code: 'ROLE_NOT_ASSUMED',
    retry: never,
    words:
      "ECS was unable to assume the configured ECS Infrastructure Role 'arn:aws:iam::111122223333:role/ecsInfrastructureRole'. Please verify that the role being passed has the proper trust relationship with Amazon ECS",
  },
  {
    title: 'a volume that is late',
    fact: 'DG troubleshoot-ebs-volumes-scenarios, timed out',
    rule: 'volume was late',
    code: 'VOLUME_FAILED',
    retry: disturbance,
    words: 'ECS timed out while configuring the EBS volume attachment to your Task',
  },
  {
    title: 'a disk that is late',
    fact: 'facts/peers.md §1.5',
    rule: 'volume was late',
    code: 'VOLUME_FAILED',
    retry: disturbance,
    words: 'Timeout waiting for EphemeralStorage provisioning to complete.',
  },
  {
    ...volume,
    title: 'a volume with a key that is wrong',
    fact: 'DG troubleshoot-ebs-volumes-scenarios, IdempotentParameterMismatch',
    words:
      'ECS failed to set up the EBS volume. Encountered IdempotentParameterMismatch: The client token you have provided is associated with a resource that is already deleted.',
  },
  {
    ...volume,
    title: 'a folder of the instance that cannot be written',
    fact: 'facts §1c, bind mounts',
    words:
      'CannotCreateVolumeError: error creating empty volume: error while creating volume path: mkdir /path: read-only file system',
  },
  {
    ...volume,
    title: 'a file system that is not found',
    fact: `${page}, EFS`,
    words:
      'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve the file system',
  },
  {
    ...full,
    title: 'no disk for a container',
    fact: 'facts §1c, one volume for images and tasks',
    words:
      'CannotCreateContainerError: Error response from daemon: mkdir /var/lib/docker: no space left on device',
  },
  {
    ...full,
    title: 'no blocks for a container',
    fact: 'DG stopped-task-error-codes, CannotCreateContainerError',
    words:
      'CannotCreateContainerError: Error response from daemon: devmapper: Thin Pool has no free data blocks',
  },
];

function asEnding(one: StartCase): Ending {
  const { title, words, fact, rule, code, retry, kind = 'failed-to-start' } = one;
  return {
    title,
    fact,
    rule,
    code,
    evidence: { task: failedStart(words) },
    outcome: { kind, ...(retry !== undefined && { retry }) },
  };
}

/** Places, roles, secrets, logs, volumes and interfaces that were missing. */
export const startEndings: readonly Ending[] = [
  ...[...setupCases, ...volumeCases].map(asEnding),
  ...['RESOURCE:MEMORY', 'NO ACTIVE INSTANCES'].map((words) => ({
    title: `no room, ${words}, and no other provider`,
    fact: 'facts §3a, failures; §4, placement',
    rule: 'no capacity',
    code: 'NO_CAPACITY',
    evidence: { task: failedStart(words), route: { provider: 'only', providers: 1 } },
    outcome: {
      kind: 'failed-to-start' as const,
      retry: counted,
      reason: `ECS had no instance with room for the task: ${words}`,
    },
  })),
  ...['Capacity is unavailable at this time', 'EMPTY CAPACITY PROVIDER', 'RESOURCE:ENI'].map((words) => ({
    title: `no room, ${words}, and another provider to go to`,
    fact: 'facts §3a, failures; §4, placement',
    rule: 'no capacity',
    code: 'NO_CAPACITY',
    evidence: { task: failedStart(words), route: { provider: 'first', providers: 2 } },
    outcome: { kind: 'failed-to-start' as const, retry: elsewhere },
  })),
  ...[
    'ATTRIBUTE',
    'LOCATION',
    'MemberOf placement constraint unsatisfied.',
    'The selected task definition is not compatible with the selected compute strategy',
  ].map((words) => ({
    title: `a demand that no instance meets: ${words}`,
    fact: 'facts §3a, ATTRIBUTE and LOCATION; §4, placement',
    rule: 'placement refused',
    code: 'PLACEMENT_FAILED',
    evidence: { task: failedStart(words) },
    outcome: { kind: 'failed-to-start' as const, retry: never },
  })),
  {
    title: 'a failed start without a stop code',
    fact: 'containers-roadmap 1565',
    rule: 'failed to start',
    code: 'START_FAILED',
    evidence: { task: withoutCode('ResourceInitializationError: unable to pull secrets') },
    outcome: { kind: 'failed-to-start', retry: counted },
  },
  {
    title: 'a runtime that failed before the container ran, which ECS calls an exit',
    fact: 'facts §4, runtime slow/failed, EssentialContainerExited',
    rule: 'no Fusion in the image',
    code: 'FUSION_MISSING',
    evidence: {
      task: reason(
        'CannotStartContainerError: exec: "/usr/bin/fusion": stat /usr/bin/fusion: no such file or directory: unknown',
        127,
      ),
    },
    outcome: { kind: 'failed-to-start', retry: never },
  },
];
