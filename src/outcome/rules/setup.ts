import { NO_WAY_OUT, OPEN_THE_WAY, TIMED_OUT } from './network-words.js';
import { startFailed, type Rule, type RuleFamily } from './rule.js';

/** What the agent does for a task before its container: roles, secrets, logs, files, network. */
export const setup: RuleFamily = {
  title: 'What the task needs before its container',
  rules: [
    {
      name: 'role not assumed',
      sign: '`unable to assume the role`, `AssumeRole`, `PassRole`',
      fact: 'facts §4, agent set-up; DG resource-initialization-error, roles',
      when: startFailed(/unable to assume the role|AssumeRole|PassRole/),
      then: {
        kind: 'failed-to-start',
        code: 'ROLE_NOT_ASSUMED',
        reason: 'ECS could not use a role of the task',
        advice:
          'Let ecs-tasks.amazonaws.com assume the roles in aws.ecs.executionRole and aws.ecs.taskRole (their trust policy), and allow yourself iam:PassRole on both.',
        retry: 'never',
      },
    },
    {
      name: 'registry login not allowed',
      sign: '`ecr:…` not authorised before the pull',
      fact: 'DG resource-initialization-error, registry auth; task_execution_IAM_role',
      when: startFailed(/ecr:[A-Z]|ecr registry auth.*AccessDenied/),
      then: {
        kind: 'image-pull-failed',
        code: 'IMAGE_UNAUTHORIZED',
        reason: 'The execution role may not log in to Amazon ECR',
        advice:
          'Give the execution role (aws.ecs.executionRole) the policy AmazonECSTaskExecutionRolePolicy.',
        retry: 'never',
      },
    },
    {
      name: 'secret not found',
      sign: '`can’t retrieve the secret`, `can’t find the specified secret`, `ParameterNotFound`',
      fact: 'DG resource-not-found-error; AGENT asm, resourceInitializationErrMsg',
      when: startFailed(
        /retrieve the secret with ARN|find the specified secret|ParameterNotFound|invalid ssm parameters|retrieved secret .*did not contain json key/i,
      ),
      then: {
        kind: 'failed-to-start',
        code: 'SECRET_NOT_FOUND',
        reason: 'A secret of the task does not exist',
        advice:
          'Correct its ARN in aws.ecs.secrets: its region must be that of the cluster, and a JSON key or version must exist.',
        retry: 'never',
      },
    },
    {
      name: 'secret not allowed',
      sign: '`secretsmanager:…`, `ssm:…` or `kms:…` not authorised',
      fact: 'DG resource-initialization-error, secrets; secrets-envvar, permissions',
      when: startFailed(
        /(?:secretsmanager|ssm|kms):[A-Z]|Access to KMS is not allowed|retrieve secrets?.*AccessDenied/,
      ),
      then: {
        kind: 'failed-to-start',
        code: 'SECRET_DENIED',
        reason: 'The execution role may not read a secret of the task',
        advice:
          'Allow aws.ecs.executionRole secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt where it has a key of its own.',
        retry: 'never',
      },
    },
    ...unreachable(),
    {
      name: 'log driver failed',
      sign: '`logging driver`, `logger args`, `log group`, `log stream`, `logs:…`',
      fact: 'facts §6a, no group / no permission; DG resource-initialization-error, logging driver',
      when: startFailed(/logging driver|logger args|log group|log stream|logs:Create/i),
      then: {
        kind: 'failed-to-start',
        code: 'LOG_DRIVER_FAILED',
        reason: 'The log of the task could not be opened',
        advice:
          'Create the log group named by aws.ecs.logsGroup in the region of the cluster, and allow aws.ecs.executionRole logs:CreateLogStream and logs:PutLogEvents.',
        retry: 'never',
      },
    },
    {
      name: 'environment file failed',
      sign: '`failed to download env files`',
      fact: 'facts §4, agent set-up, env file download',
      when: startFailed(/env files/),
      then: {
        kind: 'failed-to-start',
        code: 'ENV_FILE_FAILED',
        reason: 'A file of environment variables could not be fetched',
        advice: 'Check that the file exists in S3 and that aws.ecs.executionRole has s3:GetObject on it.',
        retry: 'counted',
      },
    },
    {
      name: 'network interface failed',
      sign: '`network interface`, `ENI`',
      fact: 'facts §5, CreateNetworkInterface throttle; facts/peers.md, ask 16 (1 start in 300)',
      when: startFailed(/network interface|\bENI\b/i),
      then: {
        kind: 'failed-to-start',
        code: 'NETWORK_INTERFACE_FAILED',
        reason: 'The network interface of the task was not ready in time',
        advice:
          "Run again. Where it comes often, set aws.ecs.networkMode = 'host', or use subnets with more free addresses.",
        retry: 'disturbances',
      },
    },
  ],
};

/** The same trouble twice: calls that got no answer may get one a moment later, those without a way will not. */
function unreachable(): readonly Rule[] {
  const then = {
    kind: 'failed-to-start',
    code: 'NETWORK_UNREACHABLE',
    advice: OPEN_THE_WAY,
  } as const;
  return [
    {
      name: 'AWS did not answer the agent',
      sign: '`ResourceInitializationError` with `timeout`, `request canceled`, `deadline exceeded`, `signal: killed`',
      fact: 'DG resource-initialization-error, verify-connectivity; facts §2c',
      when: beforeContainer(TIMED_OUT),
      then: {
        ...then,
        reason: 'The instance got no answer from the services of AWS it needs for the task',
        retry: 'disturbances',
      },
    },
    {
      name: 'no way from the agent to AWS',
      sign: '`ResourceInitializationError` with `no such host`, `connection refused`, `network configuration`',
      fact: 'DG resource-initialization-error, verify-connectivity; facts §2c',
      when: beforeContainer(NO_WAY_OUT),
      then: {
        ...then,
        reason: 'The instance could not reach the services of AWS it needs for the task',
        retry: 'counted',
      },
    },
  ];
}

/** Volumes wait for disks, not for the network. */
function beforeContainer(words: RegExp): Rule['when'] {
  const initialised = startFailed(/ResourceInitializationError/);
  const matches = startFailed(words);
  const volume = startFailed(/EBS|EFS/);
  return (end) => initialised(end) && matches(end) && !volume(end);
}
