import type { StartFailureKind } from './task-rule.js';

const unableToPull =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed';
const checkNetwork = 'Please check your task network configuration.';

/** ECS's reasons for a task that cannot start though its images are there (facts §4). */
export const startFailureTexts: Readonly<Record<StartFailureKind, string>> = {
  secrets: `${unableToPull}: unable to retrieve secret from asm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded. ${checkNetwork}`,
  'secret-denied': `${unableToPull}: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret from secrets manager: AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue`,
  'registry-auth': `${unableToPull}: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: dial tcp 192.0.2.1:443: i/o timeout. ${checkNetwork}`,
  'env-files':
    'ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 5 time(s): RequestCanceled: request context canceled',
  logging:
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.: exit status 1',
  efs: 'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve the file system: unsuccessful EFS utils command execution; code: 1',
  role: 'ResourceInitializationError: ECS was unable to assume the role that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.',
  create:
    'CannotCreateContainerError: Error response from daemon: devmapper: Thin Pool has no free data blocks',
  start: 'CannotStartContainerError: failed to get container status: context deadline exceeded',
  'no-command':
    'CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/usr/bin/fusion": stat /usr/bin/fusion: no such file or directory: unknown',
  'no-permission':
    'CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/usr/bin/fusion": permission denied: unknown',
  volume:
    'CannotCreateVolumeError: Error response from daemon: failed to mount the volume of the task: no such device',
  timeout: 'DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s',
};
